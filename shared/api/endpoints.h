// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal::api {

/// The registered methods (RFC 9110 section 9, RFC 5789). Any other is 501.
enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Connect, Trace };

std::string_view toText(Method method);
/// Methods are case-sensitive (RFC 9110 section 9.1).
std::optional<Method> methodFromText(std::string_view text);

/// Where a message goes. `{name}` in the path stands for one segment.
struct Endpoint {
    Method method;
    std::string_view path;
};

/// The path with its parameters filled in, in their order, percent-encoded.
std::string fillPath(std::string_view pattern, std::initializer_list<std::string_view> values);
/// Percent-encodes all but the unreserved characters of RFC 3986 section 2.3.
std::string percentEncode(std::string_view text);

/// Every endpoint of the contract, once, by its canonical path. Each GET answers HEAD as well.
namespace endpoints {

inline constexpr Endpoint Register{Method::Post, "/api/v1/auth/register"};
inline constexpr Endpoint Login{Method::Post, "/api/v1/auth/login"};
inline constexpr Endpoint Refresh{Method::Post, "/api/v1/auth/refresh"};
inline constexpr Endpoint Logout{Method::Post, "/api/v1/auth/logout"};
inline constexpr Endpoint Me{Method::Get, "/api/v1/auth/me"};
inline constexpr Endpoint EnvelopeLogin{Method::Post, "/api/auth/login"};
inline constexpr Endpoint EnvelopeMe{Method::Get, "/api/auth/me"};
inline constexpr Endpoint Setup{Method::Post, "/api/v1/setup"};

inline constexpr Endpoint UsersMe{Method::Get, "/api/v1/users/me"};
inline constexpr Endpoint Users{Method::Get, "/api/v1/users"};
inline constexpr Endpoint AddUser{Method::Post, "/api/v1/users"};
inline constexpr Endpoint UserById{Method::Get, "/api/v1/users/{id}"};
inline constexpr Endpoint ChangeUser{Method::Patch, "/api/v1/users/{id}"};

inline constexpr Endpoint Files{Method::Get, "/api/v1/files"};
inline constexpr Endpoint Upload{Method::Post, "/api/v1/files"};
inline constexpr Endpoint UploadRaw{Method::Put, "/upload/{name}"};
inline constexpr Endpoint FileById{Method::Get, "/api/v1/files/{id}"};
inline constexpr Endpoint ChangeFile{Method::Patch, "/api/v1/files/{id}"};
inline constexpr Endpoint DeleteFile{Method::Delete, "/api/v1/files/{id}"};
inline constexpr Endpoint RestoreFile{Method::Post, "/api/v1/files/{id}/restore"};
inline constexpr Endpoint RevokeLinks{Method::Post, "/api/v1/files/{id}/revoke-links"};
inline constexpr Endpoint Content{Method::Get, "/api/v1/files/{id}/content"};
inline constexpr Endpoint Download{Method::Get, "/download/{key}"};
inline constexpr Endpoint DownloadByQuery{Method::Get, "/download"};

inline constexpr Endpoint Presign{Method::Post, "/api/v1/presign"};
inline constexpr Endpoint Link{Method::Get, "/d/{key}"};
inline constexpr Endpoint LinkUpload{Method::Put, "/d/{key}"};

inline constexpr Endpoint Root{Method::Get, "/"};
inline constexpr Endpoint Health{Method::Get, "/health"};
inline constexpr Endpoint Live{Method::Get, "/health/live"};
inline constexpr Endpoint Ready{Method::Get, "/health/ready"};
inline constexpr Endpoint OpenApi{Method::Get, "/openapi.json"};

} // namespace endpoints

} // namespace dropseal::api

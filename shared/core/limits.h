// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Bounds that both sides keep. What an admin may change is a setting instead (backend/config).
namespace dropseal::limits {

inline constexpr std::size_t JsonBodyBytes = std::size_t{1024} * 1024;
inline constexpr std::size_t PasswordMinCharacters = 8;
inline constexpr std::size_t PasswordMaxCharacters = 256;
inline constexpr std::size_t PasswordMaxBytes = 1024;
inline constexpr std::size_t EmailMaxBytes = 254; ///< RFC 5321 section 4.5.3.1.3
inline constexpr std::size_t NameMaxCharacters = 200;
inline constexpr std::size_t FileNameMaxBytes = 255;
inline constexpr int ListDefault = 50;
inline constexpr int ListMax = 200;
inline constexpr std::chrono::seconds PresignMax{604800};
inline constexpr std::chrono::seconds UploadLinkLife{3600}; ///< the `url` of an upload's answer
inline constexpr std::chrono::seconds TokenLeeway{60};      ///< clock skew on exp and nbf, RFC 8725

} // namespace dropseal::limits

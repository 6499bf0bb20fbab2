// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/api/endpoints.h"
#include "shared/core/clock.h"
#include "shared/core/id.h"
#include "shared/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::api {

struct File {
    FileId id;
    std::string key;
    std::string filename;
    std::int64_t size = 0;
    std::string sha256; ///< 64 hex digits
    std::string content_type;
    Timestamp created_at;
    std::optional<Timestamp> deleted_at; ///< set: it lies in the trash

    bool operator==(const File&) const = default;
};

struct FileList {
    std::vector<File> items;
    std::optional<std::string> next_cursor;

    bool operator==(const FileList&) const = default;
};

/// `status` is always "uploaded".
struct UploadAnswer {
    std::string filename;
    std::string key;
    std::string url; ///< absolute; lives one hour and needs no login
    FileId id;
    std::int64_t size = 0;
    std::string sha256;
    std::string content_type;

    bool operator==(const UploadAnswer&) const = default;
};

struct ChangeFileRequest {
    std::string filename;

    bool operator==(const ChangeFileRequest&) const = default;
};

/// For GET `file_id` or `key`; for PUT `filename` and `size`.
struct PresignRequest {
    Method method = Method::Get; ///< Get or Put
    std::optional<FileId> file_id;
    std::optional<std::string> key;
    std::optional<std::string> filename;
    std::optional<std::int64_t> size;
    std::optional<std::string> content_type;
    std::chrono::seconds expires_in{3600};  ///< 1 to 604,800
    std::string disposition = "attachment"; ///< or "inline"
    bool direct = false;                    ///< the store's own URL

    bool operator==(const PresignRequest&) const = default;
};

struct PresignAnswer {
    std::string url;
    Method method = Method::Get;
    std::vector<std::pair<std::string, std::string>> headers; ///< that the request must send
    Timestamp expires_at;

    bool operator==(const PresignAnswer&) const = default;
};

std::string encode(const File& file);
std::string encode(const FileList& list);
std::string encode(const UploadAnswer& answer);
std::string encode(const ChangeFileRequest& request);
std::string encode(const PresignRequest& request);
std::string encode(const PresignAnswer& answer);

Result<File> decodeFile(std::string_view text);
Result<FileList> decodeFileList(std::string_view text);
Result<UploadAnswer> decodeUploadAnswer(std::string_view text);
/// bad_json, validation_failed, privileged_field.
Result<ChangeFileRequest> decodeChangeFileRequest(std::string_view text);
Result<PresignRequest> decodePresignRequest(std::string_view text);
Result<PresignAnswer> decodePresignAnswer(std::string_view text);

} // namespace dropseal::api

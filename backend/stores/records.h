// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the stores hold, as plain values. Texts are UTF-8; sizes are bytes.
namespace dropseal::stores {

enum class Role { User, Moderator, Admin };
enum class UserStatus { Active, Suspended };

std::string_view toText(Role role);
std::string_view toText(UserStatus status);
std::optional<Role> roleFromText(std::string_view text);
std::optional<UserStatus> userStatusFromText(std::string_view text);

struct UserRecord {
    UserId id;
    std::string email; ///< as given; login and uniqueness use its folded form
    std::optional<std::string> username;
    std::optional<std::string> name;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> phone;
    std::optional<std::string> employee_id;
    bool employee_id_verified = false;
    std::string password_hash;
    Role role = Role::User;
    UserStatus status = UserStatus::Active;
    bool is_verified = false;
    std::optional<std::int64_t> quota_bytes; ///< none: no quota
    std::int64_t used_bytes = 0;             ///< files that are not in the trash
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> last_login;
    std::optional<Timestamp> suspended_at;
};

/// One signed-in device: a family of refresh tokens of which at most one is alive.
struct SessionRecord {
    SessionId id;
    UserId user_id;
    std::string current_jti;
    std::string current_kid;
    Timestamp current_issued_at;
    Timestamp current_expires_at;
    std::string current_hash; ///< SHA-256 of the current refresh token, 64 hex digits
    std::optional<Timestamp>
        current_used_at; ///< first use of the current refresh token or of its access token
    std::optional<std::string> previous_hash; ///< of its direct predecessor
    std::optional<Timestamp> rotated_at;      ///< when the predecessor became one
    Timestamp created_at;
    Timestamp last_used_at;
    Timestamp expires_at; ///< absolute end
    std::string device_info;
    std::string ip_address;
    std::optional<Timestamp> ended_at;
    std::optional<std::string>
        end_reason; ///< logout|logout_all|admin|password_changed|password_reset|reused|suspended|session_limit|expired
};

enum class FileState { Stored, Missing, Corrupt };

struct FileRecord {
    FileId id;
    UserId owner_id;
    std::string key;           ///< unique; `<unix time>-<first 8 of the user id>-<safe name>`
    std::string filename;      ///< by the file name rule
    std::string original_name; ///< as it was sent; for the audit only, in no answer
    std::int64_t size = 0;
    std::string sha256; ///< 64 hex digits
    std::string content_type;
    BlobId blob_id;
    std::string salt; ///< 16 raw bytes inside every presigned signature; a new one kills all links
    FileState state = FileState::Stored;
    Timestamp created_at;
    std::optional<Timestamp> deleted_at; ///< set: in the trash
};

enum class UploadKind { PresignedPut, Tus };
enum class UploadState { Open, Finished };

/// An upload that outlives its request: a presigned PUT, and later a tus upload. Its size is reserved from
/// the owner's quota until it finishes or expires.
struct UploadRecord {
    UploadId id;
    UserId owner_id;
    UploadKind kind = UploadKind::PresignedPut;
    UploadState state = UploadState::Open;
    std::string filename;
    std::string content_type;
    std::int64_t size = 0;
    std::string salt; ///< 16 raw bytes
    std::optional<FileId> file_id;
    Timestamp created_at;
    Timestamp expires_at;
};

/// A page of a list. `after` is the opaque cursor of the page before.
struct Page {
    int limit = 50;
    std::optional<std::string> after;
};

template <class T>
struct PageOf {
    std::vector<T> items;
    std::optional<std::string> next; ///< cursor of the next page; none at the end
};

} // namespace dropseal::stores

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/id.h"
#include "shared/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::api {

/// A user as answers show it (wire contract "Details, settled"). Role and status are the wire's words.
struct User {
    UserId id;
    std::string email;
    std::optional<std::string> username;
    std::optional<std::string> name;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> phone;
    std::optional<std::string> employee_id;
    bool employee_id_verified = false;
    std::string role;   ///< user|moderator|admin
    std::string status; ///< active|suspended
    bool is_verified = false;
    bool mfa = false;
    std::optional<std::int64_t> quota_bytes; ///< none: no quota
    std::int64_t used_bytes = 0;
    Timestamp created_at;
    std::optional<Timestamp> last_login;

    bool operator==(const User&) const = default;
};

struct UserList {
    std::vector<User> items;
    std::optional<std::string> next_cursor;

    bool operator==(const UserList&) const = default;
};

/// What a person says of themselves when registering; also part of setup and of adding a user.
struct RegisterRequest {
    std::string email;
    std::string password;
    std::optional<std::string> username;
    std::optional<std::string> name;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> phone;
    std::optional<std::string> employee_id;
    std::optional<std::string> invite_code;

    bool operator==(const RegisterRequest&) const = default;
};

/// By an admin or the command line: privileged members are its purpose.
struct AddUserRequest {
    RegisterRequest person;
    std::string role = "user";
    bool employee_id_verified = false;

    bool operator==(const AddUserRequest&) const = default;
};

/// What an admin changes of a user; at least one member.
struct ChangeUserRequest {
    std::optional<std::string> role;
    std::optional<std::string> status;

    bool operator==(const ChangeUserRequest&) const = default;
};

std::string encode(const User& user);
std::string encode(const UserList& list);
std::string encode(const RegisterRequest& request);
std::string encode(const AddUserRequest& request);
std::string encode(const ChangeUserRequest& request);

/// bad_json, validation_failed with every bad field; requests that a person sends for themselves also
/// privileged_field.
Result<User> decodeUser(std::string_view text);
Result<UserList> decodeUserList(std::string_view text);
Result<RegisterRequest> decodeRegisterRequest(std::string_view text);
Result<AddUserRequest> decodeAddUserRequest(std::string_view text);
Result<ChangeUserRequest> decodeChangeUserRequest(std::string_view text);

} // namespace dropseal::api

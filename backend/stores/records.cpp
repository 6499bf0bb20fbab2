// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/stores/records.h"

namespace dropseal::stores {

std::string_view toText(Role role) {
    switch (role) {
    case Role::User:
        return "user";
    case Role::Moderator:
        return "moderator";
    case Role::Admin:
        return "admin";
    }
    return "user";
}

std::string_view toText(UserStatus status) {
    return status == UserStatus::Active ? "active" : "suspended";
}

std::optional<Role> roleFromText(std::string_view text) {
    for (const Role role : {Role::User, Role::Moderator, Role::Admin}) {
        if (toText(role) == text)
            return role;
    }
    return std::nullopt;
}

std::optional<UserStatus> userStatusFromText(std::string_view text) {
    for (const UserStatus status : {UserStatus::Active, UserStatus::Suspended}) {
        if (toText(status) == text)
            return status;
    }
    return std::nullopt;
}

} // namespace dropseal::stores

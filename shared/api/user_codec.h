// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/api/codec.h"
#include "shared/api/user_messages.h"

/// Users inside other messages; only for the codecs of this room.
namespace dropseal::api {

json::Value toJson(const User& user);
User readUser(json::ObjectReader& reader);

json::Value toJson(const RegisterRequest& request);
RegisterRequest readRegisterRequest(json::ObjectReader& reader);
/// What only an admin sets of a user.
std::span<const std::string_view> privilegedUserMembers();

} // namespace dropseal::api

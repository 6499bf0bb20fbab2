// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/user_messages.h"

#include "shared/api/user_codec.h"

namespace dropseal::api {

namespace {

constexpr std::string_view PrivilegedMembers[] = {
    "id",          "role",       "status",   "quota_bytes",   "used_bytes",
    "is_verified", "is_active",  "is_admin", "is_superuser",  "created_at",
    "updated_at",  "last_login", "mfa",      "password_hash", "employee_id_verified",
};

void requireWord(json::ObjectReader& reader, std::string_view name, const std::optional<std::string>& word,
                 std::initializer_list<std::string_view> known) {
    if (word && std::find(known.begin(), known.end(), *word) == known.end())
        reader.fail(std::string(name), "unknown_value", "This value is not known.");
}

void setIfAny(json::Value& out, const char* name, const std::optional<std::string>& text) {
    if (text)
        out[name] = *text;
}

} // namespace

std::span<const std::string_view> privilegedUserMembers() {
    return PrivilegedMembers;
}

json::Value toJson(const User& user) {
    return json::Value{
        {"id", user.id.toString()},
        {"email", user.email},
        {"username", orNull(user.username)},
        {"name", orNull(user.name)},
        {"first_name", orNull(user.first_name)},
        {"last_name", orNull(user.last_name)},
        {"phone", orNull(user.phone)},
        {"employee_id", orNull(user.employee_id)},
        {"employee_id_verified", user.employee_id_verified},
        {"role", user.role},
        {"status", user.status},
        {"is_verified", user.is_verified},
        {"mfa", user.mfa},
        {"quota_bytes", orNull(user.quota_bytes)},
        {"used_bytes", user.used_bytes},
        {"created_at", formatTimestamp(user.created_at)},
        {"last_login", orNull(user.last_login)},
    };
}

User readUser(json::ObjectReader& reader) {
    User user;
    user.id = requiredId<UserId>(reader, "id");
    user.email = reader.requiredString("email");
    user.username = reader.optionalString("username");
    user.name = reader.optionalString("name");
    user.first_name = reader.optionalString("first_name");
    user.last_name = reader.optionalString("last_name");
    user.phone = reader.optionalString("phone");
    user.employee_id = reader.optionalString("employee_id");
    user.employee_id_verified = reader.optionalBool("employee_id_verified").value_or(false);
    user.role = reader.requiredString("role");
    user.status = reader.requiredString("status");
    user.is_verified = reader.optionalBool("is_verified").value_or(false);
    user.mfa = reader.optionalBool("mfa").value_or(false);
    user.quota_bytes = reader.optionalInteger("quota_bytes", 0, INT64_MAX);
    user.used_bytes = reader.requiredInteger("used_bytes", 0, INT64_MAX);
    user.created_at = requiredTime(reader, "created_at");
    user.last_login = optionalTime(reader, "last_login");
    return user;
}

json::Value toJson(const RegisterRequest& request) {
    json::Value out{{"email", request.email}, {"password", request.password}};
    setIfAny(out, "username", request.username);
    setIfAny(out, "name", request.name);
    setIfAny(out, "first_name", request.first_name);
    setIfAny(out, "last_name", request.last_name);
    setIfAny(out, "phone", request.phone);
    setIfAny(out, "employee_id", request.employee_id);
    setIfAny(out, "invite_code", request.invite_code);
    return out;
}

// The form only: what a good e-mail, password or name is, the service says, and for all fields at once.
RegisterRequest readRegisterRequest(json::ObjectReader& reader) {
    RegisterRequest request;
    request.email = reader.optionalString("email").value_or("");
    request.password = reader.optionalString("password").value_or("");
    request.username = reader.optionalString("username");
    request.name = reader.optionalString("name");
    request.first_name = reader.optionalString("first_name");
    request.last_name = reader.optionalString("last_name");
    request.phone = reader.optionalString("phone");
    request.employee_id = reader.optionalString("employee_id");
    request.invite_code = reader.optionalString("invite_code");
    return request;
}

std::string encode(const User& user) {
    return json::dump(toJson(user));
}

std::string encode(const UserList& list) {
    json::Value items = json::Value::array();
    for (const User& user : list.items)
        items.push_back(toJson(user));
    return json::dump(json::Value{{"items", std::move(items)}, {"next_cursor", orNull(list.next_cursor)}});
}

std::string encode(const RegisterRequest& request) {
    return json::dump(toJson(request));
}

std::string encode(const AddUserRequest& request) {
    json::Value out = toJson(request.person);
    out["role"] = request.role;
    out["employee_id_verified"] = request.employee_id_verified;
    return json::dump(out);
}

std::string encode(const ChangeUserRequest& request) {
    json::Value out = json::Value::object();
    setIfAny(out, "role", request.role);
    setIfAny(out, "status", request.status);
    return json::dump(out);
}

Result<User> decodeUser(std::string_view text) {
    return decodeObject(text,
                        [](json::ObjectReader& reader, const json::Value&) { return readUser(reader); });
}

Result<UserList> decodeUserList(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        UserList list;
        list.next_cursor = reader.optionalString("next_cursor");
        decodeItems(reader, list.items, readUser);
        return list;
    });
}

Result<RegisterRequest> decodeRegisterRequest(std::string_view text) {
    const auto value = json::parse(text);
    if (!value)
        return value.error();
    DROPSEAL_TRY(refusePrivileged(*value, PrivilegedMembers));
    json::ObjectReader reader(*value);
    auto request = readRegisterRequest(reader);
    if (!reader.ok())
        return reader.error();
    return request;
}

Result<AddUserRequest> decodeAddUserRequest(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        AddUserRequest request;
        request.person = readRegisterRequest(reader);
        const auto role = reader.optionalString("role");
        requireWord(reader, "role", role, {"user", "moderator", "admin"});
        request.role = role.value_or("user");
        request.employee_id_verified = reader.optionalBool("employee_id_verified").value_or(false);
        return request;
    });
}

Result<ChangeUserRequest> decodeChangeUserRequest(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value& body) {
        ChangeUserRequest request;
        request.role = reader.optionalString("role");
        requireWord(reader, "role", request.role, {"user", "moderator", "admin"});
        request.status = reader.optionalString("status");
        requireWord(reader, "status", request.status, {"active", "suspended"});
        if (body.is_object() && reader.ok() && !request.role && !request.status)
            reader.fail("body", "required", "Give the role or the status.");
        return request;
    });
}

} // namespace dropseal::api

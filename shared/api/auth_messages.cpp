// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/auth_messages.h"

#include "shared/api/user_codec.h"

namespace dropseal::api {

namespace {

json::Value toJson(const TokenPair& pair) {
    return json::Value{{"access_token", pair.access_token},
                       {"refresh_token", pair.refresh_token},
                       {"token_type", "bearer"},
                       {"expires_in", pair.expires_in.count()}};
}

TokenPair readTokenPair(json::ObjectReader& reader) {
    TokenPair pair;
    pair.access_token = reader.requiredString("access_token");
    pair.refresh_token = reader.requiredString("refresh_token");
    pair.expires_in = std::chrono::seconds(reader.requiredInteger("expires_in", 0, INT32_MAX));
    return pair;
}

/// The one login name of the body, whatever its member is called.
std::string readLoginName(json::ObjectReader& reader) {
    std::optional<std::string> login;
    for (const std::string_view name : {"email", "username", "employee_id"}) {
        if (!reader.has(name))
            continue;
        if (login)
            reader.fail(std::string(name), "conflict", "Give only one of email, username and employee_id.");
        login = reader.optionalString(name, 1).value_or(std::string());
    }
    if (!login)
        reader.fail("email", "required", "Give email, username or employee_id.");
    return login.value_or(std::string());
}

} // namespace

std::string encode(const LoginRequest& request) {
    json::Value out{{"username", request.login}, {"password", request.password}};
    if (request.totp)
        out["totp"] = *request.totp;
    if (request.recovery_code)
        out["recovery_code"] = *request.recovery_code;
    if (request.device_token)
        out["device_token"] = *request.device_token;
    return json::dump(out);
}

std::string encode(const TokenPair& pair) {
    return json::dump(toJson(pair));
}

std::string encode(const RefreshRequest& request) {
    return json::dump(json::Value{{"refresh_token", request.refresh_token}});
}

std::string encode(const SetupRequest& request) {
    json::Value out = toJson(request.person);
    out["setup_token"] = request.setup_token;
    return json::dump(out);
}

std::string encode(const SetupAnswer& answer) {
    json::Value out = toJson(answer.tokens);
    out["user"] = toJson(answer.user);
    return json::dump(out);
}

Result<LoginRequest> decodeLoginRequest(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value& body) {
        LoginRequest request;
        if (body.is_object())
            request.login = readLoginName(reader);
        request.password = reader.requiredString("password");
        request.totp = reader.optionalString("totp", 1, 16);
        request.recovery_code = reader.optionalString("recovery_code", 1, 64);
        request.device_token = reader.optionalString("device_token", 1, 4096);
        return request;
    });
}

Result<TokenPair> decodeTokenPair(std::string_view text) {
    return decodeObject(text,
                        [](json::ObjectReader& reader, const json::Value&) { return readTokenPair(reader); });
}

Result<RefreshRequest> decodeRefreshRequest(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        return RefreshRequest{reader.requiredString("refresh_token")};
    });
}

Result<SetupRequest> decodeSetupRequest(std::string_view text) {
    const auto value = json::parse(text);
    if (!value)
        return value.error();
    DROPSEAL_TRY(refusePrivileged(*value, privilegedUserMembers()));
    json::ObjectReader reader(*value);
    SetupRequest request;
    request.setup_token = reader.requiredString("setup_token");
    request.person = readRegisterRequest(reader);
    if (!reader.ok())
        return reader.error();
    return request;
}

Result<SetupAnswer> decodeSetupAnswer(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        SetupAnswer answer;
        answer.tokens = readTokenPair(reader);
        if (const json::Value* const user = reader.find("user")) {
            json::ObjectReader inner(*user);
            answer.user = readUser(inner);
            if (inner.ok())
                return answer;
        }
        reader.fail("user", "invalid", "This is no user.");
        return answer;
    });
}

} // namespace dropseal::api

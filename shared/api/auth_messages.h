// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/api/user_messages.h"

#include <chrono>

namespace dropseal::api {

struct LoginRequest {
    std::string login; ///< e-mail, user name or verified employee id
    std::string password;
    std::optional<std::string> totp;
    std::optional<std::string> recovery_code;
    std::optional<std::string> device_token;

    bool operator==(const LoginRequest&) const = default;
};

/// What login, refresh and (with the user) setup answer.
struct TokenPair {
    std::string access_token;
    std::string refresh_token;
    std::chrono::seconds expires_in{0}; ///< of the access token; `token_type` is always "bearer"

    bool operator==(const TokenPair&) const = default;
};

/// Body of refresh and of logout.
struct RefreshRequest {
    std::string refresh_token;

    bool operator==(const RefreshRequest&) const = default;
};

struct SetupRequest {
    std::string setup_token;
    RegisterRequest person;

    bool operator==(const SetupRequest&) const = default;
};

struct SetupAnswer {
    User user;
    TokenPair tokens;

    bool operator==(const SetupAnswer&) const = default;
};

std::string encode(const LoginRequest& request); ///< the login goes into `username`, which takes any
std::string encode(const TokenPair& pair);
std::string encode(const RefreshRequest& request);
std::string encode(const SetupRequest& request);
std::string encode(const SetupAnswer& answer);

/// Exactly one of `email`, `username` and `employee_id`; bad_json, validation_failed.
Result<LoginRequest> decodeLoginRequest(std::string_view text);
Result<TokenPair> decodeTokenPair(std::string_view text);
Result<RefreshRequest> decodeRefreshRequest(std::string_view text);
Result<SetupRequest> decodeSetupRequest(std::string_view text);
Result<SetupAnswer> decodeSetupAnswer(std::string_view text);

} // namespace dropseal::api

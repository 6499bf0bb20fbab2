// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/call.h"
#include "shared/core/result.h"

#include <memory>
#include <optional>
#include <string_view>

namespace dropseal::http {

/// Proves who is asking. Thread-safe.
class Authenticator {
public:
    virtual ~Authenticator() = default;

    using Answer = Result<std::shared_ptr<const Caller>>;

    /// From caches only, without blocking: none where that is not enough.
    virtual std::optional<Answer> cached(std::string_view access_token) = 0;
    /// May block on the database. token_invalid, token_expired, session_revoked, account_suspended.
    virtual Answer check(std::string_view access_token) = 0;
};

} // namespace dropseal::http

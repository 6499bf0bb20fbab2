// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"
#include "shared/core/result.h"

namespace dropseal::stores {

/// The sessions. Used inside a UnitOfWork only, from its thread. dependency_unavailable where the database
/// fails.
class SessionStore {
public:
    virtual ~SessionStore() = default;

    virtual Result<void> insert(const SessionRecord& session) = 0;
    virtual Result<std::optional<SessionRecord>> find(const SessionId& id) = 0;

    /// What a rotation puts in the place of the current refresh token.
    struct Successor {
        std::string jti;
        std::string kid;
        Timestamp issued_at;
        Timestamp expires_at;
        std::string hash;
    };
    /// Makes the successor current and the current token its predecessor, if the session is alive and its
    /// current hash is still `presented_hash`: one conditional UPDATE. True for the one call that did it,
    /// false for everybody else.
    virtual Result<bool> rotate(const SessionId& id, std::string_view presented_hash,
                                const Successor& successor, Timestamp at) = 0;
    /// Notes the first use of the current token or its access token, if `jti` is still the current one and
    /// was unused.
    virtual Result<void> markUsed(const SessionId& id, std::string_view jti, Timestamp at) = 0;
    virtual Result<void> touch(const SessionId& id, Timestamp at) = 0;
    /// Ends the session if it is alive; true where this call ended it.
    virtual Result<bool> end(const SessionId& id, std::string_view reason, Timestamp at) = 0;
    /// Ends all live sessions of the user but `except`; gives the ids that this call ended.
    virtual Result<std::vector<SessionId>> endAll(const UserId& user, std::string_view reason, Timestamp at,
                                                  const std::optional<SessionId>& except) = 0;
    /// Ends the longest unused live sessions beyond `keep`, as `session_limit`.
    virtual Result<std::vector<SessionId>> endBeyond(const UserId& user, int keep, Timestamp at) = 0;
    /// Live sessions, newest first.
    virtual Result<std::vector<SessionRecord>> listLive(const UserId& user) = 0;
    /// Removes rows that ended, or whose absolute end was, before `before`. Gives their number.
    virtual Result<int> removeEndedBefore(Timestamp before) = 0;
};

} // namespace dropseal::stores

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/session_service.h"

#include "backend/security/token_hash.h"
#include "backend/services/session_cache.h"
#include "backend/services/session_rotation.h"
#include "backend/services/session_tokens.h"
#include "backend/services/text.h"
#include "backend/services/transaction.h"
#include "shared/core/crash_point.h"

#include <algorithm>

namespace dropseal::services {

namespace {

constexpr std::size_t MaxDeviceInfoBytes = 255;
constexpr std::size_t MaxAddressBytes = 45; ///< the longest text of an IPv6 address, RFC 4291 section 2.2
constexpr std::chrono::seconds TouchInterval{60};

stores::SessionRecord recordOf(const SessionId& id, const UserId& user,
                               const stores::SessionStore::Successor& token, const ClientInfo& client,
                               Timestamp end, Timestamp now) {
    stores::SessionRecord session;
    session.id = id;
    session.user_id = user;
    session.current_jti = token.jti;
    session.current_kid = token.kid;
    session.current_issued_at = token.issued_at;
    session.current_expires_at = token.expires_at;
    session.current_hash = token.hash;
    session.created_at = now;
    session.last_used_at = now;
    session.expires_at = end;
    session.device_info = printable(client.user_agent, MaxDeviceInfoBytes);
    session.ip_address = printable(client.ip_address, MaxAddressBytes);
    return session;
}

/// A user and a session as they stood at one moment; empty where they do not exist.
struct Rows {
    std::optional<stores::UserRecord> user;
    std::optional<stores::SessionRecord> session;
};

Result<Rows> readRows(stores::UnitOfWork& work, const security::AccessClaims& claims) {
    return readFor(work, [&](const stores::Stores& stores) -> Result<Rows> {
        auto session = stores.sessions.find(claims.session_id);
        if (!session)
            return std::move(session).error();
        auto user = stores.users.find(claims.user_id);
        if (!user)
            return std::move(user).error();
        return Rows{std::move(*user), std::move(*session)};
    });
}

} // namespace

SessionService::SessionService(stores::UnitOfWork& work, const security::TokenSigner& signer,
                               const Clock& clock, SessionOptions options)
    : m_work(work)
    , m_signer(signer)
    , m_clock(clock)
    , m_options(options)
    , m_cache(std::make_unique<SessionCache>()) {
}

SessionService::~SessionService() = default;

Result<TokenPair> SessionService::start(const stores::Stores& stores, const stores::UserRecord& user,
                                        const ClientInfo& client) {
    const Timestamp now = m_clock.now();
    const Timestamp end = now + m_options.absolute_life;
    const SessionId id = SessionId::make(now);
    const SessionTokens tokens(m_signer, m_options);
    auto refresh = tokens.makeRefresh(user.id, id, end, now);
    if (!refresh)
        return std::move(refresh).error();
    DROPSEAL_TRY(stores.sessions.insert(recordOf(id, user.id, refresh->row, client, end, now)));
    DROPSEAL_TRY(stores.sessions.endBeyond(user.id, m_options.sessions_per_user, now));
    return tokens.pair(user, id, refresh->row.jti, std::move(refresh->token), end, now, now);
}

Result<TokenPair> SessionService::refresh(std::string_view refresh_token, const ClientInfo&) {
    const Timestamp now = m_clock.now();
    const auto claims = m_signer.verifyRefresh(refresh_token, now);
    if (!claims)
        return claims.error();
    const SessionTokens tokens(m_signer, m_options);
    SessionRotation rotation(tokens, m_options, *claims, security::tokenHash(refresh_token), now);
    DROPSEAL_TRY(m_work.run([&rotation](const stores::Stores& stores) { return rotation.run(stores); }));
    crashPoint("refresh_committed");
    if (rotation.endedFamily())
        forget(claims->user_id);
    return rotation.result();
}

Result<void> SessionService::logout(std::string_view refresh_token) {
    const Timestamp now = m_clock.now();
    const auto claims = m_signer.verifyRefresh(refresh_token, now);
    if (!claims)
        return {};
    const auto done = m_work.run([&](const stores::Stores& stores) -> Result<void> {
        const auto session = stores.sessions.find(claims->session_id);
        if (!session)
            return session.error();
        if (!*session || (*session)->user_id != claims->user_id)
            return {};
        DROPSEAL_TRY(stores.sessions.end(claims->session_id, "logout", now));
        return {};
    });
    forget(claims->user_id);
    return done;
}

Result<Principal> SessionService::authenticate(std::string_view access_token) {
    const Timestamp now = m_clock.now();
    const SteadyTime readAt = m_clock.steadyNow();
    const auto claims = m_signer.verifyAccess(access_token, now);
    if (!claims)
        return claims.error();
    const SessionCache::Generation generation = m_cache->generation(claims->user_id);
    const auto rows = readRows(m_work, *claims);
    if (!rows)
        return rows.error();
    if (!rows->user || !rows->session || rows->session->user_id != claims->user_id)
        return Error(ErrorCode::token_invalid, {}, "no such user or session");
    auto principal = admit(*claims, *rows->user, *rows->session, now);
    if (principal) {
        SessionCache::Entry entry;
        entry.user_id = principal->userId();
        entry.session_id = principal->sessionId();
        entry.role = principal->role();
        entry.expires_at = std::min(claims->expires_at, rows->session->expires_at);
        entry.read_at = readAt;
        entry.generation = generation;
        m_cache->put(security::tokenDigest(access_token), entry);
    }
    return principal;
}

Result<Principal> SessionService::admit(const security::AccessClaims& claims, const stores::UserRecord& user,
                                        const stores::SessionRecord& session, Timestamp now) {
    if (auto refusal = refusalOf(user, session, now))
        return *std::move(refusal);
    DROPSEAL_TRY(noteUse(session, claims.jti, now));
    return Principal(user.id, session.id, user.role);
}

/// The first use is on the disk before the request is answered: from then on the predecessor of the current
/// refresh token is no lost answer any more. The time of the last use is worth no failure.
Result<void> SessionService::noteUse(const stores::SessionRecord& session, std::string_view access_jti,
                                     Timestamp now) {
    const std::string_view jti = refreshJtiOf(access_jti);
    const bool isFirstUse = !session.current_used_at && jti == session.current_jti;
    if (!isFirstUse && now - session.last_used_at < TouchInterval)
        return {};
    const auto done = m_work.run([&](const stores::Stores& stores) -> Result<void> {
        if (isFirstUse)
            DROPSEAL_TRY(stores.sessions.markUsed(session.id, jti, now));
        return stores.sessions.touch(session.id, now);
    });
    return isFirstUse ? done : Result<void>();
}

std::optional<Result<Principal>> SessionService::authenticateCached(std::string_view access_token) {
    const auto entry = m_cache->find(security::tokenDigest(access_token), m_clock.now(), m_clock.steadyNow());
    if (!entry)
        return std::nullopt;
    return Principal(entry->user_id, entry->session_id, entry->role);
}

void SessionService::forget(const UserId& user) {
    m_cache->raise(user);
}

Result<int> SessionService::sweep() {
    return runFor(m_work, [&](const stores::Stores& stores) {
        return stores.sessions.removeEndedBefore(m_clock.now() - m_options.keep_ended);
    });
}

} // namespace dropseal::services

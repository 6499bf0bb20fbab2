// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_session_store.h"

#include "backend/sql/row_reader.h"

#define SESSION_COLUMNS                                                                                      \
    "id, user_id, current_jti, current_kid, current_issued_at, current_expires_at, current_hash, "           \
    "current_used_at, previous_hash, rotated_at, created_at, last_used_at, expires_at, device_info, "        \
    "ip_address, ended_at, end_reason"

namespace dropseal::sql {
namespace {

using stores::SessionRecord;

SessionRecord readSession(RowReader& row) {
    SessionRecord session;
    session.id = row.id<SessionId>();
    session.user_id = row.id<UserId>();
    session.current_jti = row.text();
    session.current_kid = row.text();
    session.current_issued_at = row.time();
    session.current_expires_at = row.time();
    session.current_hash = row.text();
    session.current_used_at = row.maybeTime();
    session.previous_hash = row.maybeText();
    session.rotated_at = row.maybeTime();
    session.created_at = row.time();
    session.last_used_at = row.time();
    session.expires_at = row.time();
    session.device_info = row.text();
    session.ip_address = row.text();
    session.ended_at = row.maybeTime();
    session.end_reason = row.maybeText();
    return session;
}

SessionId readId(RowReader& row) {
    return row.id<SessionId>();
}

} // namespace

Result<void> SqlSessionStore::insert(const SessionRecord& session) {
    DROPSEAL_TRY(m_connection.execute(
        "INSERT INTO sessions (" SESSION_COLUMNS
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {value::id(session.id), value::id(session.user_id), value::text(session.current_jti),
         value::text(session.current_kid), value::time(session.current_issued_at),
         value::time(session.current_expires_at), value::text(session.current_hash),
         value::time(session.current_used_at), value::text(session.previous_hash),
         value::time(session.rotated_at), value::time(session.created_at), value::time(session.last_used_at),
         value::time(session.expires_at), value::text(session.device_info), value::text(session.ip_address),
         value::time(session.ended_at), value::text(session.end_reason)}));
    return {};
}

Result<std::optional<SessionRecord>> SqlSessionStore::find(const SessionId& id) {
    return readOne<SessionRecord>(m_connection, "SELECT " SESSION_COLUMNS " FROM sessions WHERE id = ?",
                                  {value::id(id)}, readSession);
}

/// One conditional UPDATE: of many refreshes with one token a single one wins (CVE-2026-1035, Keycloak).
Result<bool> SqlSessionStore::rotate(const SessionId& id, std::string_view presented_hash,
                                     const Successor& successor, Timestamp at) {
    return changesRow(m_connection,
                      "UPDATE sessions SET previous_hash = current_hash, rotated_at = ?, current_jti = ?, "
                      "current_kid = ?, current_issued_at = ?, current_expires_at = ?, current_hash = ?, "
                      "current_used_at = NULL, last_used_at = ? "
                      "WHERE id = ? AND current_hash = ? AND ended_at IS NULL AND expires_at > ?",
                      {value::time(at), value::text(successor.jti), value::text(successor.kid),
                       value::time(successor.issued_at), value::time(successor.expires_at),
                       value::text(successor.hash), value::time(at), value::id(id),
                       value::text(presented_hash), value::time(at)});
}

Result<void> SqlSessionStore::markUsed(const SessionId& id, std::string_view jti, Timestamp at) {
    DROPSEAL_TRY(m_connection.execute("UPDATE sessions SET current_used_at = ? WHERE id = ? "
                                      "AND current_jti = ? AND current_used_at IS NULL",
                                      {value::time(at), value::id(id), value::text(jti)}));
    return {};
}

Result<void> SqlSessionStore::touch(const SessionId& id, Timestamp at) {
    DROPSEAL_TRY(
        m_connection.execute("UPDATE sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?",
                             {value::time(at), value::id(id), value::time(at)}));
    return {};
}

Result<bool> SqlSessionStore::end(const SessionId& id, std::string_view reason, Timestamp at) {
    return changesRow(m_connection,
                      "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL",
                      {value::time(at), value::text(reason), value::id(id)});
}

Result<std::vector<SessionId>> SqlSessionStore::endAll(const UserId& user, std::string_view reason,
                                                       Timestamp at, const std::optional<SessionId>& except) {
    return readAll<SessionId>(m_connection,
                              "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE user_id = ? "
                              "AND ended_at IS NULL AND id <> ? RETURNING id",
                              {value::time(at), value::text(reason), value::id(user),
                               value::id(except.value_or(SessionId()))}, // nobody's id is the nil id
                              readId);
}

Result<std::vector<SessionId>> SqlSessionStore::endBeyond(const UserId& user, int keep, Timestamp at) {
    return readAll<SessionId>(
        m_connection,
        "UPDATE sessions SET ended_at = ?, end_reason = 'session_limit' WHERE user_id = ? "
        "AND ended_at IS NULL AND id NOT IN (SELECT s.id FROM sessions s WHERE s.user_id = ? "
        "AND s.ended_at IS NULL ORDER BY s.last_used_at DESC, s.id DESC LIMIT ?) RETURNING id",
        {value::time(at), value::id(user), value::id(user), value::integer(std::max(keep, 0))}, readId);
}

Result<std::vector<SessionRecord>> SqlSessionStore::listLive(const UserId& user) {
    return readAll<SessionRecord>(m_connection,
                                  "SELECT " SESSION_COLUMNS " FROM sessions WHERE user_id = ? "
                                  "AND ended_at IS NULL ORDER BY created_at DESC, id DESC",
                                  {value::id(user)}, readSession);
}

Result<int> SqlSessionStore::removeEndedBefore(Timestamp before) {
    return m_connection.execute("DELETE FROM sessions WHERE ended_at < ? OR expires_at < ?",
                                {value::time(before), value::time(before)});
}

} // namespace dropseal::sql

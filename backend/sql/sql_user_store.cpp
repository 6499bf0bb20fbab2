// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_user_store.h"

#include "backend/sql/cursor.h"
#include "backend/sql/row_reader.h"
#include "backend/stores/login_name.h"

#include <algorithm>

#define USER_COLUMNS                                                                                         \
    "u.id, u.email, u.username, u.name, u.first_name, u.last_name, u.phone, u.employee_id, "                 \
    "u.employee_id_verified, u.password_hash, u.role, u.status, u.is_verified, u.quota_bytes, "              \
    "u.used_bytes, u.created_at, u.updated_at, u.last_login, u.suspended_at"

/// True unless the row is the only active admin.
#define NOT_THE_LAST_ADMIN                                                                                   \
    "(role <> 'admin' OR status <> 'active' OR EXISTS (SELECT 1 FROM users o WHERE o.role = 'admin' "        \
    "AND o.status = 'active' AND o.id <> users.id))"

namespace dropseal::sql {
namespace {

using stores::UserRecord;

UserRecord readUser(RowReader& row) {
    UserRecord user;
    user.id = row.id<UserId>();
    user.email = row.text();
    user.username = row.maybeText();
    user.name = row.maybeText();
    user.first_name = row.maybeText();
    user.last_name = row.maybeText();
    user.phone = row.maybeText();
    user.employee_id = row.maybeText();
    user.employee_id_verified = row.flag();
    user.password_hash = row.text();
    user.role = row.known(stores::roleFromText(row.text()));
    user.status = row.known(stores::userStatusFromText(row.text()));
    user.is_verified = row.flag();
    user.quota_bytes = row.maybeInteger();
    user.used_bytes = row.integer();
    user.created_at = row.time();
    user.updated_at = row.time();
    user.last_login = row.maybeTime();
    user.suspended_at = row.maybeTime();
    return user;
}

} // namespace

Result<void> SqlUserStore::insert(const UserRecord& user) {
    auto savepoint = Savepoint::begin(m_connection);
    if (!savepoint)
        return std::move(savepoint).error();
    DROPSEAL_TRY(insertRow(user));
    DROPSEAL_TRY(insertLoginNames(user));
    return (*savepoint)->keep();
}

Result<void> SqlUserStore::insertRow(const UserRecord& user) {
    DROPSEAL_TRY(m_connection.execute(
        "INSERT INTO users (id, email, username, name, first_name, last_name, phone, employee_id, "
        "employee_id_verified, password_hash, role, status, is_verified, quota_bytes, used_bytes, "
        "created_at, updated_at, last_login, suspended_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {value::id(user.id), value::text(user.email), value::text(user.username), value::text(user.name),
         value::text(user.first_name), value::text(user.last_name), value::text(user.phone),
         value::text(user.employee_id), value::flag(user.employee_id_verified),
         value::text(user.password_hash), value::text(toText(user.role)), value::text(toText(user.status)),
         value::flag(user.is_verified), value::integer(user.quota_bytes), value::integer(user.used_bytes),
         value::time(user.created_at), value::time(user.updated_at), value::time(user.last_login),
         value::time(user.suspended_at)}));
    return {};
}

Result<void> SqlUserStore::insertLoginNames(const UserRecord& user) {
    std::vector<std::string> own;
    const auto take = [&](std::string_view name, std::string_view kind, ErrorCode taken) -> Result<void> {
        std::string folded = stores::foldLoginName(name);
        if (std::find(own.begin(), own.end(), folded) != own.end())
            return {};
        const auto inserted = changesRow(
            m_connection,
            "INSERT INTO login_names (name, user_id, kind) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
            {value::text(folded), value::id(user.id), value::text(kind)});
        if (!inserted)
            return inserted.error();
        if (!*inserted)
            return Error(taken);
        own.push_back(std::move(folded));
        return {};
    };
    DROPSEAL_TRY(take(user.email, "email", ErrorCode::email_taken));
    if (user.username)
        DROPSEAL_TRY(take(*user.username, "username", ErrorCode::name_taken));
    if (user.employee_id && user.employee_id_verified)
        DROPSEAL_TRY(take(*user.employee_id, "employee_id", ErrorCode::name_taken));
    return {};
}

Result<std::optional<UserRecord>> SqlUserStore::find(const UserId& id) {
    return readOne<UserRecord>(m_connection, "SELECT " USER_COLUMNS " FROM users u WHERE u.id = ?",
                               {value::id(id)}, readUser);
}

Result<std::optional<UserRecord>> SqlUserStore::findByLogin(std::string_view name) {
    return readOne<UserRecord>(m_connection,
                               "SELECT " USER_COLUMNS
                               " FROM login_names n JOIN users u ON u.id = n.user_id WHERE n.name = ?",
                               {value::text(stores::foldLoginName(name))}, readUser);
}

Result<bool> SqlUserStore::replacePasswordHash(const UserId& id, std::string_view old_hash,
                                               std::string_view new_hash, Timestamp at) {
    return changesRow(m_connection,
                      "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ? AND password_hash = ?",
                      {value::text(new_hash), value::time(at), value::id(id), value::text(old_hash)});
}

Result<void> SqlUserStore::setLastLogin(const UserId& id, Timestamp at) {
    DROPSEAL_TRY(m_connection.execute("UPDATE users SET last_login = ? WHERE id = ?",
                                      {value::time(at), value::id(id)}));
    return {};
}

Result<bool> SqlUserStore::setStatus(const UserId& id, stores::UserStatus status, Timestamp at) {
    if (status == stores::UserStatus::Active)
        return changesRow(
            m_connection,
            "UPDATE users SET status = 'active', suspended_at = NULL, updated_at = ? WHERE id = ?",
            {value::time(at), value::id(id)});
    return changedOrLastAdmin(
        changesRow(m_connection,
                   "UPDATE users SET status = 'suspended', updated_at = ?, "
                   "suspended_at = COALESCE(suspended_at, ?) WHERE id = ? AND " NOT_THE_LAST_ADMIN,
                   {value::time(at), value::time(at), value::id(id)}),
        id);
}

Result<bool> SqlUserStore::setRole(const UserId& id, stores::Role role, Timestamp at) {
    if (role == stores::Role::Admin)
        return changesRow(m_connection, "UPDATE users SET role = 'admin', updated_at = ? WHERE id = ?",
                          {value::time(at), value::id(id)});
    return changedOrLastAdmin(
        changesRow(m_connection,
                   "UPDATE users SET role = ?, updated_at = ? WHERE id = ? AND " NOT_THE_LAST_ADMIN,
                   {value::text(toText(role)), value::time(at), value::id(id)}),
        id);
}

/// Nothing was changed: the user is missing, or was the last admin.
Result<bool> SqlUserStore::changedOrLastAdmin(Result<bool> changed, const UserId& id) {
    if (!changed || *changed)
        return changed;
    const auto there = anyRow(m_connection, "SELECT 1 FROM users WHERE id = ?", {value::id(id)});
    if (there && *there)
        return Error(ErrorCode::last_admin);
    return there;
}

Result<void> SqlUserStore::addUsedBytes(const UserId& id, std::int64_t delta, std::int64_t reserved) {
    constexpr std::int64_t Most = std::int64_t{1} << 60; // no sum of a few of these overflows
    if (delta > Most || delta < -Most || reserved > Most || reserved < 0)
        return Error::internal("addUsedBytes: a size out of range");
    const auto changed =
        changesRow(m_connection,
                   "UPDATE users SET used_bytes = CASE WHEN used_bytes + CAST(? AS BIGINT) < 0 THEN 0 "
                   "ELSE used_bytes + CAST(? AS BIGINT) END WHERE id = ? AND (CAST(? AS BIGINT) <= 0 "
                   "OR quota_bytes IS NULL OR used_bytes + CAST(? AS BIGINT) <= quota_bytes)",
                   {value::integer(delta), value::integer(delta), value::id(id), value::integer(delta),
                    value::integer(delta + reserved)});
    if (!changed)
        return changed.error();
    if (*changed)
        return {};
    const auto free = readOne<std::int64_t>(
        m_connection, "SELECT COALESCE(quota_bytes, 0) - used_bytes FROM users WHERE id = ?", {value::id(id)},
        [](RowReader& row) { return row.integer(); });
    if (!free)
        return free.error();
    if (!*free)
        return Error(ErrorCode::not_found);
    ErrorExtras extras;
    extras.bytes_free = std::max<std::int64_t>(0, **free - reserved);
    return Error(ErrorCode::quota_exceeded).with(std::move(extras));
}

Result<bool> SqlUserStore::anyAdmin() {
    return anyRow(m_connection, "SELECT 1 FROM users WHERE role = 'admin' LIMIT 1");
}

Result<stores::PageOf<UserRecord>> SqlUserStore::list(const stores::Page& page) {
    std::string after; // below every e-mail
    if (page.after) {
        auto cursor = Cursor::parse(*page.after, "user_email");
        if (!cursor)
            return std::move(cursor).error();
        after = std::move(cursor->value);
    }
    auto users =
        readAll<UserRecord>(m_connection,
                            "SELECT " USER_COLUMNS " FROM login_names n JOIN users u ON u.id = n.user_id "
                            "WHERE n.kind = 'email' AND n.name > ? ORDER BY n.name LIMIT ?",
                            {value::text(after), value::integer(page.limit + 1)}, readUser);
    if (!users)
        return std::move(users).error();
    return pageOf(*std::move(users), page.limit, [](const UserRecord& last) {
        return Cursor{stores::foldLoginName(last.email), last.id.toString()}.format("user_email");
    });
}

} // namespace dropseal::sql

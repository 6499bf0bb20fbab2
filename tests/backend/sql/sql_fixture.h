// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/database.h"
#include "backend/sql/row_reader.h"
#include "tests/support/qtest_print.h"

#include <QtTest/QtTest>

#include <string>

namespace dropseal::test {

/// "ok", or the word of the error's code.
template <class T>
std::string wordOf(const Result<T>& result) {
    return result ? std::string("ok") : std::string(info(result.error().code).word);
}

/// Everything that an error says, for a failed test.
template <class T>
QByteArray saidBy(const Result<T>& result) {
    if (result)
        return "ok";
    const Error& error = result.error();
    return QByteArray::fromStdString(wordOf(result) + ": " + error.detail + " [" + error.cause + "]");
}

inline stores::UserRecord userNamed(const std::string& email) {
    stores::UserRecord user;
    user.id = UserId::make(SystemClock().now());
    user.email = email;
    user.password_hash = "hash";
    user.created_at = user.updated_at = SystemClock().now();
    return user;
}

inline Result<void> addUser(stores::UnitOfWork& database, const std::string& email) {
    return database.run([&](const stores::Stores& stores) { return stores.users.insert(userNamed(email)); });
}

/// Whether the user is there; fails the test where the database does.
inline bool hasUser(stores::UnitOfWork& database, const std::string& email) {
    bool found = false;
    const auto done = database.read([&](const stores::Stores& stores) -> Result<void> {
        const auto user = stores.users.findByLogin(email);
        if (!user)
            return user.error();
        found = user->has_value();
        return {};
    });
    if (!done)
        QTest::qFail(saidBy(done).constData(), __FILE__, __LINE__);
    return found;
}

/// The first column of the first row, as text.
inline std::string scalar(sql::Connection& connection, std::string_view sql) {
    const auto text =
        sql::readOne<std::string>(connection, sql, {}, [](sql::RowReader& row) { return row.text(); });
    return text ? text->value_or("no row") : text.error().cause;
}

} // namespace dropseal::test

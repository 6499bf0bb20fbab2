// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/backend/stores/database_under_test.h"
#include "tests/support/qtest_print.h"

#include <QtTest/QtTest>

#include <source_location>
#include <string>

namespace dropseal::test {

/// Fails the test where `result` is an error; else its value.
template <class T>
T valueOf(Result<T> result, std::source_location where = std::source_location::current()) {
    if (result)
        return *std::move(result);
    const std::string text = std::string(info(result.error().code).word) + ": " + result.error().cause;
    QTest::qFail(text.c_str(), where.file_name(), static_cast<int>(where.line()));
    return T{};
}

inline void valueOf(Result<void> result, std::source_location where = std::source_location::current()) {
    if (!result)
        static_cast<void>(valueOf(Result<bool>(result.error()), where));
}

/// The word of its error code; "ok" without one.
template <class T>
std::string wordOf(const Result<T>& result) {
    return result ? std::string("ok") : std::string(info(result.error().code).word);
}

/// Base of the contract tests: each test function runs once for every kind of database, on a fresh one.
class StoreTest : public QObject {
    Q_OBJECT
public:
    /// 2026-11-20 10:00 UTC, and so many seconds later.
    static Timestamp at(std::int64_t seconds = 0) { return fromUnixSeconds(1795168800 + seconds); }

    template <class Fn>
    using AnswerOf = std::invoke_result_t<Fn&, const stores::Stores&>;

    /// Runs `fn(stores)`, which gives a Result, in a write transaction.
    template <class Fn>
    AnswerOf<Fn> write(Fn fn) {
        return in(&stores::UnitOfWork::run, fn);
    }
    /// The same on a snapshot.
    template <class Fn>
    AnswerOf<Fn> read(Fn fn) {
        return in(&stores::UnitOfWork::read, fn);
    }

    stores::UnitOfWork& work() { return m_database->work(); }
    void restart() { m_database->restart(); }

    static stores::UserRecord user(const std::string& email) {
        stores::UserRecord record;
        record.id = UserId::make(at());
        record.email = email;
        record.password_hash = "hash";
        record.created_at = at();
        record.updated_at = at();
        return record;
    }
    /// A user with this e-mail, in the database.
    UserId addUser(const std::string& email) {
        const stores::UserRecord record = user(email);
        valueOf(write([&](const stores::Stores& s) { return s.users.insert(record); }));
        return record.id;
    }

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<int>("kind");
        int index = 0;
        for (const DatabaseKind& kind : databaseKinds())
            QTest::newRow(kind.name) << index++;
    }
    void init() {
        QFETCH_GLOBAL(int, kind);
        m_database = databaseKinds().at(static_cast<std::size_t>(kind)).make();
    }
    void cleanup() { m_database.reset(); }

private:
    using Runner = Result<void> (stores::UnitOfWork::*)(const stores::UnitOfWork::Function&);

    template <class Fn>
    AnswerOf<Fn> in(Runner runner, Fn& fn) {
        using Answer = AnswerOf<Fn>;
        Answer answer = Error::internal("the function did not run");
        const auto done = (work().*runner)([&](const stores::Stores& s) -> Result<void> {
            answer = fn(s);
            if (!answer)
                return answer.error();
            return {};
        });
        return done ? answer : Answer(done.error());
    }

    std::unique_ptr<DatabaseUnderTest> m_database;
};

} // namespace dropseal::test

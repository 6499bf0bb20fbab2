// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/fault.h"
#include "backend/sql/sqlite_connection.h"
#include "tests/backend/sql/sql_fixture.h"
#include "tests/support/fault/failing_calls.h"
#include "tests/support/fresh_database.h"

#include <QtCore/QFileInfo>
#include <QtSql/QSqlError>

#include <cerrno>

using namespace dropseal;
using namespace dropseal::sql;
using namespace dropseal::test;

/// Rows 8, 10, 11 and 12 of the fault matrix: the disk fails under the writing thread. A function in a
/// transaction runs on that thread, so it can arm the faults.
class TestDatabaseFaults : public QObject {
    Q_OBJECT

    /// Adds a user, with the n-th call of this kind failing from then on.
    static Result<void> addWith(Database& database, const std::string& email, Call call, int nth, int number,
                                bool sticky, std::unique_ptr<FailingCalls>& faults) {
        return database.run([&](const stores::Stores& stores) -> Result<void> {
            faults.reset();
            faults = std::make_unique<FailingCalls>(call, nth, number, sticky);
            return stores.users.insert(userNamed(email));
        });
    }
    /// Disarms on the writing thread.
    static void disarm(Database& database, std::unique_ptr<FailingCalls>& faults) {
        static_cast<void>(database.run([&](const stores::Stores&) -> Result<void> {
            faults.reset();
            return {};
        }));
    }
    static std::string integrity(const std::string& path) {
        auto reader = sqlite::openReader(path, std::chrono::milliseconds(1000));
        return reader ? scalar(**reader, "PRAGMA integrity_check") : reader.error().cause;
    }

private Q_SLOTS:
    void readsTheCodes_data();
    void readsTheCodes();
    void failedWriteLosesNothing_data();
    void failedWriteLosesNothing();
    void failedSyncEndsTheDatabase();
    void fullDiskHeals();
    void slowDisk();
};

void TestDatabaseFaults::readsTheCodes_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("fault");
    QTest::addColumn<std::string>("word");
    const auto row = [](const char* name, int code, Fault fault, const char* word) {
        QTest::newRow(name) << code << static_cast<int>(fault) << std::string(word);
    };
    row("unique", 2067, Fault::Constraint, "dependency_unavailable");
    row("busy", 5, Fault::Busy, "service_unavailable");
    row("busy in recovery", 261, Fault::Busy, "service_unavailable");
    row("full", 13, Fault::Full, "insufficient_storage");
    row("read failed", 266, Fault::Io, "dependency_unavailable");
    row("write failed", 778, Fault::Io, "dependency_unavailable");
    row("fsync failed", 1034, Fault::Sync, "dependency_unavailable");
    row("fsync of the folder failed", 1290, Fault::Sync, "dependency_unavailable");
    row("close failed", 4106, Fault::Sync, "dependency_unavailable");
    row("damaged", 11, Fault::Corrupt, "dependency_unavailable");
    row("no database", 26, Fault::Corrupt, "dependency_unavailable");
    row("moved", 1032, Fault::Corrupt, "dependency_unavailable");
    row("read-only", 8, Fault::Other, "dependency_unavailable");
    row("syntax", 1, Fault::Other, "dependency_unavailable");
}

void TestDatabaseFaults::readsTheCodes() {
    QFETCH(int, code);
    QFETCH(int, fault);
    QFETCH(std::string, word);
    const QSqlError error({}, QStringLiteral("x"), QSqlError::StatementError, QString::number(code));
    QCOMPARE(static_cast<int>(faultOf(error)), fault);
    QCOMPARE(static_cast<int>(faultOfSqlite(code)), fault);
    const Error told = errorOf(static_cast<Fault>(fault), "cause");
    QCOMPARE(std::string(info(told.code).word), word);
    QCOMPARE(told.extras.retry_after.has_value(), word == "service_unavailable");
}

void TestDatabaseFaults::failedWriteLosesNothing_data() {
    QTest::addColumn<int>("number");
    QTest::newRow("EIO") << EIO;
    QTest::newRow("ENOSPC") << ENOSPC;
    QTest::newRow("EFBIG") << EFBIG;
}

void TestDatabaseFaults::failedWriteLosesNothing() {
    QFETCH(int, number);
    FreshDatabase database;
    std::unique_ptr<FailingCalls> faults;
    int failed = 0;
    std::vector<std::pair<std::string, bool>> told;
    for (int nth = 1; nth <= 12; ++nth) {
        const std::string email = std::to_string(nth) + "@example.org";
        const auto added = addWith(*database, email, Call::Write, nth, number, false, faults);
        disarm(*database, faults);
        failed += added ? 0 : 1;
        if (!added && number == ENOSPC)
            QCOMPARE(wordOf(added), std::string("insufficient_storage"));
        told.emplace_back(email, added.ok());
        QVERIFY2(addUser(*database, "after." + email), email.c_str()); // the next one works
    }
    QVERIFY(failed >= 2);
    database.reopen();
    for (const auto& [email, ok] : told) {
        QCOMPARE(hasUser(*database, email), ok);
        QVERIFY(hasUser(*database, "after." + email));
    }
    QCOMPARE(integrity(database.path()), std::string("ok"));
}

void TestDatabaseFaults::failedSyncEndsTheDatabase() {
    QTemporaryDir folder;
    SystemClock clock;
    const std::string path = folder.filePath(QStringLiteral("dropseal.db")).toStdString();
    std::atomic<int> fatal{0};
    auto database = *Database::open({path, true, clock, [&](std::string) { ++fatal; }});
    QVERIFY(database->migrate());
    QVERIFY(addUser(*database, "ada@example.org"));
    QVERIFY(hasUser(*database, "ada@example.org"));
    std::unique_ptr<FailingCalls> faults;
    const auto lost = addWith(*database, "bob@example.org", Call::Sync, 1, EIO, false, faults);
    QCOMPARE(wordOf(lost), std::string("dependency_unavailable"));
    QCOMPARE(fatal.load(), 1);
    // The second fsync would have worked, and told a lie: nothing is tried any more.
    QCOMPARE(wordOf(addUser(*database, "eve@example.org")), std::string("dependency_unavailable"));
    QVERIFY(!database->check());
    QCOMPARE(wordOf(database->read([](const stores::Stores&) { return Result<void>(); })),
             std::string("dependency_unavailable"));
    QCOMPARE(fatal.load(), 1);
    const QString log = QString::fromStdString(path) + QStringLiteral("-wal");
    const qint64 log_size = QFileInfo(log).size();
    database.reset();
    QCOMPARE(QFileInfo(log).size(), log_size); // closing wrote no checkpoint
    QVERIFY(log_size > 0);

    database = *Database::open({path, false, clock});
    QVERIFY(hasUser(*database, "ada@example.org"));
    QVERIFY(!hasUser(*database, "eve@example.org"));
    QVERIFY(addUser(*database, "eve@example.org"));
    QCOMPARE(integrity(path), std::string("ok"));
}

void TestDatabaseFaults::fullDiskHeals() {
    FreshDatabase database;
    QVERIFY(addUser(*database, "ada@example.org"));
    std::unique_ptr<FailingCalls> faults;
    const auto added = addWith(*database, "bob@example.org", Call::Write, 1, ENOSPC, true, faults);
    QCOMPARE(wordOf(added), std::string("insufficient_storage"));
    QCOMPARE(wordOf(addUser(*database, "bob@example.org")), std::string("insufficient_storage"));
    QVERIFY(hasUser(*database, "ada@example.org")); // others sign in
    QVERIFY(database->check());
    disarm(*database, faults);
    const auto healed = addUser(*database, "bob@example.org");
    QVERIFY2(healed, saidBy(healed).constData());
    QVERIFY(hasUser(*database, "bob@example.org"));
}

void TestDatabaseFaults::slowDisk() {
    FreshDatabase database;
    std::unique_ptr<SlowWrites> slow;
    const auto added = database->run([&](const stores::Stores& stores) -> Result<void> {
        slow = std::make_unique<SlowWrites>();
        return stores.users.insert(userNamed("ada@example.org"));
    });
    QVERIFY2(added, saidBy(added).constData());
    QVERIFY(database->run([&](const stores::Stores&) -> Result<void> {
        slow.reset();
        return {};
    }));
    database.reopen();
    QVERIFY(hasUser(*database, "ada@example.org"));
    QCOMPARE(integrity(database.path()), std::string("ok"));
}

QTEST_GUILESS_MAIN(TestDatabaseFaults)
#include "tst_database_faults.moc"

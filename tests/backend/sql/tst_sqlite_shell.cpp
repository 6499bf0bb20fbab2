// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sql/sql_fixture.h"
#include "tests/support/fresh_database.h"

#include <QtCore/QProcess>

using namespace dropseal;
using namespace dropseal::test;

/// The documented look-ups, with the real `sqlite3` beside a running server.
class TestSqliteShell : public QObject {
    Q_OBJECT

    static constexpr std::int64_t Now = 1795168800; // 2026-11-20 10:00 UTC

    QString shell(const std::string& path, const QString& sql) {
        QProcess process;
        process.start(QStringLiteral("sqlite3"), {QString::fromStdString(path), sql});
        if (!process.waitForFinished(60000))
            return QStringLiteral("sqlite3 did not run");
        return QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
    }

private Q_SLOTS:
    void documentedLookUps_data();
    void documentedLookUps();
    void anotherProcessHoldsTheLock();
};

void TestSqliteShell::documentedLookUps_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("answer");
    const auto row = [](const char* sql, const char* answer) {
        QTest::newRow(sql) << QString::fromLatin1(sql) << QString::fromUtf8(answer);
    };
    row("SELECT id, email, created_at FROM users;", "{user}|Ada@example.org|2026-11-20T10:00:00.000Z\n");
    row("SELECT user_id, revoked, expires_at, created_at FROM refresh_tokens;",
        "{user}|0|2026-12-20T10:00:00.000Z|2026-11-20T10:00:00.000Z\n"
        "{user}|1|2026-12-20T10:00:00.000Z|2026-11-20T10:00:00.000Z\n");
    row("SELECT id, user_id, device_info, ip_address FROM refresh_tokens WHERE revoked = 1;",
        "{ended}|{user}|curl|127.0.0.1\n");
    row("SELECT employee_id, username, name, first_name, last_name, phone, role, status, is_verified, "
        "updated_at, last_login, is_active, is_superuser FROM users;",
        "|||||+49|admin|active|0|2026-11-20T10:00:00.000Z||1|1\n");
    row("PRAGMA integrity_check;", "ok\n");
    row("PRAGMA foreign_key_check;", "");
}

void TestSqliteShell::documentedLookUps() {
    QFETCH(QString, sql);
    QFETCH(QString, answer);
    FreshDatabase database;
    stores::UserRecord user = userNamed("Ada@example.org");
    user.role = stores::Role::Admin;
    user.phone = "+49";
    user.created_at = user.updated_at = fromUnixSeconds(Now);
    stores::SessionRecord live;
    live.user_id = user.id;
    live.current_hash = std::string(64, 'a');
    live.device_info = "curl";
    live.ip_address = "127.0.0.1";
    live.created_at = live.last_used_at = live.current_issued_at = fromUnixSeconds(Now);
    live.current_expires_at = fromUnixSeconds(Now + 30 * 86400);
    live.expires_at = fromUnixSeconds(Now + 90 * 86400);
    stores::SessionRecord ended = live;
    live.id = SessionId::make(fromUnixSeconds(Now));
    ended.id = SessionId::make(fromUnixSeconds(Now + 1));
    ended.ended_at = fromUnixSeconds(Now + 2);
    ended.end_reason = "logout";
    const auto done = database->run([&](const stores::Stores& stores) -> Result<void> {
        DROPSEAL_TRY(stores.users.insert(user));
        DROPSEAL_TRY(stores.sessions.insert(live));
        return stores.sessions.insert(ended);
    });
    QVERIFY2(done, saidBy(done).constData());
    answer.replace(QStringLiteral("{user}"), QString::fromStdString(user.id.toString()));
    answer.replace(QStringLiteral("{ended}"), QString::fromStdString(ended.id.toString()));
    QCOMPARE(shell(database.path(), sql), answer);
    QVERIFY(addUser(*database, "bob@example.org")); // and the server goes on
}

/// Row 21 of the fault matrix, with a real second process.
void TestSqliteShell::anotherProcessHoldsTheLock() {
    FreshDatabase fresh;
    fresh.close();
    SystemClock clock;
    auto database = *sql::Database::open({fresh.path(), false, clock, {}, std::chrono::milliseconds(500)});
    QProcess other;
    other.start(QStringLiteral("sqlite3"), {QString::fromStdString(fresh.path())});
    QVERIFY(other.waitForStarted(60000));
    other.write("BEGIN IMMEDIATE;\nSELECT 'locked';\n");
    while (!other.canReadLine())
        QVERIFY2(other.waitForReadyRead(60000), other.readAllStandardError().constData());
    QCOMPARE(other.readLine(), QByteArray("locked\n"));
    const auto busy = addUser(*database, "ada@example.org");
    QCOMPARE(wordOf(busy), std::string("service_unavailable"));
    QVERIFY(busy.error().extras.retry_after.has_value());
    QVERIFY(database->check()); // reading goes on
    other.write("ROLLBACK;\n.quit\n");
    QVERIFY(other.waitForFinished(60000));
    const auto added = addUser(*database, "ada@example.org");
    QVERIFY2(added, saidBy(added).constData());
}

QTEST_GUILESS_MAIN(TestSqliteShell)
#include "tst_sqlite_shell.moc"

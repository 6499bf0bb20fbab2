// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/database_file.h"
#include "backend/sql/sqlite_connection.h"
#include "backend/sql/upgrade.h"
#include "tests/backend/sql/sql_fixture.h"
#include "tests/support/fresh_database.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>

#include <unistd.h>

using namespace dropseal;
using namespace dropseal::sql;
using namespace dropseal::test;

namespace {

constexpr int CrashCode = 9;

/// The first of our migrations, and one after it as a later version might bring it.
std::vector<Migration> twoMigrations() {
    return {allMigrations().front(),
            {2, "0002_later",
             "-- adds, fills and drops\n"
             "ALTER TABLE users ADD COLUMN colour TEXT;\n"
             "UPDATE users SET colour = 'a;b';\n"
             "CREATE TABLE later (\n    id INTEGER\n);\n"
             "DROP INDEX sessions_expiry;\n"}};
}

std::unique_ptr<Connection> openRaw(const std::string& path) {
    if (!DatabaseFile::take(path, true))
        return nullptr;
    auto opened = sqlite::openWriter(path, std::chrono::milliseconds(1000));
    return opened ? *std::move(opened) : nullptr;
}

/// The whole schema as text.
std::string schemaOf(Connection& connection) {
    const auto texts = readAll<std::string>(
        connection, "SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1", {},
        [](RowReader& row) { return row.text(); });
    std::string schema;
    for (const std::string& text : texts ? *texts : std::vector<std::string>{texts.error().cause})
        schema += text + "\n";
    return schema;
}

/// A child's whole life: it dies before the n-th statement.
int crashAt(const std::string& path, int nth) {
    const auto connection = openRaw(path);
    const auto migrations = twoMigrations();
    int step = 0;
    const auto done = upgrade(*connection, path, migrations, SystemClock().now(), [&] {
        if (++step == nth)
            ::_exit(CrashCode);
    });
    return done ? 0 : 1;
}

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    std::string newPath() { return m_folder.filePath(QStringLiteral("%1.db").arg(++m_files)).toStdString(); }

private Q_SLOTS:
    void splitsStatements_data();
    void splitsStatements();
    void areNumberedWithoutGaps();
    void bringZeroUpToDate();
    void refusesANewerDatabase();
    void keepsACopyOfAnOlderOne();
    void rollsBackWhatFails();
    void leavesOldOrNewAfterACrash_data();
    void leavesOldOrNewAfterACrash();
};

void TestMigrations::splitsStatements_data() {
    QTest::addColumn<std::string>("sql");
    QTest::addColumn<std::vector<std::string>>("statements");
    using List = std::vector<std::string>;
    QTest::newRow("nothing") << std::string() << List{};
    QTest::newRow("only a comment") << std::string("-- a;\n\n") << List{};
    QTest::newRow("two") << std::string("A;\nB;\n") << List{"A", "B"};
    QTest::newRow("no end of line") << std::string("A;\nB;") << List{"A", "B"};
    QTest::newRow("no last semicolon") << std::string("A;\nB") << List{"A", "B\n"};
    QTest::newRow("many lines") << std::string("A (\n  b\n);\n") << List{"A (\n  b\n)"};
    QTest::newRow("semicolon inside") << std::string("A 'x;y' b;\n") << List{"A 'x;y' b"};
    QTest::newRow("comment inside") << std::string("A\n-- c;\nB;\n") << List{"A\nB"};
}

void TestMigrations::splitsStatements() {
    QFETCH(std::string, sql);
    QFETCH(std::vector<std::string>, statements);
    QVERIFY(splitStatements(sql) == statements);
}

void TestMigrations::areNumberedWithoutGaps() {
    int version = 0;
    for (const Migration& migration : allMigrations()) {
        QCOMPARE(migration.version, ++version);
        QVERIFY(!splitStatements(migration.sql).empty());
    }
    QVERIFY(version > 0);
}

void TestMigrations::bringZeroUpToDate() {
    SystemClock clock;
    auto database = *Database::open({newPath(), true, clock});
    QCOMPARE(*database->schemaVersion(), 0);
    QVERIFY(!database->check()); // nothing works before
    const int all = allMigrations().back().version;
    QCOMPARE(*database->migrate(), all);
    QCOMPARE(*database->migrate(), 0);
    QCOMPARE(*database->schemaVersion(), all);
    QVERIFY(database->check());
}

void TestMigrations::refusesANewerDatabase() {
    const std::string path = newPath();
    {
        const auto connection = openRaw(path);
        const auto migrated = upgrade(*connection, path, allMigrations(), SystemClock().now());
        QVERIFY2(migrated, saidBy(migrated).constData());
        QVERIFY(connection->execute("INSERT INTO schema_migrations VALUES (7, '0007_future', 'now')"));
    }
    SystemClock clock;
    const auto refused = Database::open({path, true, clock});
    QCOMPARE(wordOf(refused), std::string("conflict"));
    const std::string known = std::to_string(allMigrations().back().version);
    QCOMPARE(refused.error().detail,
             "This database was made by a newer Dropseal (schema 7, this program knows " + known +
                 "): use that version, or restore a backup.");
}

void TestMigrations::keepsACopyOfAnOlderOne() {
    const std::string path = newPath();
    const auto connection = openRaw(path);
    const auto migrations = twoMigrations();
    QCOMPARE(*upgrade(*connection, path, {migrations.data(), 1}, SystemClock().now()), 1);
    const QString copy = QString::fromStdString(path) + QStringLiteral(".before-0002");
    QVERIFY(!QFile::exists(QString::fromStdString(path) + QStringLiteral(".before-0001"))); // was empty
    QVERIFY(connection->execute("INSERT INTO dead_blobs VALUES ('b', 'now')"));
    const std::string old_schema = schemaOf(*connection);
    QCOMPARE(*upgrade(*connection, path, migrations, SystemClock().now()), 1);
    QVERIFY(schemaOf(*connection) != old_schema);
    QVERIFY(QFile::exists(copy) && !QFile::exists(copy + QStringLiteral(".part")));
    QCOMPARE(QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    const auto kept = openRaw(copy.toStdString());
    QCOMPARE(schemaOf(*kept), old_schema);
    QCOMPARE(scalar(*kept, "SELECT COUNT(*) FROM dead_blobs"), std::string("1"));
    QCOMPARE(scalar(*kept, "PRAGMA integrity_check"), std::string("ok"));
}

void TestMigrations::rollsBackWhatFails() {
    const std::string path = newPath();
    const auto connection = openRaw(path);
    auto migrations = twoMigrations();
    QVERIFY(upgrade(*connection, path, {migrations.data(), 1}, SystemClock().now()));
    const std::string old_schema = schemaOf(*connection);
    migrations[1].sql = "CREATE TABLE good (a INTEGER);\nCREATE TABLE bad (;\n";
    const auto failed = upgrade(*connection, path, migrations, SystemClock().now());
    QCOMPARE(wordOf(failed), std::string("dependency_unavailable"));
    QCOMPARE(schemaOf(*connection), old_schema);
    QVERIFY(upgrade(*connection, path, twoMigrations(), SystemClock().now()));
}

void TestMigrations::leavesOldOrNewAfterACrash_data() {
    QTest::addColumn<bool>("from_zero");
    QTest::newRow("from nothing") << true;
    QTest::newRow("from an older one") << false;
}

/// Row 4 of the fault matrix.
void TestMigrations::leavesOldOrNewAfterACrash() {
    QFETCH(bool, from_zero);
    const auto migrations = twoMigrations();
    std::vector<std::string> schemas; // after 0, 1 and 2 migrations
    const auto model = openRaw(newPath());
    schemas.push_back(schemaOf(*model));
    for (std::size_t count = 1; count <= 2; ++count) {
        QVERIFY(Migrator(*model, {migrations.data(), count}).run(SystemClock().now()));
        schemas.push_back(schemaOf(*model));
    }
    bool finished = false;
    int crashes = 0;
    for (int nth = 1; !finished && nth < 100; ++nth) {
        const std::string path = newPath();
        if (!from_zero) {
            const auto connection = openRaw(path);
            QVERIFY(upgrade(*connection, path, {migrations.data(), 1}, SystemClock().now()));
        }
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--crash"), QString::fromStdString(path), QString::number(nth)});
        QVERIFY(child.waitForFinished(60000));
        QVERIFY(child.exitCode() == CrashCode || child.exitCode() == 0);
        finished = child.exitCode() == 0;
        crashes += finished ? 0 : 1;
        const auto connection = openRaw(path);
        const auto version = Migrator(*connection, migrations).currentVersion();
        QVERIFY2(version, saidBy(version).constData());
        QVERIFY(*version >= (from_zero ? 0 : 1));
        QCOMPARE(schemaOf(*connection), schemas.at(static_cast<std::size_t>(*version)));
        const auto healed = upgrade(*connection, path, migrations, SystemClock().now());
        QVERIFY2(healed, saidBy(healed).constData());
        QCOMPARE(schemaOf(*connection), schemas.at(2));
        QCOMPARE(scalar(*connection, "PRAGMA integrity_check"), std::string("ok"));
    }
    QVERIFY(finished);
    QVERIFY(crashes >= (from_zero ? 20 : 7)); // each statement had its turn
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments.at(1) == QStringLiteral("--crash"))
        return crashAt(arguments.at(2).toStdString(), arguments.at(3).toInt());
    TestMigrations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_migrations.moc"

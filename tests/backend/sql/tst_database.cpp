// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sqlite_connection.h"
#include "tests/backend/sql/sql_fixture.h"
#include "tests/support/fresh_database.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <thread>

using namespace dropseal;
using namespace dropseal::sql;
using namespace dropseal::test;

class TestDatabase : public QObject {
    Q_OBJECT

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;

    std::string path(const char* name = "dropseal.db") const {
        return m_folder->filePath(QString::fromLatin1(name)).toStdString();
    }
    void writeFile(const std::string& name, const QByteArray& bytes) {
        QFile file(QString::fromStdString(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    Result<std::unique_ptr<Database>> open(const std::string& name, bool create) {
        return Database::open({name, create, m_clock});
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    void takesPathsAndUrls_data();
    void takesPathsAndUrls();
    void neverMakesAnEmptyOneOverAMissingOne();
    void refusesWhatIsNotOurs_data();
    void refusesWhatIsNotOurs();
    void keepsTheFileToItsOwner();
    void emptiesTheWalWhenItCloses();
    void writerIsDurable_data();
    void writerIsDurable();
    void readerCannotWrite_data();
    void readerCannotWrite();
    void readersCloseWithTheirThreadOrTheDatabase();
    void noticesAnotherFile_data();
    void noticesAnotherFile();
    void noticesATruncatedFile_data();
    void noticesATruncatedFile();
};

void TestDatabase::takesPathsAndUrls_data() {
    QTest::addColumn<std::string>("prefix");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("word");
    QTest::newRow("path") << std::string() << std::string("dropseal.db") << std::string("ok");
    QTest::newRow("url") << std::string("sqlite:///") << std::string("dropseal.db") << std::string("ok");
    QTest::newRow("odd name") << std::string() << std::string("a b?mode=memory&%41#ü.db")
                              << std::string("ok");
    QTest::newRow("no such folder") << std::string() << std::string("none/dropseal.db")
                                    << std::string("dependency_unavailable");
    QTest::newRow("another database")
        << std::string("mysql://") << std::string("x") << std::string("validation_failed");
}

void TestDatabase::takesPathsAndUrls() {
    QFETCH(std::string, prefix);
    QFETCH(std::string, name);
    QFETCH(std::string, word);
    const std::string file = m_folder->path().toStdString() + "/" + name;
    const auto opened = open(prefix + file, true);
    QCOMPARE(wordOf(opened), word);
    QCOMPARE(QFileInfo::exists(QString::fromStdString(file)), word == "ok");
    if (opened)
        QCOMPARE(wordOf((*opened)->migrate()), std::string("ok"));
    else
        QVERIFY(!opened.error().detail.empty() || !opened.error().extras.fields.empty());
}

void TestDatabase::neverMakesAnEmptyOneOverAMissingOne() {
    const auto missing = open(path(), false);
    QCOMPARE(wordOf(missing), std::string("not_found"));
    QVERIFY(missing.error().detail.find("restore a backup") != std::string::npos);
    QVERIFY(!QFileInfo::exists(QString::fromStdString(path())));
    writeFile(path(), {});
    const auto truncated = open(path(), false);
    QCOMPARE(wordOf(truncated), std::string("conflict"));
    QVERIFY(truncated.error().detail.find("truncated") != std::string::npos);
}

void TestDatabase::refusesWhatIsNotOurs_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("this is no database at all, only some text\n").repeated(200);
    QTest::newRow("zeroes") << QByteArray(8192, '\0');
    QTest::newRow("only the header") << QByteArray("SQLite format 3\0", 16).append(QByteArray(84, 'x'));
}

void TestDatabase::refusesWhatIsNotOurs() {
    QFETCH(QByteArray, bytes);
    writeFile(path(), bytes);
    const auto opened = open(path(), true);
    QVERIFY(!opened);
    QFile file(QString::fromStdString(path()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes); // as we found it

    const std::string foreign = path("foreign.db");
    writeFile(foreign, {});
    const auto made = sqlite::openWriter(foreign, std::chrono::milliseconds(100));
    QVERIFY(made && (*made)->executeOnce("CREATE TABLE users (id INTEGER)"));
    const auto refused = open(foreign, true);
    QCOMPARE(wordOf(refused), std::string("conflict"));
    QVERIFY(refused.error().detail.find("another program") != std::string::npos);
}

void TestDatabase::keepsTheFileToItsOwner() {
    auto database = open(path(), true);
    QVERIFY2(database, saidBy(database).constData());
    QVERIFY((*database)->migrate());
    for (const char* suffix : {"", "-wal", "-shm"}) {
        const QFileInfo file(QString::fromStdString(path() + suffix));
        QVERIFY2(file.exists(), suffix);
        QCOMPARE(file.permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::Permissions(QFile::ReadOwner | QFile::WriteOwner));
    }
}

void TestDatabase::emptiesTheWalWhenItCloses() {
    FreshDatabase database;
    QVERIFY(addUser(*database, "ada@example.org"));
    QVERIFY(hasUser(*database, "ada@example.org")); // a reader is open, too
    database.close();
    QVERIFY(!QFileInfo::exists(QString::fromStdString(database.path() + "-wal")));
    database.reopen();
    QVERIFY(hasUser(*database, "ada@example.org"));
}

void TestDatabase::writerIsDurable_data() {
    QTest::addColumn<QByteArray>("pragma");
    QTest::addColumn<std::string>("value");
    QTest::newRow("write-ahead log") << QByteArray("PRAGMA journal_mode") << std::string("wal");
    QTest::newRow("sync at each commit") << QByteArray("PRAGMA synchronous") << std::string("2");
    QTest::newRow("foreign keys") << QByteArray("PRAGMA foreign_keys") << std::string("1");
    QTest::newRow("no checkpoint of its own") << QByteArray("PRAGMA wal_autocheckpoint") << std::string("0");
    QTest::newRow("sorts in memory") << QByteArray("PRAGMA temp_store") << std::string("2");
}

void TestDatabase::writerIsDurable() {
    QFETCH(QByteArray, pragma);
    QFETCH(std::string, value);
    FreshDatabase database;
    auto writer = sqlite::openWriter(database.path(), std::chrono::milliseconds(100));
    QVERIFY2(writer, saidBy(writer).constData());
    QCOMPARE(scalar(**writer, pragma.toStdString()), value);
}

void TestDatabase::readerCannotWrite_data() {
    QTest::addColumn<QByteArray>("sql");
    for (const char* sql : {"DELETE FROM users", "CREATE TABLE x (y INTEGER)", "PRAGMA user_version=7",
                            "DROP VIEW refresh_tokens", "VACUUM"})
        QTest::newRow(sql) << QByteArray(sql);
}

void TestDatabase::readerCannotWrite() {
    QFETCH(QByteArray, sql);
    FreshDatabase database;
    QVERIFY(addUser(*database, "ada@example.org"));
    auto reader = sqlite::openReader(database.path(), std::chrono::milliseconds(100));
    QVERIFY2(reader, saidBy(reader).constData());
    QCOMPARE(scalar(**reader, "PRAGMA wal_autocheckpoint"), std::string("0"));
    QVERIFY(!(*reader)->executeOnce(sql.toStdString()));
    QCOMPARE(scalar(**reader, "SELECT COUNT(*) FROM users"), std::string("1"));
    // Nor does its end write: the log is not emptied.
    database.close();
    QVERIFY(QFileInfo::exists(QString::fromStdString(database.path() + "-wal")));
    reader->reset();
    QVERIFY(QFileInfo::exists(QString::fromStdString(database.path() + "-wal")));
}

void TestDatabase::readersCloseWithTheirThreadOrTheDatabase() {
    const auto descriptors = [] { return QDir(QStringLiteral("/proc/self/fd")).entryList().size(); };
    auto first = std::make_unique<FreshDatabase>();
    QVERIFY(addUser(**first, "ada@example.org"));
    QVERIFY(hasUser(**first, "ada@example.org"));
    std::vector<std::thread> threads;
    qsizetype before = 0;
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] { QVERIFY(hasUser(**first, "ada@example.org")); });
        for (std::thread& thread : threads)
            thread.join();
        threads.clear();
        before = round == 0 ? descriptors() : before;
    }
    // The threads ended first. SQLite keeps a few descriptors for the next connection: closing one drops
    // locks.
    QVERIFY(descriptors() <= before + 8);

    // Now the database ends first, while the threads live on and read another one.
    auto second = std::make_unique<FreshDatabase>();
    QVERIFY(addUser(**second, "bob@example.org"));
    std::atomic<int> read{0};
    std::atomic<bool> closed{false};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            QVERIFY(hasUser(**first, "ada@example.org"));
            ++read;
            while (!closed)
                std::this_thread::yield();
            QVERIFY(hasUser(**second, "bob@example.org"));
        });
    }
    while (read < 8)
        std::this_thread::yield();
    first.reset();
    closed = true;
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY(hasUser(**second, "bob@example.org"));
}

void TestDatabase::noticesAnotherFile_data() {
    QTest::addColumn<int>("how");
    QTest::newRow("moved away") << 0;
    QTest::newRow("replaced by a copy") << 1;
    QTest::newRow("replaced by an empty file") << 2;
}

void TestDatabase::noticesAnotherFile() {
    QFETCH(int, how);
    std::atomic<int> calls{0};
    std::string said;
    auto database = *Database::open({path(), true, m_clock, [&](std::string words) {
                                         said = std::move(words);
                                         ++calls;
                                     }});
    QVERIFY(database->migrate());
    QVERIFY(addUser(*database, "ada@example.org"));
    QVERIFY(database->check());
    const QString file = QString::fromStdString(path());
    QVERIFY(QFile::rename(file, file + QStringLiteral(".old")));
    if (how == 1)
        QVERIFY(QFile::copy(file + QStringLiteral(".old"), file));
    if (how == 2)
        writeFile(path(), {});
    QCOMPARE(wordOf(addUser(*database, "bob@example.org")), std::string("dependency_unavailable"));
    QCOMPARE(wordOf(database->check()), std::string("dependency_unavailable"));
    QCOMPARE(calls.load(), 1);
    QVERIFY(said.find(path()) != std::string::npos);
    QVERIFY(QFile::remove(file) || how == 0);
    QVERIFY(QFile::rename(file + QStringLiteral(".old"), file));
    QVERIFY(!database->check()); // only a restart heals
    database.reset();
    database = *open(path(), false);
    QVERIFY(hasUser(*database, "ada@example.org"));
    QVERIFY(!hasUser(*database, "bob@example.org"));
}

void TestDatabase::noticesATruncatedFile_data() {
    QTest::addColumn<int>("left");
    QTest::newRow("to nothing") << 0;
    QTest::newRow("to its first page") << 4096;
    QTest::newRow("in a page") << 6000;
}

/// Row 22 of the fault matrix.
void TestDatabase::noticesATruncatedFile() {
    QFETCH(int, left);
    {
        auto database = *open(path(), true);
        QVERIFY(database->migrate());
        QVERIFY(addUser(*database, "ada@example.org"));
    }
    std::atomic<int> calls{0};
    auto database = *Database::open({path(), false, m_clock, [&](std::string) { ++calls; }});
    QVERIFY(QFile::resize(QString::fromStdString(path()), left));
    QCOMPARE(wordOf(addUser(*database, "bob@example.org")), std::string("dependency_unavailable"));
    QVERIFY(!database->check());
    QCOMPARE(calls.load(), 1);
    database.reset();
    const auto reopened = Database::open({path(), false, m_clock});
    QVERIFY(!reopened || !(*reopened)->check()); // and no empty one is made
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"

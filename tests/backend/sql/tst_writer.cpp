// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sqlite_connection.h"
#include "backend/sql/writer.h"
#include "tests/backend/sql/sql_fixture.h"
#include "tests/support/fresh_database.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::sql;
using namespace dropseal::test;

/// The writing thread by itself, on a migrated file.
class TestWriter : public QObject {
    Q_OBJECT

    struct Parts {
        explicit Parts(const std::string& path,
                       std::chrono::milliseconds wait = std::chrono::milliseconds(5000))
            : file(*DatabaseFile::take(path, false)), health([](std::string) {}), writer(file, health, wait) {
            started = writer.start();
        }
        DatabaseFile file;
        Health health;
        Writer writer;
        Result<void> started;
    };

    std::unique_ptr<FreshDatabase> m_database;

    static Result<void> add(Writer& writer, const std::string& email, std::size_t padding = 0) {
        return writer.run([&](const stores::Stores& stores) {
            stores::UserRecord user = userNamed(email);
            user.name = std::string(padding, 'x');
            return stores.users.insert(user);
        });
    }
    std::string users() {
        auto reader = sqlite::openReader(m_database->path(), std::chrono::milliseconds(1000));
        return reader ? scalar(**reader, "SELECT COUNT(*) FROM users") : reader.error().cause;
    }

private Q_SLOTS:
    void init() {
        m_database = std::make_unique<FreshDatabase>();
        m_database->close();
    }
    void cleanup() { m_database.reset(); }

    void commitsAGroupAtOnce();
    void answersEverybodyAtTheEnd();
    void waitsForALockThatGoes();
    void refusesWhenTheLockStays();
    void oneThatDoesNotFitHurtsNoOther();
    void healsWhenThereIsRoomAgain();
    void rollsBackWhatSqliteRolledBack();
    void checkpointsALongLog();
};

/// All that waited while one ran are one commit: none of them sees another's row from outside before.
void TestWriter::commitsAGroupAtOnce() {
    Parts parts(m_database->path());
    QVERIFY2(parts.started, saidBy(parts.started).constData());
    constexpr int Waiting = 20;
    std::atomic<int> calling{0};
    std::vector<std::thread> threads;
    std::atomic<int> added{0};
    std::vector<std::string> seen; // by the functions of the group: what another connection sees meanwhile
    const auto first = parts.writer.run([&](const stores::Stores&) -> Result<void> {
        for (int i = 0; i < Waiting; ++i) {
            threads.emplace_back([&, i] {
                ++calling;
                const auto done = parts.writer.run([&, i](const stores::Stores& stores) -> Result<void> {
                    seen.push_back(users());
                    return stores.users.insert(userNamed(std::to_string(i) + "@example.org"));
                });
                added += done ? 1 : 0;
            });
        }
        while (calling < Waiting)
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // they are in the queue by now
        return {};
    });
    QVERIFY2(first, saidBy(first).constData());
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(added.load(), Waiting);
    QCOMPARE(seen, std::vector<std::string>(Waiting, "0"));
    QCOMPARE(users(), std::to_string(Waiting));
}

void TestWriter::answersEverybodyAtTheEnd() {
    std::vector<std::thread> threads;
    std::atomic<int> added{0};
    {
        auto parts = std::make_unique<Parts>(m_database->path());
        QVERIFY(parts->started);
        std::atomic<int> calling{0};
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&, i] {
                ++calling;
                added += add(parts->writer, std::to_string(i) + "@example.org") ? 1 : 0;
            });
        }
        while (calling < 8)
            std::this_thread::yield();
        for (std::thread& thread : threads)
            thread.join();
    }
    QCOMPARE(added.load(), 8);
    QCOMPARE(users(), std::string("8"));
}

void TestWriter::waitsForALockThatGoes() {
    Parts parts(m_database->path());
    auto other = *sqlite::openWriter(m_database->path(), std::chrono::milliseconds(1000));
    QVERIFY(other->executeOnce("BEGIN IMMEDIATE"));
    std::thread releaser([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(700));
        QVERIFY(other->executeOnce("ROLLBACK"));
    });
    const auto added = add(parts.writer, "ada@example.org");
    releaser.join();
    QVERIFY2(added, saidBy(added).constData());
}

/// Row 21 of the fault matrix.
void TestWriter::refusesWhenTheLockStays() {
    Parts parts(m_database->path(), std::chrono::milliseconds(600));
    auto other = *sqlite::openWriter(m_database->path(), std::chrono::milliseconds(1000));
    QVERIFY(other->executeOnce("BEGIN IMMEDIATE"));
    std::vector<std::thread> threads;
    std::atomic<int> busy{0};
    std::atomic<int> soon{0};
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&, i] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100 * i));
            const auto begun = std::chrono::steady_clock::now();
            const auto added = add(parts.writer, std::to_string(i) + "@example.org");
            busy += wordOf(added) == "service_unavailable" && added.error().extras.retry_after ? 1 : 0;
            soon += std::chrono::steady_clock::now() - begun < std::chrono::seconds(20) ? 1 : 0;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(busy.load(), 6);
    QCOMPARE(soon.load(), 6);
    QVERIFY(other->executeOnce("ROLLBACK"));
    QVERIFY(add(parts.writer, "ada@example.org"));
    QCOMPARE(users(), std::string("1"));
}

/// Row 8: the small ones of a group are kept where a large one finds no room.
void TestWriter::oneThatDoesNotFitHurtsNoOther() {
    Parts parts(m_database->path());
    QVERIFY(parts.writer.runAlone([&](Connection& connection) -> Result<void> {
        const int pages = std::stoi(scalar(connection, "PRAGMA page_count"));
        return connection.executeOnce("PRAGMA max_page_count=" + std::to_string(pages + 20));
    }));
    std::atomic<int> small{0};
    std::atomic<int> full{0};
    std::vector<std::thread> threads;
    const auto blocked = parts.writer.run([&](const stores::Stores&) -> Result<void> {
        for (int i = 0; i < 9; ++i) {
            threads.emplace_back([&, i] {
                const bool large = i % 3 == 1;
                const auto added = add(parts.writer, std::to_string(i) + "@example.org", large ? 400000 : 10);
                small += added && !large ? 1 : 0;
                full += large && wordOf(added) == "insufficient_storage" ? 1 : 0;
            });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return {};
    });
    QVERIFY(blocked);
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(full.load(), 3);
    QCOMPARE(small.load(), 6);
    QCOMPARE(users(), std::string("6"));
}

void TestWriter::healsWhenThereIsRoomAgain() {
    Parts parts(m_database->path());
    const auto limit = [&](int more) {
        return parts.writer.runAlone([&](Connection& connection) -> Result<void> {
            const int pages = std::stoi(scalar(connection, "PRAGMA page_count"));
            return connection.executeOnce("PRAGMA max_page_count=" + std::to_string(pages + more));
        });
    };
    QVERIFY(limit(2));
    QCOMPARE(wordOf(add(parts.writer, "large@example.org", 100000)), std::string("insufficient_storage"));
    QVERIFY(parts.health.check());
    QVERIFY(limit(1000));
    QVERIFY(add(parts.writer, "large@example.org", 100000));
    QCOMPARE(users(), std::string("1"));
}

/// A function that hides the error from its caller: what SQLite undid is no success.
void TestWriter::rollsBackWhatSqliteRolledBack() {
    Parts parts(m_database->path());
    QVERIFY(parts.writer.runAlone([&](Connection& connection) -> Result<void> {
        const int pages = std::stoi(scalar(connection, "PRAGMA page_count"));
        return connection.executeOnce("PRAGMA max_page_count=" + std::to_string(pages + 2));
    }));
    const auto hidden = parts.writer.run([&](const stores::Stores& stores) -> Result<void> {
        stores::UserRecord user = userNamed("ada@example.org");
        user.name = std::string(400000, 'x');
        static_cast<void>(stores.users.insert(user));
        return {};
    });
    QVERIFY2(wordOf(hidden) == "insufficient_storage", saidBy(hidden).constData());
    QCOMPARE(users(), std::string("0"));
}

void TestWriter::checkpointsALongLog() {
    Parts parts(m_database->path());
    const auto walSize = [&] {
        return QFileInfo(QString::fromStdString(m_database->path() + "-wal")).size();
    };
    qint64 largest = 0;
    for (int i = 0; i < 60; ++i) {
        QVERIFY(add(parts.writer, std::to_string(i) + "@example.org", 400000));
        largest = std::max(largest, walSize());
    }
    QVERIFY(largest < 16 * 1024 * 1024);                    // 24 MB were written
    QTRY_COMPARE_WITH_TIMEOUT(walSize(), qint64(0), 30000); // and idle empties it
    QCOMPARE(users(), std::string("60"));
}

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"

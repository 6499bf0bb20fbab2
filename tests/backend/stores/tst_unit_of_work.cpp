// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/store_test.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::stores;
using dropseal::test::valueOf;
using dropseal::test::wordOf;

class TestUnitOfWork : public test::StoreTest {
    Q_OBJECT

    bool exists(const std::string& email) {
        return valueOf(read([&](const Stores& s) { return s.users.findByLogin(email); })).has_value();
    }

private Q_SLOTS:
    void rollsBackOnAnError();
    void oneThatFailsHurtsNoOther();
    void keepsWhatItAnswered();
    void rollsBackOnAnException();
    void readsOneSnapshot();
    void readCannotWrite();
    void refusesToCallItself();
    void answersItsHealth();
};

void TestUnitOfWork::rollsBackOnAnError() {
    const auto failed = write([&](const Stores& s) -> Result<void> {
        valueOf(s.users.insert(user("ada@example.org")));
        return Error(ErrorCode::upload_busy, "why", "cause");
    });
    QCOMPARE(wordOf(failed), std::string("upload_busy"));
    QCOMPARE(failed.error().detail, std::string("why"));
    QVERIFY(!exists("ada@example.org"));
}

void TestUnitOfWork::oneThatFailsHurtsNoOther() {
    std::atomic<int> kept{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 20; ++k) {
                const std::string email = std::to_string(i) + "." + std::to_string(k) + "@example.org";
                const auto done = write([&](const Stores& s) -> Result<void> {
                    DROPSEAL_TRY(s.users.insert(user(email)));
                    if (k % 3 == 0)
                        return Error(ErrorCode::conflict);
                    if (k % 3 == 1)
                        DROPSEAL_TRY(s.users.insert(user(email))); // email_taken
                    return {};
                });
                kept += done ? 1 : 0;
                refused += done ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(kept.load(), 16 * 6);
    QCOMPARE(refused.load(), 16 * 14);
    restart();
    const auto all = valueOf(read([](const Stores& s) { return s.users.list({200, {}}); }));
    QCOMPARE(all.items.size(), std::size_t(16 * 6));
}

void TestUnitOfWork::keepsWhatItAnswered() {
    addUser("ada@example.org");
    QVERIFY(exists("ada@example.org")); // a later read sees it at once
    restart();
    QVERIFY(exists("ada@example.org"));
}

void TestUnitOfWork::rollsBackOnAnException() {
    const auto failed = write([&](const Stores& s) -> Result<void> {
        valueOf(s.users.insert(user("ada@example.org")));
        throw std::runtime_error("thrown");
    });
    QCOMPARE(wordOf(failed), std::string("internal_error"));
    QVERIFY(!exists("ada@example.org"));
    addUser("ada@example.org");
}

void TestUnitOfWork::readsOneSnapshot() {
    addUser("before@example.org");
    valueOf(read([&](const Stores& s) -> Result<void> {
        const auto first = valueOf(s.users.findByLogin("before@example.org"));
        std::thread([&] { addUser("during@example.org"); }).join();
        if (!first || valueOf(s.users.findByLogin("during@example.org")))
            return Error::internal("the snapshot changed");
        return {};
    }));
    QVERIFY(exists("during@example.org"));
}

void TestUnitOfWork::readCannotWrite() {
    const auto failed = read([&](const Stores& s) { return s.users.insert(user("ada@example.org")); });
    QVERIFY(!failed);
    QVERIFY(!exists("ada@example.org"));
    addUser("ada@example.org");
}

void TestUnitOfWork::refusesToCallItself() {
    const auto nested =
        write([&](const Stores&) { return work().run([](const Stores&) { return Result<void>(); }); });
    QCOMPARE(wordOf(nested), std::string("internal_error"));
    const auto twice =
        read([&](const Stores&) { return work().read([](const Stores&) { return Result<void>(); }); });
    QCOMPARE(wordOf(twice), std::string("internal_error"));
    addUser("ada@example.org");
    QVERIFY(exists("ada@example.org"));
}

void TestUnitOfWork::answersItsHealth() {
    valueOf(work().check());
}

QTEST_GUILESS_MAIN(TestUnitOfWork)
#include "tst_unit_of_work.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/plain_spaces.h"
#include "app/models/storage_use.h"
#include "tests/support/app/fake_files.h"

#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

constexpr qint64 Giga = 1'000'000'000;
const QByteArray MeCall = "GET /api/v1/auth/me";

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class StorageUseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void words_data() {
        QTest::addColumn<qint64>("used");
        QTest::addColumn<qint64>("quota"); ///< -1: none
        QTest::addColumn<QString>("words");
        QTest::newRow("of a quota") << 214 * Giga << 500 * Giga << text("214 GB of 500 GB used");
        QTest::newRow("no quota") << 214 * Giga << qint64{-1} << text("214 GB used");
        QTest::newRow("nothing") << qint64{0} << qint64{-1} << text("0 B used");
        QTest::newRow("over it") << 2 * Giga << Giga << text("2 GB of 1 GB used");
    }

    void words() {
        QFETCH(qint64, used);
        QFETCH(qint64, quota);
        FakeServer server;
        StorageUse use(server.client);
        QVERIFY(!use.isKnown());
        QCOMPARE(use.text(), QString());
        api::User ada = user();
        ada.used_bytes = used;
        if (quota >= 0)
            ada.quota_bytes = quota;
        QSignalSpy changes(&use, &StorageUse::changed);
        use.take(ada);
        use.take(ada);
        QCOMPARE(changes.count(), 1);
        QTEST(plainSpaces(use.text()), "words");
        QCOMPARE(use.used(), used);
        QCOMPARE(use.quota().value_or(-1), quota);
    }

    void manyWishesAreFewQuestions() {
        FakeServer server;
        StorageUse use(server.client);
        for (int i = 0; i < 50; ++i)
            use.refreshSoon();
        QTRY_VERIFY(use.isKnown());
        QCOMPARE(server.network.count(MeCall), 1);
        server.files.used_bytes = 5;
        QElapsedTimer since;
        since.start();
        for (int i = 0; i < 50; ++i)
            use.refreshSoon();
        QTest::qWait(500);
        QCOMPARE(server.network.count(MeCall), 1);
        QTRY_COMPARE(use.used(), 5);
        QCOMPARE(server.network.count(MeCall), 2);
        QVERIFY(since.elapsed() >= 1500);
    }

    void whatHappensMeanwhileIsAskedForAgain() {
        FakeServer server;
        server.files.holds = [](const FakeCall&) { return true; };
        StorageUse use(server.client);
        use.refreshSoon();
        QTRY_COMPARE(server.files.held.size(), std::size_t{1});
        use.refreshSoon(); // that answer is of before
        server.files.holds = {};
        server.files.release();
        QTRY_VERIFY(use.isKnown());
        server.files.used_bytes = 7;
        QTRY_COMPARE_WITH_TIMEOUT(use.used(), 7, 10000);
    }

    void aFailureKeepsTheLastWord() {
        FakeServer server;
        StorageUse use(server.client);
        server.files.used_bytes = 3;
        use.refreshSoon();
        QTRY_VERIFY(use.isKnown());
        server.files.unreachable = ApiError::Kind::NoConnection;
        use.refreshSoon();
        QTRY_COMPARE_WITH_TIMEOUT(server.network.count(MeCall), 2, 10000);
        QTest::qWait(20);
        QCOMPARE(use.used(), 3);
        server.files.unreachable.reset();
        server.files.used_bytes = 4;
        use.refreshSoon();
        QTRY_COMPARE_WITH_TIMEOUT(use.used(), 4, 10000);
    }

    void anotherAccountHearsNothingOfThisOne() {
        FakeServer server;
        server.files.holds = [](const FakeCall&) { return true; };
        StorageUse use(server.client);
        use.take(user());
        use.refreshSoon();
        QTRY_COMPARE(server.files.held.size(), std::size_t{1});
        QSignalSpy changes(&use, &StorageUse::changed);
        use.clear();
        QCOMPARE(changes.count(), 1);
        server.files.release();
        QTest::qWait(20);
        QVERIFY(!use.isKnown());
        server.files.holds = {};
        use.refreshSoon(); // and the next one need not wait
        QTRY_VERIFY(use.isKnown());
    }
};

QTEST_GUILESS_MAIN(StorageUseTest)
#include "tst_storage_use.moc"

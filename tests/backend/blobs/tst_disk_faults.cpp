// SPDX-License-Identifier: GPL-3.0-or-later
// SECURITY: fault matrix rows 10 to 12 on this room alone. The n-th call fails, for n = 1, 2, … until none
// did.
#include "tests/backend/blobs/disk_fixture.h"
#include "tests/support/fault/failing_calls.h"

#include <QtTest/QtTest>

#include <cerrno>

using namespace dropseal;
using namespace dropseal::test;

namespace {

/// One upload from its first byte to the answer. True where it was acknowledged.
bool upload(DiskFixture& on, const std::vector<std::uint8_t>& bytes, const BlobId& id, ErrorCode& code) {
    auto created = on.area->create(static_cast<std::int64_t>(bytes.size()));
    const auto note = [&](const auto& result) {
        if (!result.ok())
            code = result.error().code;
        return result.ok();
    };
    if (!note(created))
        return false;
    stores::Spool& spool = **created;
    const std::size_t half = bytes.size() / 2;
    if (!note(spool.append(std::span(bytes).first(half))) || !note(spool.checkpoint()) ||
        !note(spool.append(std::span(bytes).subspan(half))) || !note(spool.finish()) ||
        !note(on.store->put(spool, id)))
        return false;
    on.store->settle(id);
    return true;
}

} // namespace

class DiskFaultTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyCallMayFail_data() {
        QTest::addColumn<int>("call");
        QTest::addColumn<int>("number");
        QTest::addColumn<bool>("sticky");
        QTest::addColumn<int>("at_least");
        const auto row = [](const char* name, Call call, int number, bool sticky, int at_least) {
            QTest::newRow(name) << static_cast<int>(call) << number << sticky << at_least;
        };
        row("write EIO", Call::Write, EIO, false, 3);
        row("write ENOSPC", Call::Write, ENOSPC, false, 3);
        row("write ENOSPC from there on", Call::Write, ENOSPC, true, 3);
        row("write EDQUOT", Call::Write, EDQUOT, false, 3);
        row("sync EIO", Call::Sync, EIO, false, 6);
        row("sync EIO from there on", Call::Sync, EIO, true, 6);
        row("sync ENOSPC", Call::Sync, ENOSPC, false, 6);
        row("rename EIO", Call::Rename, EIO, false, 1);
        row("rename ENOSPC", Call::Rename, ENOSPC, false, 1);
        row("open EMFILE", Call::Open, EMFILE, false, 3);
        row("open ENOSPC", Call::Open, ENOSPC, false, 3);
        row("unlink EIO", Call::Unlink, EIO, false, 1);
    }
    void anyCallMayFail() {
        QFETCH(int, call);
        QFETCH(int, number);
        QFETCH(bool, sticky);
        QFETCH(int, at_least);
        const auto bytes = someBytes(900'000);
        for (int nth = 1;; ++nth) {
            DiskFixture on(blobs::Durability::Full);
            const BlobId id = BlobId::make();
            bool acknowledged = false;
            int hits = 0;
            ErrorCode code = ErrorCode::internal_error;
            {
                FailingCalls faults(static_cast<Call>(call), nth, number, sticky);
                acknowledged = upload(on, bytes, id, code);
                hits = faults.hits();
            }
            const std::string at = "call " + std::to_string(nth);
            QVERIFY2(acknowledged || hits > 0, at.c_str());
            if (!acknowledged)
                QCOMPARE(code == ErrorCode::insufficient_storage, number == ENOSPC || number == EDQUOT);
            // What was acknowledged is whole and what was not is not there, before and after a new start.
            for (int start = 0; start < 2; ++start) {
                const auto back = readAll(*on.store, id);
                if (acknowledged)
                    QVERIFY2(back == bytes, at.c_str());
                else
                    QVERIFY2(!back.has_value() || start == 0, at.c_str());
                on.openAgain();
                QVERIFY(on.store->recover([&](const BlobId&) { return Result<bool>(acknowledged); }).ok());
                QCOMPARE(namesIn(on.tmpPath()), QStringList());
            }
            if (hits == 0) {
                QVERIFY2(nth > at_least, at.c_str());
                return;
            }
        }
    }

    void aFailedSyncIsNeverRepeated() {
        DiskFixture on(blobs::Durability::Full);
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(300'000)).ok());
        {
            FailingCalls faults(Call::Sync, 1, EIO);
            QVERIFY(!spool->checkpoint().ok());
        }
        const auto syncs = callCount(Call::Sync);
        QVERIFY(!spool->checkpoint().ok());
        QVERIFY(!spool->append(someBytes(300'000)).ok());
        QVERIFY(!spool->finish().ok());
        QVERIFY(!on.store->put(*spool, BlobId::make()).ok());
        QCOMPARE(callCount(Call::Sync), syncs);
    }

    void afterAFailedPutTheSpoolIsVoid() {
        DiskFixture on(blobs::Durability::Full);
        auto spool = on.spoolOf(someBytes(300'000));
        const BlobId id = BlobId::make();
        {
            FailingCalls faults(Call::Sync, 2, EIO); // the first makes the shelf's name durable
            QVERIFY(!on.store->put(*spool, id).ok());
        }
        const auto syncs = callCount(Call::Sync);
        QVERIFY(!on.store->put(*spool, id).ok());
        QCOMPARE(callCount(Call::Sync), syncs);
        spool.reset();
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
    }

    void aShelfThatCannotBeSyncedIsMadeAnew() {
        DiskFixture on(blobs::Durability::Full);
        const auto bytes = someBytes(1000);
        const BlobId id = BlobId::make();
        auto spool = on.spoolOf(bytes);
        const QString blobs_path = QString::fromStdString(on.path + "/blobs");
        {
            FailingCalls faults(Call::Sync, 1, EIO);
            QVERIFY(!on.store->put(*spool, id).ok());
        }
        QCOMPARE(namesIn(blobs_path), QStringList());
        QVERIFY(on.store->put(*spool, id).ok());
        QVERIFY(readAll(*on.store, id) == bytes);
    }

    void shortAndInterruptedWritesLoseNothing() {
        DiskFixture on(blobs::Durability::Full);
        const auto bytes = someBytes(70'000);
        const BlobId id = BlobId::make();
        ErrorCode code = ErrorCode::internal_error;
        const auto before = callCount(Call::Write);
        {
            SlowWrites slow;
            QVERIFY(upload(on, bytes, id, code));
        }
        QVERIFY(callCount(Call::Write) - before >= 140'000);
        QVERIFY(readAll(*on.store, id) == bytes);
    }

    void removalSaysWhatTheDiskSays() {
        DiskFixture on(blobs::Durability::Full);
        const BlobId id = BlobId::make();
        ErrorCode code = ErrorCode::internal_error;
        QVERIFY(upload(on, someBytes(10), id, code));
        {
            FailingCalls faults(Call::Unlink, 1, EIO);
            QVERIFY(!on.store->remove(id).ok());
        }
        {
            FailingCalls faults(Call::Sync, 1, EIO);
            QVERIFY(!on.store->remove(id).ok());
        }
        QVERIFY(on.store->remove(id).ok());
    }

    void aFullDiskIsNoFaultOfTheStore() {
        DiskFixture on(blobs::Durability::Full);
        {
            FailingCalls faults(Call::Open, 1, ENOSPC);
            QVERIFY(on.store->check().ok());
            QCOMPARE(faults.hits(), 1);
        }
        FailingCalls faults(Call::Open, 1, EIO);
        QVERIFY(!on.store->check().ok());
    }
};

QTEST_GUILESS_MAIN(DiskFaultTest)
#include "tst_disk_faults.moc"

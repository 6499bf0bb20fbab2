// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/blobs/disk_fixture.h"

#include <QtCore/QFileInfo>
#include <QtTest/QtTest>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <limits>

using namespace dropseal;
using namespace dropseal::test;

class DiskSpoolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashesWhateverThePieces_data() {
        QTest::addColumn<qsizetype>("total");
        QTest::addColumn<qsizetype>("piece");
        for (const qsizetype total : {0, 1, 65536, 65537, 700'001})
            for (const qsizetype piece : {1, 4096, 65536, 262144, 300'000, 700'001})
                if (total / piece < 100'000)
                    QTest::addRow("%lld by %lld", static_cast<long long>(total),
                                  static_cast<long long>(piece))
                        << total << piece;
    }
    void hashesWhateverThePieces() {
        QFETCH(qsizetype, total);
        QFETCH(qsizetype, piece);
        DiskFixture on;
        const auto bytes = someBytes(static_cast<std::size_t>(total));
        auto spool = on.area->create(total).value();
        for (std::size_t at = 0; at < bytes.size(); at += static_cast<std::size_t>(piece))
            QVERIFY(spool
                        ->append(std::span(bytes).subspan(
                            at, std::min(static_cast<std::size_t>(piece), bytes.size() - at)))
                        .ok());
        QCOMPARE(spool->size(), std::int64_t{total});
        QCOMPARE(spool->finish().value(), hashOf(bytes));
        QCOMPARE(spool->finish().value(), hashOf(bytes));
        const auto head = spool->beginning();
        QCOMPARE(head.size(), std::min<std::size_t>(512, bytes.size()));
        QVERIFY(std::equal(head.begin(), head.end(), bytes.begin()));
        const BlobId id = BlobId::make();
        QVERIFY(on.store->put(*spool, id).ok());
        QVERIFY(readAll(*on.store, id) == bytes);
    }

    void staysInMemoryUpTo64KiB() {
        DiskFixture on;
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(65536)).ok());
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
        QVERIFY(spool->append(someBytes(1)).ok());
        QCOMPARE(namesIn(on.tmpPath()).size(), 1);
    }

    void aCheckpointPutsAllOnTheDisk() {
        DiskFixture on;
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(100)).ok());
        QVERIFY(spool->checkpoint().ok());
        QCOMPARE(namesIn(on.tmpPath()).size(), 1);
        QCOMPARE(QFileInfo(on.tmpPath() + QLatin1Char('/') + namesIn(on.tmpPath()).at(0)).size(), 100);
        QVERIFY(spool->append(someBytes(100, 2)).ok());
        QVERIFY(spool->checkpoint().ok());
        QCOMPARE(QFileInfo(on.tmpPath() + QLatin1Char('/') + namesIn(on.tmpPath()).at(0)).size(), 200);
        auto all = someBytes(100);
        const auto more = someBytes(100, 2);
        all.insert(all.end(), more.begin(), more.end());
        QCOMPARE(spool->finish().value(), hashOf(all));
    }

    void leavesNothingWhereItIsDropped() {
        DiskFixture on;
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(1'000'000)).ok());
        QVERIFY(spool->finish().ok());
        spool.reset();
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
    }

    void takesNothingAfterItsEnd() {
        DiskFixture on;
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->finish().ok());
        QVERIFY(!spool->append(someBytes(1)).ok());
    }

    void filesAreForTheirOwnerOnly() {
        DiskFixture on;
        auto spool = on.spoolOf(someBytes(100'000));
        const BlobId id = BlobId::make();
        QVERIFY(on.store->put(*spool, id).ok());
        struct stat info {};
        QCOMPARE(::stat((on.path + "/blobs/" + blobs::DataFolder::blobPath(id)).c_str(), &info), 0);
        QCOMPARE(info.st_mode & 07777U, 0600U);
    }

    void refusesWhatCannotFit() {
        DiskFixture on;
        const std::int64_t free_bytes = on.area->bytesFree().value();
        QVERIFY(free_bytes > 0);
        const auto refused = on.area->create(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(refused.error().code, ErrorCode::insufficient_storage);
        QVERIFY(refused.error().extras.bytes_free.has_value());
        QVERIFY(on.area->create(1).ok());
    }

    void doesNotPromiseTheSameSpaceTwice() {
        DiskFixture on;
        const std::int64_t half = on.area->bytesFree().value() / 2;
        auto first = on.area->create(half);
        QVERIFY(first.ok());
        QVERIFY(on.area->bytesFree().value() < half + half / 2);
        QCOMPARE(on.area->create(half + half / 2).error().code, ErrorCode::insufficient_storage);
        first->reset();
        QVERIFY(on.area->create(half + half / 2).ok());
    }

    void tooBigAFileIsAFullDisk() {
        struct rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        DiskFixture on;
        auto spool = on.area->create(std::nullopt).value();
        const auto handler = std::signal(SIGXFSZ, SIG_IGN); // what the server does at its start
        struct rlimit small = before;
        small.rlim_cur = 1'000'000;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto failed = spool->append(someBytes(2'000'000));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QCOMPARE(failed.error().code, ErrorCode::insufficient_storage);
        QVERIFY(failed.error().extras.bytes_free.has_value());
        QCOMPARE(spool->append(someBytes(1)).error().code, ErrorCode::insufficient_storage);
        QVERIFY(!spool->finish().ok());
        spool.reset();
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
    }
};

QTEST_GUILESS_MAIN(DiskSpoolTest)
#include "tst_disk_spool.moc"

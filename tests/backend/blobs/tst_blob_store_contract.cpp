// SPDX-License-Identifier: GPL-3.0-or-later
// What every blob store promises (backend/stores/blob_store.h). A new store adds one row to stores().
#include "tests/backend/blobs/disk_fixture.h"

#include <QtTest/QtTest>

#include <functional>
#include <thread>

using namespace dropseal;
using namespace dropseal::test;

namespace {

/// A store with the place where its spools are made.
struct StoreUnderTest {
    std::shared_ptr<void> keeper;
    stores::SpoolArea* area = nullptr;
    stores::BlobStore* store = nullptr;
};

StoreUnderTest makeDisk() {
    auto fixture = std::make_shared<DiskFixture>();
    return {fixture, &*fixture->area, &*fixture->store};
}

struct NamedStore {
    const char* name;
    StoreUnderTest (*make)();
};
constexpr NamedStore Stores[] = {{"disk", makeDisk}};

BlobId putBytes(const StoreUnderTest& on, const std::vector<std::uint8_t>& bytes) {
    auto spool = on.area->create(static_cast<std::int64_t>(bytes.size())).value();
    const BlobId id = BlobId::make();
    if (!spool->append(bytes) || !spool->finish() || !on.store->put(*spool, id))
        return {};
    on.store->settle(id);
    return id;
}

} // namespace

class BlobStoreContract : public QObject {
    Q_OBJECT

private:
    static StoreUnderTest make() {
        QFETCH_GLOBAL(int, store);
        return Stores[store].make();
    }

private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<int>("store");
        for (int i = 0; i < static_cast<int>(std::size(Stores)); ++i)
            QTest::newRow(Stores[i].name) << i;
    }

    void givesBackWhatWasPut_data() {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size :
             {0, 1, 511, 512, 513, 65535, 65536, 65537, 262143, 262144, 262145, 3000001})
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
    }
    void givesBackWhatWasPut() {
        QFETCH(qsizetype, size);
        const auto on = make();
        const auto bytes = someBytes(static_cast<std::size_t>(size));
        const BlobId id = putBytes(on, bytes);
        QVERIFY(!id.isNil());
        const auto back = readAll(*on.store, id);
        QVERIFY(back.has_value());
        QCOMPARE(hashOf(*back), hashOf(bytes));
    }

    void readsAnyPart() {
        const auto on = make();
        const auto bytes = someBytes(100'000);
        const BlobId id = putBytes(on, bytes);
        const auto reader = on.store->open(id).value();
        QCOMPARE(reader->size(), std::int64_t{100'000});
        std::vector<std::uint8_t> part(1000);
        QCOMPARE(reader->read(54'321, part).value(), std::size_t{1000});
        QVERIFY(std::equal(part.begin(), part.end(), bytes.begin() + 54'321));
        QCOMPARE(reader->read(99'500, part).value(), std::size_t{500});
        QVERIFY(std::equal(part.begin(), part.begin() + 500, bytes.begin() + 99'500));
        QCOMPARE(reader->read(100'000, part).value(), std::size_t{0});
        QCOMPARE(reader->read(5'000'000, part).value(), std::size_t{0});
        QVERIFY(!reader->read(-1, part).ok());
    }

    void readsFromManyThreads() {
        const auto on = make();
        const auto bytes = someBytes(500'000);
        const auto reader = on.store->open(putBytes(on, bytes)).value();
        std::atomic<int> right{0};
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < 4; ++i)
            threads.emplace_back([&, i] {
                std::vector<std::uint8_t> part(100'000);
                const auto offset = static_cast<std::ptrdiff_t>(i * 100'000);
                if (reader->read(offset, part).ok() &&
                    std::equal(part.begin(), part.end(), bytes.begin() + offset))
                    ++right;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(right.load(), 4);
    }

    void saysNotFound() {
        const auto on = make();
        QCOMPARE(on.store->open(BlobId::make()).error().code, ErrorCode::not_found);
        QCOMPARE(on.store->open(BlobId()).error().code, ErrorCode::not_found);
    }

    void removes() {
        const auto on = make();
        const BlobId id = putBytes(on, someBytes(1000));
        QVERIFY(on.store->remove(id).ok());
        QCOMPARE(on.store->open(id).error().code, ErrorCode::not_found);
        QVERIFY(on.store->remove(id).ok());
        QVERIFY(on.store->remove(BlobId::make()).ok());
    }

    void keepsAnOpenBlobReadableAfterItsRemoval() {
        const auto on = make();
        const auto bytes = someBytes(300'000);
        const BlobId id = putBytes(on, bytes);
        const auto reader = on.store->open(id).value();
        QVERIFY(on.store->remove(id).ok());
        std::vector<std::uint8_t> back(bytes.size());
        QCOMPARE(reader->read(0, back).value(), bytes.size());
        QVERIFY(back == bytes);
    }

    void neverOverwrites() {
        const auto on = make();
        const auto first = someBytes(1000, 1);
        const BlobId id = putBytes(on, first);
        auto second = on.area->create(std::nullopt).value();
        QVERIFY(second->append(someBytes(1000, 2)).ok());
        QVERIFY(second->finish().ok());
        QVERIFY(!on.store->put(*second, id).ok());
        second.reset();
        QVERIFY(readAll(*on.store, id) == first);
        QVERIFY(on.store->recover([](const BlobId&) { return Result<bool>(true); }).ok());
        QVERIFY(readAll(*on.store, id) == first);
    }

    void refusesAnUnfinishedSpool() {
        const auto on = make();
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(10)).ok());
        const BlobId id = BlobId::make();
        QVERIFY(!on.store->put(*spool, id).ok());
        QCOMPARE(on.store->open(id).error().code, ErrorCode::not_found);
    }

    void recoverAsksForUnsettledBlobsOnly() {
        const auto on = make();
        const BlobId settled = putBytes(on, someBytes(10, 1));
        std::vector<BlobId> unsettled;
        for (std::uint32_t seed = 2; seed < 4; ++seed) {
            auto spool = on.area->create(std::nullopt).value();
            QVERIFY(spool->append(someBytes(10, seed)).ok());
            QVERIFY(spool->finish().ok());
            unsettled.push_back(BlobId::make());
            QVERIFY(on.store->put(*spool, unsettled.back()).ok());
        }
        std::vector<BlobId> asked;
        QVERIFY(on.store
                    ->recover([&](const BlobId& id) {
                        asked.push_back(id);
                        return Result<bool>(id == unsettled[0]);
                    })
                    .ok());
        std::sort(asked.begin(), asked.end());
        auto expected = unsettled;
        std::sort(expected.begin(), expected.end());
        QVERIFY(asked == expected);
        QVERIFY(readAll(*on.store, settled).has_value());
        QVERIFY(readAll(*on.store, unsettled[0]).has_value());
        QCOMPARE(on.store->open(unsettled[1]).error().code, ErrorCode::not_found);
        asked.clear();
        QVERIFY(on.store
                    ->recover([&](const BlobId& id) {
                        asked.push_back(id);
                        return Result<bool>(false);
                    })
                    .ok());
        QVERIFY(asked.empty());
    }

    void recoverKeepsAllWhereNobodyKnows() {
        const auto on = make();
        auto spool = on.area->create(std::nullopt).value();
        QVERIFY(spool->append(someBytes(10)).ok());
        QVERIFY(spool->finish().ok());
        const BlobId id = BlobId::make();
        QVERIFY(on.store->put(*spool, id).ok());
        const auto failed = on.store->recover(
            [](const BlobId&) { return Result<bool>(Error(ErrorCode::dependency_unavailable)); });
        QCOMPARE(failed.error().code, ErrorCode::dependency_unavailable);
        QVERIFY(readAll(*on.store, id).has_value());
        int asked = 0;
        QVERIFY(on.store
                    ->recover([&](const BlobId&) {
                        ++asked;
                        return Result<bool>(true);
                    })
                    .ok());
        QCOMPARE(asked, 1);
        QVERIFY(readAll(*on.store, id).has_value());
    }

    void isHealthy() { QVERIFY(make().store->check().ok()); }
};

QTEST_GUILESS_MAIN(BlobStoreContract)
#include "tst_blob_store_contract.moc"

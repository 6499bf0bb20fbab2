// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

/// Trashed files of the given sizes, the first one the oldest.
std::vector<stores::FileRecord> trashedFiles(ServiceFixture& f, const services::Principal& owner,
                                             const std::vector<std::size_t>& sizes) {
    std::vector<stores::FileRecord> files;
    for (const std::size_t size : sizes) {
        files.push_back(must(f.upload(owner, "a", std::string(size, 'x'))));
        must(f.files->trash(owner, files.back().id));
        f.clock.advance(1s);
    }
    return files;
}

/// A blob store that cannot remove, as while its disk or its network is away.
class StubbornBlobs final : public stores::BlobStore {
public:
    explicit StubbornBlobs(stores::BlobStore& inner) : m_inner(inner) {}
    Result<void> put(stores::Spool& spool, const BlobId& id) override { return m_inner.put(spool, id); }
    void settle(const BlobId& id) override { m_inner.settle(id); }
    Result<std::unique_ptr<stores::BlobReader>> open(const BlobId& id) override { return m_inner.open(id); }
    Result<void> remove(const BlobId& id) override {
        return stubborn ? Result<void>(Error(ErrorCode::dependency_unavailable)) : m_inner.remove(id);
    }
    Result<void> recover(const std::function<Result<bool>(const BlobId&)>& in_use) override {
        return m_inner.recover(in_use);
    }
    Result<void> check() override { return m_inner.check(); }
    bool stubborn = true;

private:
    stores::BlobStore& m_inner;
};

} // namespace

class TestExpiryService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sweepsWhatIsOver();
    void sweepsManyInSteps();
    void blobsThatWouldNotGoAreTriedAgain();
    void purgeTrash_data();
    void purgeTrash();
    void purgeLeavesRestoredFiles();
};

void TestExpiryService::sweepsWhatIsOver() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto kept = must(f.upload(anna, "kept", "1"));
    const auto old = trashedFiles(f, anna, {1, 1});
    f.clock.advance(7 * 24h - 2s);
    const auto young = must(f.upload(anna, "young", "1"));
    must(f.files->trash(anna, young.id));
    must(f.links->presignPut(anna, "a", 1, "", 60s));
    auto swept = must(f.expiry->sweep());
    QCOMPARE(swept.files, 1); // the first of the two is exactly seven days old
    QCOMPARE(swept.blobs, 1);
    f.clock.advance(1s);
    swept = must(f.expiry->sweep());
    QCOMPARE(swept.files, 1);
    QCOMPARE(swept.uploads, 0);
    QCOMPARE(f.blobsOnDisk(), 2);
    QCOMPARE(f.usedBytes("anna"), 1);
    f.clock.advance(25h);
    QCOMPARE(must(f.expiry->sweep()).uploads, 1);
    QCOMPARE(wordOf(f.files->restore(anna, young.id)), "ok");
    f.clock.advance(130 * 24h);
    swept = must(f.expiry->sweep());
    QCOMPARE(swept.sessions, 1);
    QCOMPARE(swept.files, 0);
    QCOMPARE(must(f.files->get(anna, kept.id)).id, kept.id);
}

void TestExpiryService::sweepsManyInSteps() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    trashedFiles(f, anna, std::vector<std::size_t>(120, 1));
    f.clock.advance(8 * 24h);
    f.work.runTwice(true);
    const auto swept = must(f.expiry->sweep());
    QCOMPARE(swept.files, 120);
    QCOMPARE(swept.blobs, 120);
    QCOMPARE(f.blobsOnDisk(), 0);
}

void TestExpiryService::blobsThatWouldNotGoAreTriedAgain() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    StubbornBlobs blobs(f.blob_store);
    services::FileService files(f.work, blobs, f.clock, 0s);
    services::ExpiryService expiry(f.work, blobs, *f.sessions, f.clock, 0s);
    for (int i = 0; i < 60; ++i) {
        const auto file = must(f.upload(anna, "a", "x"));
        must(files.purge(anna, file.id)); // the row is gone, whatever the disk says
        QCOMPARE(wordOf(f.files->get(anna, file.id)), "not_found");
    }
    QCOMPARE(f.usedBytes("anna"), 0);
    QCOMPARE(must(expiry.sweep()).blobs, 0);
    QCOMPARE(f.blobsOnDisk(), 60);
    blobs.stubborn = false;
    QCOMPARE(must(expiry.sweep()).blobs, 60);
    QCOMPARE(f.blobsOnDisk(), 0);
}

void TestExpiryService::purgeTrash_data() {
    QTest::addColumn<bool>("own");
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("freed");
    QTest::addColumn<int>("left");
    QTest::newRow("nothing asked") << true << 0 << 0 << 6;
    QTest::newRow("the oldest is enough") << true << 100 << 100 << 5;
    QTest::newRow("two") << true << 101 << 300 << 4;
    QTest::newRow("all of one owner") << true << 600 << 600 << 3;
    QTest::newRow("more than one owner has: in vain") << true << 601 << 0 << 6;
    QTest::newRow("of everybody") << false << 601 << 610 << 2;
    QTest::newRow("more than there is: in vain") << false << 631 << 0 << 6;
}

/// Anna's 100, 200 and 300 bytes are older than Bert's three times 10.
void TestExpiryService::purgeTrash() {
    QFETCH(bool, own);
    QFETCH(int, bytes);
    QFETCH(int, freed);
    QFETCH(int, left);
    ServiceFixture f;
    const auto user = f.addUser("anna");
    f.addUser("bert");
    trashedFiles(f, f.principal("anna"), {100, 200, 300});
    trashedFiles(f, f.principal("bert"), {10, 10, 10});
    must(f.upload(f.principal("anna"), "live", std::string(1000, 'x')));
    QCOMPARE(must(f.expiry->purgeTrash(own ? std::optional(user.id) : std::nullopt, bytes)), freed);
    QCOMPARE(f.blobsOnDisk(), left + 1);
    QCOMPARE(f.usedBytes("anna"), 1000);
}

/// Restored between the look and the deed: it stays.
void TestExpiryService::purgeLeavesRestoredFiles() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto files = trashedFiles(f, anna, {10, 20});
    f.work.afterNextRead([&] { must(f.files->restore(anna, files[0].id)); });
    QCOMPARE(must(f.expiry->purgeTrash(std::nullopt, 10)), 20);
    QCOMPARE(f.contentOf(must(f.files->get(anna, files[0].id))), std::string(10, 'x'));
}

QTEST_GUILESS_MAIN(TestExpiryService)
#include "tst_expiry_service.moc"

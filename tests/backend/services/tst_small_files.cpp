// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

using namespace dropseal;
using namespace dropseal::test;

namespace {

ServiceFixture::Options smallInDatabase() {
    ServiceFixture::Options options;
    options.uploads.small_blobs = true;
    return options;
}

/// How many files lie in the database.
int smallBlobs(ServiceFixture& f, const std::vector<stores::FileRecord>& files) {
    int count = 0;
    must(f.work.read([&](const stores::Stores& stores) -> Result<void> {
        count = 0;
        for (const auto& file : files) {
            const auto found = stores.small_blobs.find(file.blob_id);
            if (!found)
                return found.error();
            count += *found ? 1 : 0;
        }
        return {};
    }));
    return count;
}

} // namespace

class TestSmallFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whereBytesLie_data();
    void whereBytesLie();
    void removedWithTheirRow();
    void refusedUploadLeavesNothing();
    void oldOnesStayReadable();
    void sweptWithTheTrash();
};

void TestSmallFiles::whereBytesLie_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("on_disk");
    QTest::newRow("nothing") << 0 << 0;
    QTest::newRow("a byte") << 1 << 0;
    QTest::newRow("as many as may") << 16 * 1024 << 0;
    QTest::newRow("one more") << 16 * 1024 + 1 << 1;
    QTest::newRow("beyond the memory") << 64 * 1024 + 1 << 1;
}

void TestSmallFiles::whereBytesLie() {
    QFETCH(int, size);
    QFETCH(int, on_disk);
    ServiceFixture f(smallInDatabase());
    f.addUser("anna");
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes.push_back(static_cast<char>(i * 31 % 251)); // NUL is among them
    const auto file = must(f.upload(f.principal("anna"), "a.bin", bytes));
    QCOMPARE(f.blobsOnDisk(), on_disk);
    QCOMPARE(smallBlobs(f, {file}), 1 - on_disk);
    QCOMPARE(f.contentOf(file), bytes);
    QCOMPARE(f.usedBytes("anna"), std::int64_t{size});
    QCOMPARE(f.temporaryFiles(), 0);
}

void TestSmallFiles::removedWithTheirRow() {
    ServiceFixture f(smallInDatabase());
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a.txt", "bytes"));
    must(f.files->trash(anna, file.id));
    QCOMPARE(smallBlobs(f, {file}), 1);
    QCOMPARE(f.contentOf(must(f.files->restore(anna, file.id))), std::string("bytes"));
    must(f.files->purge(anna, file.id));
    QCOMPARE(smallBlobs(f, {file}), 0);
    QCOMPARE(f.usedBytes("anna"), std::int64_t{0});
}

void TestSmallFiles::refusedUploadLeavesNothing() {
    ServiceFixture f(smallInDatabase());
    const auto user = f.addUser("anna");
    const auto anna = f.principal("anna");
    auto upload = must(f.uploads->begin(anna, std::nullopt));
    must(upload->open("a.txt", {}));
    must(upload->append(bytesOf("bytes")));
    must(upload->finish());
    must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    QCOMPARE(wordOf(f.uploads->store(*upload)), "account_suspended");
    int rows = -1;
    must(f.database->read([&](const stores::Stores& stores) -> Result<void> {
        stores::FileQuery query;
        query.owner_id = anna.userId();
        const auto files = stores.files.list(query);
        if (!files)
            return files.error();
        rows = static_cast<int>(files->items.size());
        return {};
    }));
    QCOMPARE(rows, 0);
    QCOMPARE(f.usedBytes("anna"), std::int64_t{0});
}

/// Those that were stored while small files still went to the disk.
void TestSmallFiles::oldOnesStayReadable() {
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a.txt", "bytes"));
    QCOMPARE(f.blobsOnDisk(), 1);
    f.options.uploads.small_blobs = true;
    f.restart();
    QCOMPARE(f.contentOf(file), std::string("bytes"));
    must(f.files->purge(f.principal("anna"), file.id));
    QCOMPARE(f.blobsOnDisk(), 0);
}

void TestSmallFiles::sweptWithTheTrash() {
    ServiceFixture f(smallInDatabase());
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a.txt", "bytes"));
    must(f.files->trash(anna, file.id));
    f.clock.advance(f.options.uploads.trash_life + std::chrono::hours(1));
    const auto swept = must(f.expiry->sweep());
    QCOMPARE(swept.files, 1);
    QCOMPARE(smallBlobs(f, {file}), 0);
}

QTEST_GUILESS_MAIN(TestSmallFiles)
#include "tst_small_files.moc"

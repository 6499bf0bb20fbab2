// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/store_test.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::stores;
using dropseal::test::valueOf;

class TestUploadStore : public test::StoreTest {
    Q_OBJECT

    UploadRecord upload(const UserId& owner, std::int64_t size = 10, std::int64_t expires = 100) {
        UploadRecord record;
        record.id = UploadId::make(at());
        record.owner_id = owner;
        record.filename = "a ✓.txt";
        record.content_type = "text/plain";
        record.size = size;
        record.salt = std::string("\x00\xff\x80salt of 16 b.", 16);
        record.created_at = at();
        record.expires_at = at(expires);
        return record;
    }
    UploadId add(const UploadRecord& record) {
        valueOf(write([&](const Stores& s) { return s.uploads.insert(record); }));
        return record.id;
    }
    std::optional<UploadRecord> find(const UploadId& id) {
        return valueOf(read([&](const Stores& s) { return s.uploads.find(id); }));
    }
    bool finish(const UploadId& id, const FileId& file) {
        return valueOf(write([&](const Stores& s) { return s.uploads.finish(id, file); }));
    }

private Q_SLOTS:
    void givesBackEveryField();
    void tellsAStrangerTheOwnersStatus();
    void finishesOnce();
    void reservesOpenOnes();
    void removesExpired();
};

void TestUploadStore::givesBackEveryField() {
    UploadRecord full = upload(addUser("ada@example.org"), std::int64_t{5} << 40);
    full.kind = UploadKind::Tus;
    full.state = UploadState::Finished;
    full.file_id = FileId::make(at());
    add(full);
    restart();
    const auto found = find(full.id);
    QVERIFY(found.has_value());
    QVERIFY(found->owner_id == full.owner_id && found->kind == full.kind && found->state == full.state);
    QCOMPARE(found->filename, full.filename);
    QCOMPARE(found->content_type, full.content_type);
    QCOMPARE(qint64(found->size), qint64(full.size));
    QCOMPARE(found->salt, full.salt);
    QVERIFY(found->file_id == full.file_id);
    QVERIFY(found->created_at == full.created_at && found->expires_at == full.expires_at);
    const auto open = find(add(upload(full.owner_id)));
    QVERIFY(open && open->kind == UploadKind::PresignedPut && open->state == UploadState::Open);
    QVERIFY(!open->file_id);
    QVERIFY(!find(UploadId::make(at())));
}

void TestUploadStore::tellsAStrangerTheOwnersStatus() {
    const UserId ada = addUser("ada@example.org");
    const UploadId id = add(upload(ada));
    const auto linked = [&] {
        return valueOf(read([&](const Stores& s) { return s.uploads.findLinked(id); }));
    };
    QVERIFY(linked() && linked()->first.id == id && linked()->second == UserStatus::Active);
    valueOf(write([&](const Stores& s) { return s.users.setStatus(ada, UserStatus::Suspended, at()); }));
    QVERIFY(linked()->second == UserStatus::Suspended);
    QVERIFY(!valueOf(read([&](const Stores& s) { return s.uploads.findLinked(UploadId::make(at())); })));
}

void TestUploadStore::finishesOnce() {
    const UploadId id = add(upload(addUser("ada@example.org")));
    std::atomic<int> won{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i)
        threads.emplace_back([&] { won += finish(id, FileId::make(at())) ? 1 : 0; });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(won.load(), 1);
    const auto first = find(id);
    QVERIFY(first && first->state == UploadState::Finished && first->file_id);
    QVERIFY(!finish(id, FileId::make(at())));
    QVERIFY(find(id)->file_id == first->file_id);
    QVERIFY(!finish(UploadId::make(at()), FileId::make(at())));
}

void TestUploadStore::reservesOpenOnes() {
    const UserId ada = addUser("ada@example.org");
    const auto reserved = [&](std::int64_t second) {
        return qint64(
            valueOf(read([&](const Stores& s) { return s.uploads.reservedBytes(ada, at(second)); })));
    };
    QCOMPARE(reserved(0), qint64(0));
    constexpr std::int64_t Large = std::int64_t{1} << 42;
    add(upload(ada, Large, 100));
    const UploadId second = add(upload(ada, 7, 200));
    add(upload(addUser("bob@example.org"), 1000, 100));
    QCOMPARE(reserved(99), qint64(Large + 7));
    QCOMPARE(reserved(100), qint64(7));
    QVERIFY(finish(second, FileId::make(at())));
    QCOMPARE(reserved(99), qint64(Large));
}

void TestUploadStore::removesExpired() {
    const UserId ada = addUser("ada@example.org");
    const UploadId early = add(upload(ada, 1, 99));
    const UploadId late = add(upload(ada, 1, 100));
    QCOMPARE(valueOf(write([](const Stores& s) { return s.uploads.removeExpired(at(100)); })), 1);
    QVERIFY(!find(early) && find(late));
}

QTEST_GUILESS_MAIN(TestUploadStore)
#include "tst_upload_store.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

class TestFileService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsOnesOwn();
    void othersSeeNothing_data();
    void othersSeeNothing();
    void rename();
    void trashAndRestore();
    void trashIsGoneFromEverywhere_data();
    void trashIsGoneFromEverywhere();
    void restoreNeedsRoom();
    void restoreIsOverInTime();
    void purge();
    void noTrash();
    void missingBlob();
    void openReaderSurvivesItsFile();
    void functionsMayRunAgain();
};

void TestFileService::listsOnesOwn() {
    ServiceFixture f;
    f.addUser("anna");
    f.addUser("bert");
    const auto anna = f.principal("anna");
    for (int i = 0; i < 3; ++i) {
        must(f.upload(anna, "f" + std::to_string(i), "x"));
        f.clock.advance(1s);
    }
    must(f.upload(f.principal("bert"), "secret", "x"));
    stores::FileQuery query;
    query.owner_id = anna.userId();
    query.page.limit = 2;
    const auto first = must(f.files->list(query));
    QCOMPARE(first.items.size(), std::size_t{2});
    QCOMPARE(first.items[0].filename, "f2");
    query.page.after = first.next;
    const auto second = must(f.files->list(query));
    QCOMPARE(second.items.size(), std::size_t{1});
    for (const int limit : {0, -1, 201}) {
        query.page = {limit, std::nullopt};
        QCOMPARE(wordOf(f.files->list(query)), "validation_failed");
    }
    query.page = {10, "no cursor"};
    QCOMPARE(wordOf(f.files->list(query)), "validation_failed");
}

void TestFileService::othersSeeNothing_data() {
    QTest::addColumn<int>("call");
    for (int call = 0; call < 7; ++call)
        QTest::addRow("call %d", call) << call;
}

namespace {

std::string callWord(ServiceFixture& f, int call, const services::Principal& who,
                     const stores::FileRecord& file) {
    switch (call) {
    case 0:
        return wordOf(f.files->get(who, file.id));
    case 1:
        return wordOf(f.files->getByKey(who, file.key));
    case 2:
        return wordOf(f.files->rename(who, file.id, "mine"));
    case 3:
        return wordOf(f.files->trash(who, file.id));
    case 4:
        return wordOf(f.files->restore(who, file.id));
    case 5:
        return wordOf(f.files->purge(who, file.id));
    default:
        return wordOf(f.files->revokeLinks(who, file.id));
    }
}

} // namespace

/// Somebody else's file answers as a missing one, for an administrator too, and stays as it is.
void TestFileService::othersSeeNothing() {
    QFETCH(int, call);
    ServiceFixture f;
    f.addUser("anna");
    f.addUser("root", stores::Role::Admin);
    const auto anna = f.principal("anna");
    const auto root = f.principal("root");
    const auto file = must(f.upload(anna, "a.txt", "content"));
    QCOMPARE(callWord(f, call, root, file), "not_found");
    auto missing = file;
    missing.id = FileId::make(f.clock.now());
    missing.key = "1-2-3";
    QCOMPARE(callWord(f, call, anna, missing), "not_found");
    const auto after = must(f.files->get(anna, file.id));
    QCOMPARE(after.filename, "a.txt");
    QCOMPARE(after.salt, file.salt);
    QCOMPARE(f.usedBytes("anna"), 7);
    QCOMPARE(callWord(f, call, anna, file), "ok");
}

void TestFileService::rename() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a.txt", "x"));
    QCOMPARE(must(f.files->rename(anna, file.id, "../b: c.txt")).filename, "b c.txt");
    QCOMPARE(must(f.files->get(anna, file.id)).filename, "b c.txt");
    QCOMPARE(must(f.files->get(anna, file.id)).key, file.key); // links stay
    for (const char* nothing : {"", "..", "///", "\n"})
        QCOMPARE(wordOf(f.files->rename(anna, file.id, nothing)), "validation_failed");
}

void TestFileService::trashAndRestore() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a.txt", "content"));
    must(f.files->trash(anna, file.id));
    QCOMPARE(f.usedBytes("anna"), 0);
    stores::FileQuery query;
    query.owner_id = anna.userId();
    QCOMPARE(must(f.files->list(query)).items.size(), std::size_t{0});
    query.trash = true;
    const auto trash = must(f.files->list(query));
    QCOMPARE(trash.items.size(), std::size_t{1});
    QCOMPARE(trash.items[0].deleted_at, std::optional(f.clock.now()));
    const auto back = must(f.files->restore(anna, file.id));
    QCOMPARE(back.deleted_at.has_value(), false);
    QCOMPARE(f.usedBytes("anna"), 7);
    QCOMPARE(f.contentOf(must(f.files->get(anna, file.id))), "content");
    must(f.files->restore(anna, file.id)); // it is not in the trash: done
    QCOMPARE(f.usedBytes("anna"), 7);
}

void TestFileService::trashIsGoneFromEverywhere_data() {
    QTest::addColumn<int>("call");
    QTest::addColumn<QString>("expected");
    QTest::newRow("get") << 0 << "not_found";
    QTest::newRow("by key") << 1 << "not_found";
    QTest::newRow("rename") << 2 << "not_found";
    QTest::newRow("trash again") << 3 << "not_found";
    QTest::newRow("purge") << 5 << "ok";
    QTest::newRow("revoke links") << 6 << "not_found";
}

void TestFileService::trashIsGoneFromEverywhere() {
    QFETCH(int, call);
    QFETCH(QString, expected);
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    auto file = must(f.upload(anna, "a.txt", "content"));
    must(f.files->trash(anna, file.id));
    QCOMPARE(callWord(f, call, anna, file), expected.toStdString());
    QCOMPARE(f.usedBytes("anna"), 0); // counted off once, whatever came then
    file.deleted_at = f.clock.now();
    QCOMPARE(wordOf(f.files->open(file)), "not_found");
}

void TestFileService::restoreNeedsRoom() {
    ServiceFixture f;
    f.setQuota("anna", 10);
    const auto anna = f.principal("anna");
    const auto old = must(f.upload(anna, "old", "12345678"));
    must(f.files->trash(anna, old.id));
    const auto newer = must(f.upload(anna, "new", "12345"));
    const auto refused = f.files->restore(anna, old.id);
    QCOMPARE(wordOf(refused), "quota_exceeded");
    QCOMPARE(refused.error().extras.bytes_free, std::optional<std::int64_t>(5));
    must(f.files->purge(anna, newer.id));
    QCOMPARE(wordOf(f.files->restore(anna, old.id)), "ok");
    QCOMPARE(f.usedBytes("anna"), 8);
}

void TestFileService::restoreIsOverInTime() {
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a", "x"));
    must(f.files->trash(f.principal("anna"), file.id));
    f.clock.advance(7 * 24h - 1ms);
    must(f.files->restore(f.principal("anna"), file.id));
    must(f.files->trash(f.principal("anna"), file.id));
    f.clock.advance(7 * 24h);
    QCOMPARE(wordOf(f.files->restore(f.principal("anna"), file.id)), "not_found");
}

void TestFileService::purge() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto live = must(f.upload(anna, "live", "1234"));
    const auto trashed = must(f.upload(anna, "trashed", "12345"));
    must(f.files->trash(anna, trashed.id));
    QCOMPARE(f.usedBytes("anna"), 4);
    must(f.files->purge(anna, trashed.id));
    QCOMPARE(f.usedBytes("anna"), 4);
    must(f.files->purge(anna, live.id));
    QCOMPARE(f.usedBytes("anna"), 0);
    QCOMPARE(f.blobsOnDisk(), 0);
    f.write([](const stores::Stores& s) -> Result<void> {
        return must(s.files.deadBlobs(10)).empty() ? Result<void>() : Error::internal("a note is left");
    });
    QCOMPARE(wordOf(f.files->purge(anna, live.id)), "not_found");
    QCOMPARE(wordOf(f.files->restore(anna, trashed.id)), "not_found");
}

void TestFileService::noTrash() {
    ServiceFixture::Options options;
    options.uploads.trash_life = 0s;
    ServiceFixture f(options);
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "x"));
    must(f.files->trash(anna, file.id));
    QCOMPARE(f.blobsOnDisk(), 0);
    QCOMPARE(f.usedBytes("anna"), 0);
    QCOMPARE(wordOf(f.files->restore(anna, file.id)), "not_found");
}

void TestFileService::missingBlob() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "x"));
    must(f.blob_store.remove(file.blob_id));
    QCOMPARE(wordOf(f.files->open(file)), "gone");
    const auto marked = must(f.files->get(anna, file.id)); // never silently deleted
    QCOMPARE(marked.state, stores::FileState::Missing);
    QCOMPARE(wordOf(f.files->open(marked)), "gone");
}

void TestFileService::openReaderSurvivesItsFile() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "content"));
    const auto open = must(f.files->open(file));
    must(f.files->purge(anna, file.id));
    std::array<std::uint8_t, 16> bytes{};
    QCOMPARE(must(open.reader->read(0, bytes)), std::size_t{7});
    QCOMPARE(wordOf(f.files->open(file)), "gone");
}

void TestFileService::functionsMayRunAgain() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "content"));
    f.work.runTwice(true);
    must(f.files->rename(anna, file.id, "b"));
    must(f.files->trash(anna, file.id));
    must(f.files->restore(anna, file.id));
    QCOMPARE(f.usedBytes("anna"), 7);
    must(f.files->purge(anna, file.id));
    QCOMPARE(f.usedBytes("anna"), 0);
}

QTEST_GUILESS_MAIN(TestFileService)
#include "tst_file_service.moc"

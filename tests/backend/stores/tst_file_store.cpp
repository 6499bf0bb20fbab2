// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/store_test.h"

using namespace dropseal;
using namespace dropseal::stores;
using dropseal::test::valueOf;
using dropseal::test::wordOf;

namespace {

FileQuery filesOf(const UserId& owner, const std::string& text = {}, bool trash = false) {
    FileQuery query;
    query.owner_id = owner;
    query.text = text;
    query.trash = trash;
    return query;
}

constexpr auto Far = std::chrono::hours(24 * 365 * 5000);

} // namespace

class TestFileStore : public test::StoreTest {
    Q_OBJECT

    FileRecord file(const UserId& owner, const std::string& name, std::int64_t second = 0,
                    std::int64_t size = 10) {
        FileRecord record;
        record.id = FileId::make(at(second));
        record.owner_id = owner;
        record.key = std::to_string(toUnixSeconds(at(second))) + "-00000000-" + name;
        record.filename = name;
        record.original_name = "C:\\" + name;
        record.size = size;
        record.sha256 = std::string(64, 'e');
        record.content_type = "text/plain";
        record.blob_id = BlobId::make();
        record.salt = std::string("\x00\xff\x80salt of 16 b.", 16);
        record.created_at = at(second);
        return record;
    }
    FileRecord add(FileRecord record) {
        record.key = valueOf(write([&](const Stores& s) { return s.files.insert(record); }));
        return record;
    }
    std::optional<FileRecord> find(const FileRecord& record) {
        return valueOf(read([&](const Stores& s) { return s.files.find(record.owner_id, record.id); }));
    }
    /// The names of all pages, in order.
    std::vector<std::string> names(FileQuery query) {
        std::vector<std::string> names;
        for (int pages = 0; pages < 100; ++pages) {
            const auto page = valueOf(read([&](const Stores& s) { return s.files.list(query); }));
            for (const FileRecord& found : page.items)
                names.push_back(found.filename);
            if (!page.next)
                return names;
            query.page.after = page.next;
        }
        return {"the pages never end"};
    }

private Q_SLOTS:
    void givesBackEveryField();
    void numbersTakenKeys_data();
    void numbersTakenKeys();
    void hidesForeignFiles();
    void sorts_data();
    void sorts();
    void searches_data();
    void searches();
    void refusesForeignCursors();
    void trashesAndRestores();
    void listsTheTrashOldestFirst();
    void removesAndNotesTheBlob();
    void keepsDeadLinksForAWhile();
};

void TestFileStore::givesBackEveryField() {
    FileRecord full = file(addUser("ada@example.org"), "ä ✓ '\"%.txt", 5, std::int64_t{7} << 40);
    full.state = FileState::Corrupt;
    full.deleted_at = at(9);
    full = add(full);
    restart();
    const auto found = find(full);
    QVERIFY(found.has_value());
    QVERIFY(found->id == full.id && found->owner_id == full.owner_id);
    QCOMPARE(found->key, full.key);
    QCOMPARE(found->filename, full.filename);
    QCOMPARE(found->original_name, full.original_name);
    QCOMPARE(qint64(found->size), qint64(full.size));
    QCOMPARE(found->sha256, full.sha256);
    QCOMPARE(found->content_type, full.content_type);
    QCOMPARE(found->blob_id.toString(), full.blob_id.toString());
    QCOMPARE(found->salt, full.salt);
    QVERIFY(found->state == full.state);
    QVERIFY(found->created_at == full.created_at && found->deleted_at == full.deleted_at);
    QVERIFY(valueOf(write([&](const Stores& s) { return s.files.setState(full.id, FileState::Missing); })));
    QVERIFY(find(full)->state == FileState::Missing);
}

void TestFileStore::numbersTakenKeys_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("second");
    QTest::addColumn<std::string>("third");
    const auto row = [](const char* name, const char* second, const char* third) {
        QTest::newRow(name) << std::string(name) << std::string(second) << std::string(third);
    };
    row("report.txt", "report-2.txt", "report-3.txt");
    row("report", "report-2", "report-3");
    row("a.tar.gz", "a.tar-2.gz", "a.tar-3.gz");
    row(".bashrc", ".bashrc-2", ".bashrc-3");
    row("a-b-c.d-e", "a-b-c-2.d-e", "a-b-c-3.d-e");
    row("end.", "end-2.", "end-3.");
}

void TestFileStore::numbersTakenKeys() {
    QFETCH(std::string, name);
    QFETCH(std::string, second);
    QFETCH(std::string, third);
    const UserId ada = addUser("ada@example.org");
    const std::string prefix = std::to_string(toUnixSeconds(at())) + "-00000000-";
    QCOMPARE(add(file(ada, name)).key, prefix + name);
    QCOMPARE(add(file(ada, name)).key, prefix + second);
    QCOMPARE(add(file(ada, name)).key, prefix + third);
    const auto found =
        valueOf(read([&](const Stores& s) { return s.files.findByKey(ada, prefix + second); }));
    QVERIFY(found && found->filename == name);
}

/// CVE-2025-64523: every statement carries the owner.
void TestFileStore::hidesForeignFiles() {
    const UserId ada = addUser("ada@example.org");
    const UserId eve = addUser("eve@example.org");
    const FileRecord hers = add(file(ada, "a.txt"));
    const std::vector<std::pair<const char*, std::function<Result<bool>(const Stores&)>>> attempts{
        {"find",
         [&](const Stores& s) -> Result<bool> { return valueOf(s.files.find(eve, hers.id)).has_value(); }},
        {"findByKey",
         [&](const Stores& s) -> Result<bool> {
             return valueOf(s.files.findByKey(eve, hers.key)).has_value();
         }},
        {"rename", [&](const Stores& s) { return s.files.rename(eve, hers.id, "x"); }},
        {"setSalt", [&](const Stores& s) { return s.files.setSalt(eve, hers.id, std::string(16, 'x')); }},
        {"trash", [&](const Stores& s) { return s.files.trash(eve, hers.id, at(1)); }},
        {"restore", [&](const Stores& s) { return s.files.restore(eve, hers.id); }},
        {"remove", [&](const Stores& s) { return s.files.remove(eve, hers.id, at(1)); }},
    };
    for (const auto& [name, attempt] : attempts)
        QVERIFY2(!valueOf(write(attempt)), name);
    const auto found = find(hers);
    QVERIFY(found && found->filename == "a.txt" && found->salt == hers.salt && !found->deleted_at);
    QVERIFY(names(filesOf(eve)).empty());

    // A link is for whoever holds it, as long as its owner may.
    const auto linked = [&] {
        return valueOf(read([&](const Stores& s) { return s.files.findLinked(hers.key); }));
    };
    QVERIFY(linked() && linked()->file.id == hers.id && linked()->owner_status == UserStatus::Active);
    valueOf(write([&](const Stores& s) { return s.users.setStatus(ada, UserStatus::Suspended, at()); }));
    QVERIFY(linked()->owner_status == UserStatus::Suspended);
    QVERIFY(
        valueOf(write([&](const Stores& s) { return s.files.setSalt(ada, hers.id, std::string(16, 'y')); })));
    QCOMPARE(linked()->file.salt, std::string(16, 'y'));
}

void TestFileStore::sorts_data() {
    QTest::addColumn<int>("sort");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QByteArray>("order");
    const auto row = [](const char* name, FileSort sort, bool descending, const char* order) {
        for (const int limit : {1, 2, 50})
            QTest::addRow("%s by %d", name, limit)
                << static_cast<int>(sort) << descending << limit << QByteArray(order);
    };
    row("newest", FileSort::Created, true, "Beta alpha gamma delta");
    row("oldest", FileSort::Created, false, "delta gamma alpha Beta");
    row("name", FileSort::Name, false, "alpha Beta delta gamma");
    row("name down", FileSort::Name, true, "gamma delta Beta alpha");
    row("smallest", FileSort::Size, false, "gamma alpha delta Beta");
    row("largest", FileSort::Size, true, "Beta delta alpha gamma");
}

void TestFileStore::sorts() {
    QFETCH(int, sort);
    QFETCH(bool, descending);
    QFETCH(int, limit);
    QFETCH(QByteArray, order);
    const UserId ada = addUser("ada@example.org");
    add(file(ada, "delta", 1, 90));
    add(file(ada, "gamma", 2, 5));
    add(file(ada, "alpha", 3, 10));
    add(file(ada, "Beta", 4, 1000));
    add(file(addUser("bob@example.org"), "foreign", 2, 20));
    const auto found = names({ada, "", static_cast<FileSort>(sort), descending, false, {limit, {}}});
    std::string joined;
    for (const std::string& name : found)
        joined += (joined.empty() ? "" : " ") + name;
    QCOMPARE(joined, order.toStdString());
}

void TestFileStore::searches_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* name, const char* text, const char* found) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(found);
    };
    row("all", "", "100%.txt Ähre.pdf a_b.txt report.txt übung!.md");
    row("inside", "port", "report.txt");
    row("inside, other case", "PORT", "report.txt");
    row("below three: the beginning", "re", "report.txt");
    row("below three: not inside", "xt", "");
    row("umlaut in another case", "äHr", "Ähre.pdf");
    row("umlaut, decomposed", "a\xCC\x88hre", "Ähre.pdf");
    row("two umlaut letters are two", "Üb", "übung!.md");
    row("percent is no pattern", "%", "");
    row("percent is found", "100%", "100%.txt");
    row("underscore is no pattern", "a_b", "a_b.txt");
    row("underscore does not match", "r_port", "");
    row("the escape itself", "ung!", "übung!.md");
    row("backslash", "\\", "");
    row("quote", "' OR 1=1 --", "");
}

void TestFileStore::searches() {
    QFETCH(QString, text);
    QFETCH(QString, found);
    const UserId ada = addUser("ada@example.org");
    for (const char* name : {"report.txt", "Ähre.pdf", "übung!.md", "a_b.txt", "100%.txt"})
        add(file(ada, name));
    auto all = names({ada, text.toStdString(), FileSort::Name, false, false, {2, {}}});
    std::sort(all.begin(), all.end());
    auto expected = found.split(u' ', Qt::SkipEmptyParts);
    std::sort(expected.begin(), expected.end(),
              [](const QString& a, const QString& b) { return a.toStdString() < b.toStdString(); });
    QStringList got;
    for (const std::string& name : all)
        got.append(QString::fromStdString(name));
    QCOMPARE(got, expected);
}

void TestFileStore::refusesForeignCursors() {
    const UserId ada = addUser("ada@example.org");
    for (const char* name : {"a", "b", "c"})
        add(file(ada, name));
    FileQuery query = filesOf(ada);
    query.page.limit = 1;
    const auto first = valueOf(read([&](const Stores& s) { return s.files.list(query); }));
    QVERIFY(first.next.has_value());
    std::vector<std::string> bad{"", "zz", *first.next + "00zz", first.next->substr(2),
                                 std::string(1 << 16, 'a')};
    std::string flipped = *first.next;
    flipped.back() = flipped.back() == '0' ? '1' : '0';
    bad.push_back(flipped);
    for (const std::string& cursor : bad) {
        query.page.after = cursor;
        QCOMPARE(wordOf(read([&](const Stores& s) { return s.files.list(query); })),
                 std::string("validation_failed"));
    }
    // Of another order of the same list.
    query.page.after = first.next;
    for (const auto& [sort, descending] :
         {std::pair(FileSort::Created, false), {FileSort::Name, true}, {FileSort::Size, true}}) {
        query.sort = sort;
        query.descending = descending;
        const auto page = read([&](const Stores& s) { return s.files.list(query); });
        QCOMPARE(wordOf(page), std::string("validation_failed"));
        QCOMPARE(page.error().extras.fields.at(0).field, std::string("cursor"));
    }
}

void TestFileStore::trashesAndRestores() {
    const UserId ada = addUser("ada@example.org");
    const FileRecord record = add(file(ada, "a"));
    const auto change = [&](auto fn) { return valueOf(write(fn)); };
    const auto trash = [&](const Stores& s) { return s.files.trash(ada, record.id, at(5)); };
    const auto restore = [&](const Stores& s) { return s.files.restore(ada, record.id); };
    QVERIFY(!change(restore));
    QVERIFY(change(trash));
    QVERIFY(!change(trash));
    QVERIFY(find(record)->deleted_at == at(5));
    QVERIFY(names(filesOf(ada)).empty());
    QCOMPARE(names(filesOf(ada, {}, true)).size(), std::size_t(1));
    QVERIFY(change(restore));
    QVERIFY(!change(restore));
    QVERIFY(!find(record)->deleted_at);
    QVERIFY(change([&](const Stores& s) { return s.files.rename(ada, record.id, "Neu.txt"); }));
    QCOMPARE(names(filesOf(ada, "neu.")).size(), std::size_t(1));
    QCOMPARE(find(record)->key, record.key); // a link keeps its address
}

void TestFileStore::listsTheTrashOldestFirst() {
    const UserId ada = addUser("ada@example.org");
    const UserId bob = addUser("bob@example.org");
    for (const auto& [owner, name, second] :
         {std::tuple(ada, "late", 30), {bob, "early", 10}, {ada, "middle", 20}}) {
        FileRecord record = file(owner, name);
        record.deleted_at = at(second);
        add(record);
    }
    add(file(ada, "live"));
    const auto trashed = [&](const std::optional<UserId>& owner, Timestamp before, int limit) {
        std::string joined;
        for (const FileRecord& record :
             valueOf(read([&](const Stores& s) { return s.files.listTrashed(owner, before, limit); })))
            joined += record.filename + " ";
        return joined;
    };
    QCOMPARE(trashed({}, at() + Far, 10), std::string("early middle late "));
    QCOMPARE(trashed({}, at() + Far, 2), std::string("early middle "));
    QCOMPARE(trashed({}, at(20), 10), std::string("early middle "));
    QCOMPARE(trashed(ada, at(20), 10), std::string("middle "));
    QCOMPARE(trashed(bob, at(9), 10), std::string());
}

void TestFileStore::removesAndNotesTheBlob() {
    const UserId ada = addUser("ada@example.org");
    const FileRecord first = add(file(ada, "a"));
    const FileRecord second = add(file(ada, "b"));
    const auto in_use = [&](const FileRecord& record) {
        return valueOf(read([&](const Stores& s) { return s.files.blobInUse(record.blob_id); }));
    };
    const auto dead = [&](int limit) {
        return valueOf(read([&](const Stores& s) { return s.files.deadBlobs(limit); }));
    };
    const auto remove = [&](const FileRecord& record, int second_) {
        return valueOf(write([&](const Stores& s) { return s.files.remove(ada, record.id, at(second_)); }));
    };
    QVERIFY(in_use(first) && dead(10).empty());
    QVERIFY(remove(first, 2));
    QVERIFY(!remove(first, 3));
    QVERIFY(remove(second, 1));
    QVERIFY(!find(first) && !in_use(first));
    QVERIFY((dead(10) == std::vector<BlobId>{second.blob_id, first.blob_id}));
    QCOMPARE(dead(1).size(), std::size_t(1));
    valueOf(write([&](const Stores& s) { return s.files.forgetDeadBlob(second.blob_id); }));
    QVERIFY((dead(10) == std::vector<BlobId>{first.blob_id}));
}

void TestFileStore::keepsDeadLinksForAWhile() {
    const UserId ada = addUser("ada@example.org");
    const FileRecord record = add(file(ada, "a"));
    const auto dead = [&] {
        return valueOf(read([&](const Stores& s) { return s.files.findDeadLink(record.key); }));
    };
    const auto forget = [&](int second) {
        return valueOf(write([&](const Stores& s) { return s.files.forgetDeadLinks(at(second)); }));
    };
    QVERIFY(!dead());
    QVERIFY(valueOf(write([&](const Stores& s) { return s.files.remove(ada, record.id, at(5)); })));
    QVERIFY(dead() && dead()->file_id == record.id && dead()->salt == record.salt);
    QCOMPARE(forget(5), 0);
    QVERIFY(dead().has_value());
    QCOMPARE(forget(6), 1);
    QVERIFY(!dead());
}

QTEST_GUILESS_MAIN(TestFileStore)
#include "tst_file_store.moc"

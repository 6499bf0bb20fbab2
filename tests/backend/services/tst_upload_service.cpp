// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include "backend/security/token_hash.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t MiB = 1024 * 1024;

std::span<const std::uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A disk that is as full as the test says; the rest is the real one.
class SmallDisk final : public stores::SpoolArea {
public:
    SmallDisk(stores::SpoolArea& inner, std::int64_t& free) : m_inner(inner), m_free(free) {}
    Result<std::unique_ptr<stores::Spool>> create(std::optional<std::int64_t> expected) override {
        if (expected.value_or(0) > m_free)
            return Error(ErrorCode::insufficient_storage);
        return m_inner.create(expected);
    }
    Result<std::int64_t> bytesFree() const override { return m_free; }

private:
    stores::SpoolArea& m_inner;
    std::int64_t& m_free;
};

/// Frees what it is asked for, and remembers that.
class RecordingPurger final : public services::TrashPurger {
public:
    explicit RecordingPurger(std::int64_t& free) : m_free(free) {}
    Result<std::int64_t> purgeTrash(const std::optional<UserId>& owner, std::int64_t bytes) override {
        asked.push_back(bytes);
        everybody = everybody && !owner;
        m_free += gives;
        return gives;
    }
    std::vector<std::int64_t> asked;
    bool everybody = true;
    std::int64_t gives = 0;

private:
    std::int64_t& m_free;
};

} // namespace

class TestUploadService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storesWhatCame();
    void emptyFile();
    void keysInOneSecond();
    void sizeLimit_data();
    void sizeLimit();
    void types_data();
    void types();
    void quota_data();
    void quota();
    void reservationsGoWithTheirUpload();
    void parallelUploadsNeverPassTheQuota();
    void absurdSizes();
    void failedCommitLeavesNothing();
    void suspendedMeanwhile();
    void functionsMayRunAgain();
    void orderOfCalls();
    void diskIsPurgedBeforeItIsFull();
    void presignedPut();
    void presignedPutOnce();
    void presignedPutSize_data();
    void presignedPutSize();
    void promisesCountAgainstTheQuota();
};

void TestUploadService::storesWhatCame() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto anna = f.principal("anna");
    std::string content;
    for (int i = 0; i < 300000; ++i)
        content += static_cast<char>('a' + i % 26);
    auto upload = must(f.uploads->begin(anna, std::nullopt));
    must(upload->open("../M\u00fcller: Bericht.txt", "text/plain; charset=UTF-8"));
    for (std::size_t at = 0; at < content.size(); at += 7000)
        must(upload->append(bytesOf(content.substr(at, 7000))));
    QCOMPARE(upload->size(), static_cast<std::int64_t>(content.size()));
    must(upload->finish());
    const auto file = must(f.uploads->store(*upload));

    QCOMPARE(file.filename, "M\u00fcller Bericht.txt");
    QCOMPARE(file.original_name, "../M\u00fcller: Bericht.txt");
    QCOMPARE(file.key, std::to_string(toUnixSeconds(f.clock.now())) + '-' + user.id.toString().substr(0, 8) +
                           "-Muller_Bericht.txt");
    QCOMPARE(file.size, static_cast<std::int64_t>(content.size()));
    QCOMPARE(file.sha256, security::tokenHash(content));
    QCOMPARE(file.content_type, "text/plain; charset=utf-8");
    QCOMPARE(file.salt.size(), std::size_t{16});
    const auto row = must(f.files->get(anna, file.id));
    QCOMPARE(row.key, file.key);
    QCOMPARE(row.sha256, file.sha256);
    QCOMPARE(f.contentOf(row), content);
    QCOMPARE(f.usedBytes("anna"), file.size);
    upload.reset();
    QCOMPARE(f.temporaryFiles(), 0); // neither spool nor note
    QCOMPARE(f.contentOf(row), content);
}

void TestUploadService::emptyFile() {
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "", ""));
    QCOMPARE(file.filename, "file");
    QCOMPARE(file.size, 0);
    QCOMPARE(file.content_type, "application/octet-stream");
    QCOMPARE(f.contentOf(file), "");
}

/// SECURITY.md 1.2: same user, name and second; nothing is overwritten.
void TestUploadService::keysInOneSecond() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto first = must(f.upload(anna, "a.txt", "1"));
    const auto second = must(f.upload(anna, "a.txt", "2"));
    const auto third = must(f.upload(anna, "a.txt", "3"));
    QVERIFY(first.key.ends_with("-a.txt"));
    QVERIFY(second.key.ends_with("-a-2.txt"));
    QVERIFY(third.key.ends_with("-a-3.txt"));
    QCOMPARE(f.contentOf(must(f.files->getByKey(anna, first.key))), "1");
    QCOMPARE(f.contentOf(must(f.files->getByKey(anna, second.key))), "2");
}

void TestUploadService::sizeLimit_data() {
    QTest::addColumn<int>("declared"); // -1: not known
    QTest::addColumn<int>("framing");
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("expected");
    QTest::newRow("exactly") << 1000 << 0 << 1000 << "stored";
    QTest::newRow("declared too much") << 1001 << 0 << 0 << "begin file_too_large";
    QTest::newRow("declared too little") << 10 << 0 << 1001 << "append file_too_large";
    QTest::newRow("unknown, fits") << -1 << 0 << 1000 << "stored";
    QTest::newRow("unknown, too much") << -1 << 0 << 1001 << "append file_too_large";
    QTest::newRow("multipart around it") << 1200 << 300 << 1000 << "stored";
    QTest::newRow("multipart, too much") << 1301 << 300 << 0 << "begin file_too_large";
    QTest::newRow("multipart, seen late") << 1300 << 300 << 1001 << "append file_too_large";
}

void TestUploadService::sizeLimit() {
    QFETCH(int, declared);
    QFETCH(int, framing);
    QFETCH(int, size);
    QFETCH(QString, expected);
    ServiceFixture::Options options;
    options.uploads.max_upload_bytes = 1000;
    ServiceFixture f(options);
    f.addUser("anna");
    std::string outcome = "stored";
    auto begun = f.uploads->begin(
        f.principal("anna"), declared < 0 ? std::nullopt : std::optional<std::int64_t>(declared), framing);
    if (!begun) {
        QCOMPARE(begun.error().extras.limit, std::optional<std::int64_t>(1000));
        outcome = "begin " + wordOf(begun);
    } else {
        must((*begun)->open("a", ""));
        auto done = (*begun)->append(bytesOf(std::string(static_cast<std::size_t>(size), 'x')));
        if (!done)
            outcome = "append " + wordOf(done);
        else
            must((*begun)->finish());
        if (done)
            must(f.uploads->store(**begun));
    }
    QCOMPARE(outcome, expected.toStdString());
    begun = Error(ErrorCode::not_found); // lets the upload go
    QCOMPARE(f.blobsOnDisk(), outcome == "stored" ? 1 : 0);
    QCOMPARE(f.temporaryFiles(), 0);
}

void TestUploadService::types_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const QByteArray png = QByteArray::fromHex("89504e470d0a1a0a0000");
    QTest::newRow("allowed") << "a.png"
                             << "image/png" << png << "ok";
    QTest::newRow("found") << "a"
                           << "" << png << "ok";
    QTest::newRow("declared other") << "a.png"
                                    << "application/pdf" << png << "unsupported_media_type";
    QTest::newRow("named other") << "a.pdf"
                                 << "" << png << "unsupported_media_type";
    QTest::newRow("bytes other") << "a.png"
                                 << "image/png" << QByteArray("%PDF-1.7\n") << "unsupported_media_type";
    QTest::newRow("text allowed") << "a.csv"
                                  << "text/csv" << QByteArray("a,b\n") << "ok";
    QTest::newRow("html called csv") << "a.csv"
                                     << "text/csv" << QByteArray("<script>") << "unsupported_media_type";
}

void TestUploadService::types() {
    QFETCH(QString, name);
    QFETCH(QString, type);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    ServiceFixture::Options options;
    options.uploads.allowed_types = {"image/*", "text/csv"};
    ServiceFixture f(options);
    f.addUser("anna");
    const auto answer =
        f.upload(f.principal("anna"), name.toStdString(), bytes.toStdString(), type.toStdString());
    QCOMPARE(wordOf(answer), expected.toStdString());
    QCOMPARE(f.blobsOnDisk(), answer ? 1 : 0);
}

void TestUploadService::quota_data() {
    QTest::addColumn<int>("quota");
    QTest::addColumn<int>("used");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("declared");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<int>("bytes_free");
    for (const bool declared : {true, false}) {
        const char* how = declared ? "declared" : "not declared";
        QTest::addRow("fits, %s", how) << 1000 << 0 << 1000 << declared << "ok" << 0;
        QTest::addRow("fits beside, %s", how) << 1000 << 400 << 600 << declared << "ok" << 0;
        QTest::addRow("one too many, %s", how) << 1000 << 400 << 601 << declared << "quota_exceeded" << 600;
        QTest::addRow("no quota at all, %s", how) << 0 << 0 << 1 << declared << "quota_exceeded" << 0;
    }
}

void TestUploadService::quota() {
    QFETCH(int, quota);
    QFETCH(int, used);
    QFETCH(int, size);
    QFETCH(bool, declared);
    QFETCH(QString, expected);
    QFETCH(int, bytes_free);
    ServiceFixture f;
    f.setQuota("anna", quota);
    const auto anna = f.principal("anna");
    if (used > 0)
        must(f.upload(anna, "before", std::string(static_cast<std::size_t>(used), 'x')));
    std::string outcome = "ok";
    std::optional<std::int64_t> free;
    const std::string content(static_cast<std::size_t>(size), 'y');
    {
        auto begun = f.uploads->begin(anna, declared ? std::optional<std::int64_t>(size) : std::nullopt);
        Result<void> done = begun ? (*begun)->open("a", "") : begun.error();
        if (done)
            done = (*begun)->append(bytesOf(content));
        if (done)
            done = (*begun)->finish();
        if (done)
            must(f.uploads->store(**begun));
        outcome = wordOf(done);
        if (!done)
            free = done.error().extras.bytes_free;
    }
    QCOMPARE(outcome, expected.toStdString());
    if (outcome != "ok")
        QCOMPARE(free, std::optional<std::int64_t>(bytes_free));
    QCOMPARE(f.usedBytes("anna"), used + (outcome == "ok" ? size : 0));
}

void TestUploadService::reservationsGoWithTheirUpload() {
    ServiceFixture f;
    f.setQuota("anna", 1000);
    f.addUser("bert");
    const auto anna = f.principal("anna");
    auto first = must(f.uploads->begin(anna, 900));
    QCOMPARE(wordOf(f.uploads->begin(anna, 101)), "quota_exceeded");
    QCOMPARE(wordOf(f.uploads->begin(f.principal("bert"), 5000)), "ok"); // nobody else's
    first.reset();                                                       // the client left
    QCOMPARE(wordOf(f.uploads->begin(anna, 1000)), "ok");
    must(f.upload(anna, "a", std::string(1000, 'x')));
    QCOMPARE(wordOf(f.uploads->begin(anna, 1)), "quota_exceeded");
}

/// SECURITY.md section 2 row 49.
void TestUploadService::parallelUploadsNeverPassTheQuota() {
    ServiceFixture f;
    f.setQuota("anna", 100'000);
    const auto anna = f.principal("anna");
    must(f.upload(anna, "before", std::string(90'000, 'x')));
    std::vector<std::string> answers(50);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < answers.size(); ++i)
        threads.emplace_back([&, i] {
            const std::string content(3'000, 'y');
            if (i % 2 == 0) {
                answers[i] = wordOf(f.upload(anna, "a", content));
                return;
            }
            auto begun = must(f.uploads->begin(anna, std::nullopt));
            must(begun->open("b", ""));
            auto done = begun->append(bytesOf(content));
            if (done)
                done = begun->finish();
            answers[i] = done ? wordOf(f.uploads->store(*begun)) : wordOf(done);
        });
    for (auto& thread : threads)
        thread.join();
    const auto stored = std::count(answers.begin(), answers.end(), "ok");
    QCOMPARE(std::count(answers.begin(), answers.end(), "quota_exceeded"), 50 - stored);
    QVERIFY2(stored >= 1 && stored <= 3, qPrintable(QString::number(stored)));
    QCOMPARE(f.usedBytes("anna"), 90'000 + 3'000 * stored);
    QCOMPARE(f.blobsOnDisk(), 1 + static_cast<int>(stored));
    // Nothing is held back for ever.
    must(f.upload(anna, "rest", std::string(static_cast<std::size_t>(10'000 - 3'000 * stored), 'z')));
}

void TestUploadService::absurdSizes() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    std::vector<std::unique_ptr<services::Upload>> held;
    for (const std::int64_t size : {std::numeric_limits<std::int64_t>::max(), std::int64_t{1} << 62,
                                    std::int64_t{1} << 60, std::int64_t{1} << 59, std::int64_t{-1}}) {
        auto begun = f.uploads->begin(anna, size);
        if (size > 0)
            QCOMPARE(wordOf(begun), "insufficient_storage");
        if (size > 0)
            QVERIFY(begun.error().extras.bytes_free.has_value());
    }
    must(f.upload(anna, "a", "still works"));
}

void TestUploadService::failedCommitLeavesNothing() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    f.work.failCommits(1, ErrorCode::insufficient_storage);
    const auto answer = f.upload(anna, "a", "content");
    QCOMPARE(wordOf(answer), "insufficient_storage");
    QVERIFY(answer.error().extras.bytes_free.has_value());
    QCOMPARE(f.blobsOnDisk(), 0);
    QCOMPARE(f.temporaryFiles(), 0);
    QCOMPARE(f.usedBytes("anna"), 0);
    // Where nobody knows what the database kept, the note decides at the next start.
    f.work.failCommits(1, ErrorCode::dependency_unavailable);
    QCOMPARE(wordOf(f.upload(anna, "a", "content")), "dependency_unavailable");
    QCOMPARE(f.blobsOnDisk(), 1);
    must(f.blob_store.recover([&](const BlobId& blob) -> Result<bool> {
        bool used = true;
        f.write([&](const stores::Stores& s) -> Result<void> {
            used = must(s.files.blobInUse(blob));
            return {};
        });
        return used;
    }));
    QCOMPARE(f.blobsOnDisk(), 0);
    must(f.upload(anna, "a", "content"));
}

void TestUploadService::suspendedMeanwhile() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto anna = f.principal("anna");
    auto upload = must(f.uploads->begin(anna, 3));
    must(upload->open("a", ""));
    must(upload->append(bytesOf("abc")));
    must(upload->finish());
    must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    QCOMPARE(wordOf(f.uploads->store(*upload)), "account_suspended");
    QCOMPARE(f.blobsOnDisk(), 0);
    QCOMPARE(wordOf(f.uploads->begin(anna, 3)), "account_suspended");
}

void TestUploadService::functionsMayRunAgain() {
    ServiceFixture f;
    f.setQuota("anna", 10);
    const auto anna = f.principal("anna");
    f.work.runTwice(true);
    const auto file = must(f.upload(anna, "a", "0123456789"));
    QCOMPARE(f.contentOf(file), "0123456789");
    QCOMPARE(f.usedBytes("anna"), 10);
    QVERIFY(file.key.ends_with("-a"));
}

void TestUploadService::orderOfCalls() {
    ServiceFixture f;
    f.addUser("anna");
    auto upload = must(f.uploads->begin(f.principal("anna"), std::nullopt));
    QCOMPARE(wordOf(upload->append(bytesOf("a"))), "internal_error"); // not open
    QCOMPARE(wordOf(upload->finish()), "internal_error");
    must(upload->open("a", ""));
    QCOMPARE(wordOf(f.uploads->store(*upload)), "internal_error"); // not finished
    must(upload->append(bytesOf("a")));
    must(upload->finish());
    QCOMPARE(wordOf(upload->append(bytesOf("b"))), "internal_error");
    must(f.uploads->store(*upload));
    QCOMPARE(f.blobsOnDisk(), 1);
}

void TestUploadService::diskIsPurgedBeforeItIsFull() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    std::int64_t free = 100 * MiB;
    SmallDisk disk(f.spools, free);
    RecordingPurger purger(free);
    services::UploadService uploads(f.work, disk, f.blob_store, f.clock, {});
    uploads.setTrashPurger(purger);
    QCOMPARE(wordOf(uploads.begin(anna, 100 * MiB)), "ok");
    QCOMPARE(purger.asked.size(), std::size_t{0}); // there was room
    purger.gives = 50 * MiB;
    QCOMPARE(wordOf(uploads.begin(anna, 150 * MiB)), "ok");
    QCOMPARE(purger.asked, std::vector<std::int64_t>{50 * MiB});
    purger.gives = 0;
    const auto refused = uploads.begin(anna, 151 * MiB);
    QCOMPARE(wordOf(refused), "insufficient_storage");
    QCOMPARE(refused.error().extras.bytes_free, std::optional<std::int64_t>(150 * MiB));
    // A body of unknown length asks as it grows.
    free = MiB;
    purger.asked.clear();
    purger.gives = 50 * MiB;
    auto upload = must(uploads.begin(anna, std::nullopt));
    must(upload->open("a", ""));
    must(upload->append(bytesOf("a")));
    QCOMPARE(purger.asked.size(), std::size_t{1});
    QVERIFY(purger.everybody);
}

namespace {

stores::UploadRecord promisedUpload(ServiceFixture& f, const services::Principal& owner, std::int64_t size) {
    const auto link = must(f.links->presignPut(owner, "a b.png", size, "image/png", 600s));
    const auto mark = link.path_and_query.find('?');
    return must(
        f.links->checkPut(link.path_and_query.substr(3, mark - 3), link.path_and_query.substr(mark + 1)));
}

Result<stores::FileRecord> finishPresigned(ServiceFixture& f, const stores::UploadRecord& record,
                                           const std::string& content) {
    auto begun = f.uploads->beginPresigned(record, static_cast<std::int64_t>(content.size()));
    if (!begun)
        return std::move(begun).error();
    DROPSEAL_TRY((*begun)->open("ignored.exe", "application/ignored"));
    DROPSEAL_TRY((*begun)->append(bytesOf(content)));
    DROPSEAL_TRY((*begun)->finish());
    return f.uploads->store(**begun);
}

} // namespace

void TestUploadService::presignedPut() {
    ServiceFixture f;
    f.setQuota("anna", 100);
    const auto anna = f.principal("anna");
    const auto record = promisedUpload(f, anna, 100); // all of the quota: its own promise is not in its way
    const auto file = must(finishPresigned(f, record, std::string(100, 'x')));
    QCOMPARE(file.filename, "a b.png");
    QCOMPARE(file.content_type, "image/png");
    QCOMPARE(file.owner_id, anna.userId());
    QCOMPARE(f.usedBytes("anna"), 100);
    QCOMPARE(must(f.files->get(anna, file.id)).size, 100);
}

void TestUploadService::presignedPutOnce() {
    ServiceFixture f;
    f.addUser("anna");
    const auto record = promisedUpload(f, f.principal("anna"), 3);
    std::vector<std::string> answers(10);
    std::vector<std::thread> threads;
    for (auto& answer : answers)
        threads.emplace_back([&] { answer = wordOf(finishPresigned(f, record, "abc")); });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(std::count(answers.begin(), answers.end(), "ok"), 1);
    QCOMPARE(std::count(answers.begin(), answers.end(), "already_used"), 9);
    QCOMPARE(f.blobsOnDisk(), 1);
    QCOMPARE(f.usedBytes("anna"), 3);
}

void TestUploadService::presignedPutSize_data() {
    QTest::addColumn<int>("declared");
    QTest::addColumn<int>("sent");
    QTest::addColumn<int>("after_s");
    QTest::addColumn<QString>("expected");
    QTest::newRow("exact") << 10 << 10 << 0 << "ok";
    QTest::newRow("declared less") << 9 << 9 << 0 << "bad_request";
    QTest::newRow("declared more") << 11 << 11 << 0 << "bad_request";
    QTest::newRow("not declared") << -1 << 10 << 0 << "length_required";
    QTest::newRow("sent less") << 10 << 9 << 0 << "bad_request";
    QTest::newRow("sent more") << 10 << 11 << 0 << "bad_request";
    QTest::newRow("too late") << 10 << 10 << 600 << "gone";
}

void TestUploadService::presignedPutSize() {
    QFETCH(int, declared);
    QFETCH(int, sent);
    QFETCH(int, after_s);
    QFETCH(QString, expected);
    ServiceFixture f;
    f.addUser("anna");
    const auto record = promisedUpload(f, f.principal("anna"), 10);
    f.clock.advance(std::chrono::seconds(after_s));
    auto begun = f.uploads->beginPresigned(record, declared < 0 ? std::nullopt
                                                                : std::optional<std::int64_t>(declared));
    Result<void> done = begun ? (*begun)->open("", "") : begun.error();
    if (done)
        done = (*begun)->append(bytesOf(std::string(static_cast<std::size_t>(sent), 'x')));
    if (done)
        done = (*begun)->finish();
    QCOMPARE(wordOf(done), expected.toStdString());
}

void TestUploadService::promisesCountAgainstTheQuota() {
    ServiceFixture f;
    f.setQuota("anna", 100);
    const auto anna = f.principal("anna");
    const auto record = promisedUpload(f, anna, 60);
    QCOMPARE(wordOf(f.upload(anna, "a", std::string(41, 'x'))), "quota_exceeded");
    QCOMPARE(wordOf(f.upload(anna, "a", std::string(40, 'x'))), "ok");
    const auto second = f.links->presignPut(anna, "b", 1, "", 600s);
    QCOMPARE(wordOf(second), "quota_exceeded");
    QCOMPARE(second.error().extras.bytes_free, std::optional<std::int64_t>(0));
    f.clock.advance(601s); // the promise is over
    QCOMPARE(wordOf(f.upload(anna, "a", std::string(60, 'x'))), "ok");
    QCOMPARE(wordOf(finishPresigned(f, record, std::string(60, 'x'))), "gone");
}

QTEST_GUILESS_MAIN(TestUploadService)
#include "tst_upload_service.moc"

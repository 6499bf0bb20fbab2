// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::test;

namespace {

constexpr std::int64_t MiB = 1024 * 1024;

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

class TestUploadLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizeLimit_data();
    void sizeLimit();
    void quota_data();
    void quota();
    void reservationsGoWithTheirUpload();
    void parallelUploadsNeverPassTheQuota();
    void absurdSizes();
    void diskIsPurgedBeforeItIsFull();
};

void TestUploadLimits::sizeLimit_data() {
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

void TestUploadLimits::sizeLimit() {
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

void TestUploadLimits::quota_data() {
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

void TestUploadLimits::quota() {
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

void TestUploadLimits::reservationsGoWithTheirUpload() {
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
void TestUploadLimits::parallelUploadsNeverPassTheQuota() {
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

void TestUploadLimits::absurdSizes() {
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

void TestUploadLimits::diskIsPurgedBeforeItIsFull() {
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

QTEST_GUILESS_MAIN(TestUploadLimits)
#include "tst_upload_limits.moc"

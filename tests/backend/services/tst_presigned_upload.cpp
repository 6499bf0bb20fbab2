// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

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

class TestPresignedUpload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presignedPut();
    void presignedPutOnce();
    void presignedPutSize_data();
    void presignedPutSize();
    void promisesCountAgainstTheQuota();
};

void TestPresignedUpload::presignedPut() {
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

void TestPresignedUpload::presignedPutOnce() {
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

void TestPresignedUpload::presignedPutSize_data() {
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

void TestPresignedUpload::presignedPutSize() {
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

void TestPresignedUpload::promisesCountAgainstTheQuota() {
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

QTEST_GUILESS_MAIN(TestPresignedUpload)
#include "tst_presigned_upload.moc"

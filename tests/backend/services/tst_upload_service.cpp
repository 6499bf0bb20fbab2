// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include "backend/security/token_hash.h"

using namespace dropseal;
using namespace dropseal::test;

class TestUploadService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storesWhatCame();
    void emptyFile();
    void keysInOneSecond();
    void types_data();
    void types();
    void failedCommitLeavesNothing();
    void suspendedMeanwhile();
    void functionsMayRunAgain();
    void orderOfCalls();
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

QTEST_GUILESS_MAIN(TestUploadService)
#include "tst_upload_service.moc"

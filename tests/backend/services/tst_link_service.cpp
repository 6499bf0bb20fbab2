// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

struct Parts {
    std::string subject;
    std::string query;
};

/// "/d/<subject>?<query>" taken apart.
Parts partsOf(const services::PresignedLink& link) {
    const auto mark = link.path_and_query.find('?');
    return {link.path_and_query.substr(3, mark - 3), link.path_and_query.substr(mark + 1)};
}

std::string checkWord(ServiceFixture& f, const services::PresignedLink& link) {
    const Parts parts = partsOf(link);
    return wordOf(f.links->checkGet(parts.subject, parts.query));
}

} // namespace

class TestLinkService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void badRequests_data();
    void badRequests();
    void expires();
    void everyChangeIsRefused();
    void othersKeys();
    void diesWith_data();
    void diesWith();
    void liveAgainAfterRestore();
    void putRoundTrip();
    void putBadRequests_data();
    void putBadRequests();
    void putDiesWithItsOwner();
    void putIsNotGet();
    void putSums();
};

void TestLinkService::roundTrip_data() {
    QTest::addColumn<QString>("disposition");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << ""
                          << "attachment";
    QTest::newRow("attachment") << "attachment"
                                << "attachment";
    QTest::newRow("inline") << "inline"
                            << "inline";
}

void TestLinkService::roundTrip() {
    QFETCH(QString, disposition);
    QFETCH(QString, expected);
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a b.txt", "content"));
    const auto link = must(f.links->presignGet(file, 3600s, disposition.toStdString()));
    QVERIFY(link.path_and_query.starts_with("/d/" + file.key + "?"));
    QCOMPARE(link.expires_at, fromUnixSeconds(toUnixSeconds(f.clock.now())) + 3600s);
    const Parts parts = partsOf(link);
    const auto checked = must(f.links->checkGet(parts.subject, parts.query));
    QCOMPARE(checked.file.id, file.id);
    QCOMPARE(checked.disposition, expected.toStdString());
    QCOMPARE(checked.content_type, "");
    QCOMPARE(f.contentOf(checked.file), "content");
}

void TestLinkService::badRequests_data() {
    QTest::addColumn<int>("expires_in");
    QTest::addColumn<QString>("disposition");
    QTest::addColumn<QString>("expected");
    QTest::newRow("shortest") << 1 << ""
                              << "ok";
    QTest::newRow("longest") << 604800 << ""
                             << "ok";
    QTest::newRow("none") << 0 << ""
                          << "validation_failed";
    QTest::newRow("negative") << -5 << ""
                              << "validation_failed";
    QTest::newRow("too long") << 604801 << ""
                              << "validation_failed";
    QTest::newRow("unknown disposition") << 60 << "form-data"
                                         << "validation_failed";
    QTest::newRow("line break") << 60 << "inline\r\nA: b"
                                << "validation_failed";
}

void TestLinkService::badRequests() {
    QFETCH(int, expires_in);
    QFETCH(QString, disposition);
    QFETCH(QString, expected);
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a", "x"));
    QCOMPARE(wordOf(f.links->presignGet(file, std::chrono::seconds(expires_in), disposition.toStdString())),
             expected.toStdString());
}

void TestLinkService::expires() {
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a", "x"));
    const auto link = must(f.links->presignGet(file, 60s, ""));
    f.clock.advance(59s);
    QCOMPARE(checkWord(f, link), "ok");
    f.clock.advance(1s);
    QCOMPARE(checkWord(f, link), "link_expired");
}

/// One character of the query changed, left out or put in: never accepted.
void TestLinkService::everyChangeIsRefused() {
    ServiceFixture f;
    f.addUser("anna");
    const auto file = must(f.upload(f.principal("anna"), "a", "x"));
    const Parts parts = partsOf(must(f.links->presignGet(file, 3600s, "inline")));
    for (std::size_t at = 0; at < parts.query.size(); ++at) {
        std::string changed = parts.query;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        const auto word = wordOf(f.links->checkGet(parts.subject, changed));
        QVERIFY2(word == "link_invalid" || word == "link_expired",
                 qPrintable(QString::fromStdString(changed)));
        std::string shorter = parts.query;
        shorter.erase(at, 1);
        QVERIFY2(!f.links->checkGet(parts.subject, shorter), qPrintable(QString::fromStdString(shorter)));
    }
    for (const char* more : {"&x=1", "&d=inline", "&", "&e=99999999999"})
        QCOMPARE(wordOf(f.links->checkGet(parts.subject, parts.query + more)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet(parts.subject, "")), "link_invalid");
}

/// An unknown key answers as a wrong signature does, and a signature fits one file only.
void TestLinkService::othersKeys() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto first = must(f.upload(anna, "a", "x"));
    const auto second = must(f.upload(anna, "b", "x"));
    const Parts parts = partsOf(must(f.links->presignGet(first, 3600s, "")));
    QCOMPARE(wordOf(f.links->checkGet(second.key, parts.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet("1700000000-00000000-unknown", parts.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet("", parts.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet("' OR 1=1 --", parts.query)), "link_invalid");
}

void TestLinkService::diesWith_data() {
    QTest::addColumn<QString>("deed");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << "nothing"
                             << "ok";
    QTest::newRow("trash") << "trash"
                           << "gone";
    QTest::newRow("suspension") << "suspend"
                                << "gone";
    QTest::newRow("revocation") << "revoke"
                                << "link_invalid";
    QTest::newRow("purge") << "purge"
                           << "gone";
    QTest::newRow("missing blob") << "missing"
                                  << "gone";
    QTest::newRow("rename") << "rename"
                            << "ok";
}

void TestLinkService::diesWith() {
    QFETCH(QString, deed);
    QFETCH(QString, expected);
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "x"));
    const auto link = must(f.links->presignGet(file, 3600s, ""));
    QCOMPARE(checkWord(f, link), "ok");
    if (deed == QStringLiteral("trash"))
        must(f.files->trash(anna, file.id));
    if (deed == QStringLiteral("suspend"))
        must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    if (deed == QStringLiteral("revoke"))
        must(f.files->revokeLinks(anna, file.id));
    if (deed == QStringLiteral("purge"))
        must(f.files->purge(anna, file.id));
    if (deed == QStringLiteral("rename"))
        must(f.files->rename(anna, file.id, "b"));
    if (deed == QStringLiteral("missing")) {
        must(f.blob_store.remove(file.blob_id));
        QVERIFY(!f.files->open(file));
    }
    QCOMPARE(checkWord(f, link), expected.toStdString());
    if (deed == QStringLiteral("revoke")) { // only the old ones
        const auto fresh = must(f.files->get(anna, file.id));
        QCOMPARE(checkWord(f, must(f.links->presignGet(fresh, 60s, ""))), "ok");
    }
}

void TestLinkService::liveAgainAfterRestore() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "x"));
    const auto link = must(f.links->presignGet(file, 3600s, ""));
    must(f.files->trash(anna, file.id));
    QCOMPARE(checkWord(f, link), "gone");
    must(f.files->restore(anna, file.id));
    QCOMPARE(checkWord(f, link), "ok");
    must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    QCOMPARE(checkWord(f, link), "gone");
    must(f.accounts->setStatus(user.id, stores::UserStatus::Active));
    QCOMPARE(checkWord(f, link), "ok");
    auto trashed = file;
    trashed.deleted_at = f.clock.now();
    QCOMPARE(wordOf(f.links->presignGet(trashed, 60s, "")), "not_found");
}

void TestLinkService::putRoundTrip() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto link = must(f.links->presignPut(anna, "../a:b.png", 5, "Image/PNG", 60s));
    QCOMPARE(link.method, security::LinkMethod::Put);
    const Parts parts = partsOf(link);
    const auto upload = must(f.links->checkPut(parts.subject, parts.query));
    QCOMPARE(upload.owner_id, anna.userId());
    QCOMPARE(upload.filename, "ab.png");
    QCOMPARE(upload.content_type, "image/png");
    QCOMPARE(upload.size, 5);
    for (std::size_t at = 0; at < parts.query.size(); ++at) {
        std::string changed = parts.query;
        changed[at] = changed[at] == 'x' ? 'y' : 'x';
        QVERIFY2(!f.links->checkPut(parts.subject, changed), qPrintable(QString::fromStdString(changed)));
    }
    for (const char* subject : {"", "../x", "018f0000-0000-7000-8000-000000000000"})
        QCOMPARE(wordOf(f.links->checkPut(subject, parts.query)), "link_invalid");
    f.clock.advance(61s);
    QCOMPARE(wordOf(f.links->checkPut(parts.subject, parts.query)), "link_expired");
}

void TestLinkService::putBadRequests_data() {
    QTest::addColumn<QString>("filename");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("expires_in");
    QTest::addColumn<QString>("expected");
    QTest::newRow("good") << "a" << qint64{0} << "" << 60 << "ok";
    QTest::newRow("no name") << "" << qint64{1} << "" << 60 << "validation_failed";
    QTest::newRow("negative size") << "a" << qint64{-1} << "" << 60 << "validation_failed";
    QTest::newRow("bad type") << "a" << qint64{1} << "png" << 60 << "validation_failed";
    QTest::newRow("too long a life") << "a" << qint64{1} << "" << 604801 << "validation_failed";
    QTest::newRow("over the limit") << "a" << qint64{1001} << "" << 60 << "file_too_large";
}

void TestLinkService::putBadRequests() {
    QFETCH(QString, filename);
    QFETCH(qint64, size);
    QFETCH(QString, type);
    QFETCH(int, expires_in);
    QFETCH(QString, expected);
    ServiceFixture::Options options;
    options.uploads.max_upload_bytes = 1000;
    ServiceFixture f(options);
    f.addUser("anna");
    QCOMPARE(wordOf(f.links->presignPut(f.principal("anna"), filename.toStdString(), size, type.toStdString(),
                                        std::chrono::seconds(expires_in))),
             expected.toStdString());
}

void TestLinkService::putDiesWithItsOwner() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const Parts parts = partsOf(must(f.links->presignPut(f.principal("anna"), "a", 1, "", 60s)));
    must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    QCOMPARE(wordOf(f.links->checkPut(parts.subject, parts.query)), "gone");
}

/// The method is signed: a URL that takes bytes gives none, and the other way round.
void TestLinkService::putIsNotGet() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const auto file = must(f.upload(anna, "a", "x"));
    const Parts get = partsOf(must(f.links->presignGet(file, 60s, "")));
    const Parts put = partsOf(must(f.links->presignPut(anna, "a", 1, "", 60s)));
    QCOMPARE(wordOf(f.links->checkPut(put.subject, get.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet(get.subject, put.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkGet(put.subject, put.query)), "link_invalid");
    QCOMPARE(wordOf(f.links->checkPut(file.id.toString(), get.query)), "link_invalid");
}

/// Promises without a quota do not add up beyond what a number can hold.
void TestLinkService::putSums() {
    ServiceFixture f;
    f.addUser("anna");
    const auto anna = f.principal("anna");
    const std::int64_t half = std::int64_t{1} << 59;
    QCOMPARE(wordOf(f.links->presignPut(anna, "a", half, "", 60s)), "ok");
    QCOMPARE(wordOf(f.links->presignPut(anna, "a", half, "", 60s)), "ok");
    QCOMPARE(wordOf(f.links->presignPut(anna, "a", 1, "", 60s)), "insufficient_storage");
    QCOMPARE(wordOf(f.links->presignPut(anna, "a", std::numeric_limits<std::int64_t>::max(), "", 60s)),
             "insufficient_storage");
    must(f.upload(anna, "a", "content")); // and they are in nobody's way
}

QTEST_GUILESS_MAIN(TestLinkService)
#include "tst_link_service.moc"

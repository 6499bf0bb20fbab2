// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/sha256.h"
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

const std::string Bytes = "0123456789";

std::string form(const std::string& head, const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--b\r\nContent-Disposition: "
           "form-data; " +
           head + "\r\n\r\n" + bytes + "\r\n--b--\r\n";
}

Reply sendForm(RouteFixture& server, const std::string& path, const std::string& token,
               const std::string& body) {
    auto fields = RouteFixture::bearer(token);
    fields.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    return server.ask("POST", path, fields, body);
}

} // namespace

/// How a file comes in: as a form, as a raw body, and not at all.
class UploadRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void uploadByForm_data();
    void uploadByForm();
    void uploadRaw_data();
    void uploadRaw();
    void uploadRefuses_data();
    void uploadRefuses();
    void limitsSpeakFirst();
    void quotaSpeaksFirst();
    void cutUploadLeavesNothing();
};

void UploadRoutes::uploadByForm_data() {
    QTest::addColumn<std::string>("path");
    QTest::newRow("named by the specification") << std::string("/upload");
    QTest::newRow("canonical") << std::string("/api/v1/files");
}

void UploadRoutes::uploadByForm() {
    QFETCH(std::string, path);
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply reply = sendForm(server, path, token, form("name=\"file\"; filename=\"report.txt\"", Bytes));
    QCOMPARE(reply.status, 200);
    std::vector<std::string> names;
    const json::Value answer = reply.json();
    for (const auto& [name, value] : answer.items())
        names.push_back(name);
    QVERIFY((names == std::vector<std::string>{"filename", "key", "url", "status", "id", "size", "sha256",
                                               "content_type"}));
    QCOMPARE(reply.member("filename"), std::string("report.txt"));
    QCOMPARE(reply.member("status"), std::string("uploaded"));
    QCOMPARE(reply.member("size"), std::string("10"));
    QCOMPARE(reply.member("sha256"), crypto::sha256Hex(Bytes));
    const std::string user = server.get("/auth/me", token).member("id");
    QCOMPARE(reply.member("key"), std::to_string(toUnixSeconds(server.services.clock.now())) + '-' +
                                      user.substr(0, 8) + "-report.txt");
    QVERIFY(reply.member("url").starts_with("http://127.0.0.1/d/"));
    const Reply fetched = server.get(RouteFixture::pathOf(reply.member("url"))); // a stranger: no token
    QCOMPARE(fetched.status, 200);
    QCOMPARE(fetched.body, Bytes);
}

void UploadRoutes::uploadRaw_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("filename");
    QTest::addColumn<std::string>("bytes");
    const auto row = [](const char* name, const char* filename, std::string bytes) {
        QTest::newRow(name) << std::string(name) << std::string(filename) << std::move(bytes);
    };
    row("a.txt", "a.txt", Bytes);
    row("empty.txt", "empty.txt", "");
    row("a%20b.txt", "a b.txt", Bytes);
    row("%C3%A4.txt", "\xc3\xa4.txt", Bytes);
    row("..%2F..%2Fetc%2Fpasswd", "etcpasswd", Bytes);
    row("..", "file", Bytes);
    row("big.bin", "big.bin", std::string(3 * 1024 * 1024, 'x'));
}

void UploadRoutes::uploadRaw() {
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    const Reply reply = server.upload(name, bytes, token);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.member("sha256"), crypto::sha256Hex(bytes));
    QTEST(reply.member("filename"), "filename");
    const Reply fetched = server.get("/download/" + api::percentEncode(reply.member("key")), token);
    QCOMPARE(fetched.status, 200);
    QVERIFY(fetched.body == bytes);
}

void UploadRoutes::uploadRefuses_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<bool>("signed_in");
    QTest::addColumn<int>("status");
    const std::string multipart = "multipart/form-data; boundary=b";
    const auto row = [](const char* title, const char* method, const char* path, const std::string& type,
                        std::string body, bool signed_in, int status) {
        QTest::newRow(title) << std::string(method) << std::string(path) << type << std::move(body)
                             << signed_in << status;
    };
    row("stranger, form", "POST", "/upload", multipart, form("name=\"file\"; filename=\"a\"", "x"), false,
        401);
    row("stranger, raw", "PUT", "/upload/a", "", "x", false, 401);
    row("not a form", "POST", "/upload", "application/octet-stream", "x", true, 415);
    row("no type", "POST", "/upload", "", "x", true, 415);
    row("text from a page", "POST", "/upload", "text/plain", "x", true, 415);
    row("no file", "POST", "/upload", multipart, form("name=\"other\"; filename=\"a\"", "x"), true, 422);
    row("cut form", "POST", "/upload", multipart,
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx", true, 400);
    row("no boundary", "POST", "/upload", "multipart/form-data", "x", true, 400);
    row("no name", "PUT", "/upload/", "", "x", true, 404);
    row("broken name", "PUT", "/upload/%zz", "", "x", true, 400);
    row("NUL in the name", "PUT", "/upload/a%00b", "", "x", true, 400);
    row("wrong method", "PUT", "/upload", "", "x", true, 405);
}

void UploadRoutes::uploadRefuses() {
    QFETCH(std::string, method);
    QFETCH(std::string, path);
    QFETCH(std::string, type);
    QFETCH(std::string, body);
    QFETCH(bool, signed_in);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    RouteFixture::Fields fields;
    if (signed_in)
        fields = RouteFixture::bearer(token);
    if (!type.empty())
        fields.emplace_back("Content-Type", type);
    const Reply reply = server.ask(method, path, fields, body);
    QTEST(reply.status, "status");
    QVERIFY(!reply.code().empty());
    QVERIFY(server.get("/api/v1/files", token).json().at("items").empty());
    QCOMPARE(server.services.blobsOnDisk(), 0);
    QVERIFY(test::waitFor([] { return server.services.temporaryFiles() == 0; }));
}

void UploadRoutes::limitsSpeakFirst() {
    RouteFixture::Options options;
    options.services.uploads.max_upload_bytes = 10;
    RouteFixture server(options);
    const std::string token = server.user("alice");
    QCOMPARE(server.upload("ten", Bytes, token).status, 200);
    test::Client client(server.port()); // the body never comes: the answer does
    client.send("PUT /upload/big HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
                "\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    const Reply early = test::parseReply(client.rest());
    QCOMPARE(early.status, 413);
    QCOMPARE(early.code(), std::string("file_too_large"));
    QCOMPARE(early.member("limit"), std::string("10"));
    const Reply late = sendForm(server, "/upload", token, form("name=\"file\"; filename=\"a\"", Bytes + "x"));
    QCOMPARE(late.status, 413);
    QCOMPARE(late.code(), std::string("file_too_large"));
    QCOMPARE(server.get("/api/v1/files", token).json().at("items").size(), std::size_t(1));
}

void UploadRoutes::quotaSpeaksFirst() {
    RouteFixture server;
    server.services.setQuota("alice", 15);
    const std::string token = server.services.login("alice").access_token;
    QCOMPARE(server.upload("a", Bytes, token).status, 200);
    const Reply reply = server.upload("b", Bytes, token);
    QCOMPARE(reply.status, 507);
    QCOMPARE(reply.code(), std::string("quota_exceeded"));
    QCOMPARE(reply.member("bytes_free"), std::string("5"));
}

void UploadRoutes::cutUploadLeavesNothing() {
    RouteFixture server;
    const std::string token = server.user("alice");
    {
        test::Client client(server.port());
        client.send("PUT /upload/cut HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
                    "\r\nContent-Length: 1000000\r\n\r\n" + std::string(500000, 'x'));
        QVERIFY(test::waitFor([&server] { return server.services.temporaryFiles() == 1; }));
    }
    QVERIFY(test::waitFor([&server] { return server.services.temporaryFiles() == 0; }));
    QVERIFY(server.get("/api/v1/files", token).json().at("items").empty());
}

QTEST_GUILESS_MAIN(UploadRoutes)
#include "tst_upload_routes.moc"

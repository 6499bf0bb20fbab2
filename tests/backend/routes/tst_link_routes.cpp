// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/sha256.h"
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

const std::string Bytes = "0123456789";

} // namespace

/// Presigned URLs: made with a token, used without one.
class LinkRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presignGet_data();
    void presignGet();
    void presignRefuses_data();
    void presignRefuses();
    void changedLinks_data();
    void changedLinks();
    void expires();
    void revoke();
    void suspendedOwner();
    void tokenBesideLink();
    void publicUrl();
    void presignPut();
    void putRefuses_data();
    void putRefuses();
};

void LinkRoutes::presignGet_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<bool>("by_key");
    QTest::newRow("by key") << std::string("/presign") << true;
    QTest::newRow("by id") << std::string("/api/v1/presign") << false;
}

void LinkRoutes::presignGet() {
    QFETCH(std::string, path);
    QFETCH(bool, by_key);
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply file = server.upload("a.txt", Bytes, token);
    const std::string what =
        by_key ? R"("key":")" + file.member("key") : R"("file_id":")" + file.member("id");
    const Reply link = server.post(path, "{" + what + R"(","expires_in":60})", token);
    QCOMPARE(link.status, 200);
    QCOMPARE(link.member("method"), std::string("GET"));
    QCOMPARE(link.member("headers"), std::string("{}"));
    const Timestamp end = *parseTimestamp(link.member("expires_at"));
    QCOMPARE(toUnixSeconds(end), toUnixSeconds(server.services.clock.now()) + 60);
    const Reply bytes = server.get(RouteFixture::pathOf(link.member("url")));
    QCOMPARE(bytes.body, Bytes);
}

void LinkRoutes::presignRefuses_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char* title, const char* body, int status) {
        QTest::newRow(title) << std::string(body) << status;
    };
    row("nothing", "{}", 422);
    row("unknown key", R"({"key":"1-x-y"})", 404);
    row("too long", R"({"key":"1-x-y","expires_in":604801})", 422);
    row("2^31", R"({"key":"1-x-y","expires_in":2147483648})", 422);
    row("2^64", R"({"key":"1-x-y","expires_in":18446744073709551616})", 400);
    row("direct", R"({"key":"1-x-y","direct":true})", 422);
    row("put without size", R"({"filename":"x","method":"PUT"})", 422);
    row("put without a name left", R"({"filename":":*?","size":1,"method":"PUT"})", 422);
}

void LinkRoutes::presignRefuses() {
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    QTEST(server.post("/presign", body, token).status, "status");
    QCOMPARE(server.post("/presign", body).status, 401);
}

void LinkRoutes::changedLinks_data() {
    QTest::addColumn<std::string>("change");
    for (const char* const change : {"key", "method", "expiry", "signature", "kid", "disposition", "unknown",
                                     "repeated", "cut", "none", "escape", "flip each"})
        QTest::newRow(change) << std::string(change);
}

void LinkRoutes::changedLinks() {
    QFETCH(std::string, change);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    static const Reply one = server.upload("a.txt", Bytes, token);
    static const Reply two = server.upload("b.txt", Bytes, token);
    std::string path = RouteFixture::pathOf(one.member("url"));
    const auto query = path.substr(path.find('?'));
    const auto refused = [](const std::string& changed, const char* method = "GET") {
        const Reply reply = server.ask(method, changed);
        return reply.status == 403 && reply.code() == "link_invalid";
    };
    if (change == "key")
        QVERIFY(refused("/d/" + two.member("key") + query));
    else if (change == "method")
        QVERIFY(refused(path, "PUT"));
    else if (change == "expiry")
        QVERIFY(refused(path.replace(path.find("e=") + 2, 1, "9")));
    else if (change == "signature")
        QVERIFY(refused(path.replace(path.find("s=") + 2, 4, "AAAA")));
    else if (change == "kid")
        QVERIFY(refused(path.replace(path.find("k=") + 2, 4, "0000")));
    else if (change == "disposition")
        QVERIFY(refused(path + "&d=inline") &&
                refused("/d/" + one.member("key") + "?d=inline&" + query.substr(1)));
    else if (change == "unknown")
        QVERIFY(refused(path + "&x=1"));
    else if (change == "repeated")
        QVERIFY(refused(path + '&' + query.substr(1, query.find('&') - 1)));
    else if (change == "cut")
        QVERIFY(refused(path.substr(0, path.size() - 1)));
    else if (change == "none")
        QVERIFY(refused("/d/" + one.member("key")));
    else if (change == "escape")
        QVERIFY(refused("/d/" + one.member("key") + "%252e" + query));
    else
        for (std::size_t i = path.find("s=") + 2; i < path.size(); i += 7) {
            std::string flipped = path;
            flipped[i] = flipped[i] == 'A' ? 'B' : 'A';
            QVERIFY(refused(flipped));
        }
    QCOMPARE(server.get(RouteFixture::pathOf(one.member("url"))).status, 200);
}

void LinkRoutes::expires() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string link = RouteFixture::pathOf(server.upload("a.txt", Bytes, token).member("url"));
    server.services.clock.advance(std::chrono::minutes(59));
    QCOMPARE(server.get(link).status, 200);
    server.services.clock.advance(std::chrono::minutes(2));
    const Reply late = server.get(link);
    QCOMPARE(late.status, 403);
    QCOMPARE(late.code(), std::string("link_expired"));
}

void LinkRoutes::revoke() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply file = server.upload("a.txt", Bytes, token);
    const std::string link = RouteFixture::pathOf(file.member("url"));
    QCOMPARE(server.get(link).status, 200);
    const std::string path = "/api/v1/files/" + file.member("id") + "/revoke-links";
    QCOMPARE(server.ask("POST", path, RouteFixture::bearer(token)).status, 204);
    QCOMPARE(server.get(link).status, 403);
    const Reply fresh = server.post("/presign", R"({"key":")" + file.member("key") + R"("})", token);
    QCOMPARE(server.get(RouteFixture::pathOf(fresh.member("url"))).status, 200);
}

void LinkRoutes::suspendedOwner() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string link = RouteFixture::pathOf(server.upload("a.txt", Bytes, token).member("url"));
    const std::string id = server.get("/auth/me", token).member("id");
    QCOMPARE(server.askLocally("PATCH", "/api/v1/users/" + id, R"({"status":"suspended"})").status, 200);
    QCOMPARE(server.get(link).status, 410);
    QCOMPARE(server.askLocally("PATCH", "/api/v1/users/" + id, R"({"status":"active"})").status, 200);
    QCOMPARE(server.get(link).status, 200);
}

void LinkRoutes::tokenBesideLink() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string link = RouteFixture::pathOf(server.upload("a.txt", Bytes, token).member("url"));
    QCOMPARE(server.get(link, token).status, 400);
}

void LinkRoutes::publicUrl() {
    RouteFixture::Options options;
    options.change = [](routes::RouteOptions& o) { o.public_url = "https://files.example/"; };
    RouteFixture server(options);
    const std::string token = server.user("alice");
    const Reply file = server.upload("a.txt", Bytes, token);
    QVERIFY(file.member("url").starts_with("https://files.example/d/"));
}

void LinkRoutes::presignPut() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply link = server.post(
        "/presign", R"({"method":"PUT","filename":"new.txt","size":10,"content_type":"text/plain"})", token);
    QCOMPARE(link.status, 200);
    QCOMPARE(link.member("method"), std::string("PUT"));
    QCOMPARE(link.json().at("headers").at("Content-Length").get<std::string>(), std::string("10"));
    const std::string path = RouteFixture::pathOf(link.member("url"));
    QCOMPARE(server.ask("PUT", path, {}, "123").status, 400);
    const Reply stored = server.ask("PUT", path, {{"Content-Type", "text/plain"}}, Bytes);
    QCOMPARE(stored.status, 201);
    QCOMPARE(stored.member("filename"), std::string("new.txt"));
    QCOMPARE(stored.member("sha256"), crypto::sha256Hex(Bytes));
    const Reply again = server.ask("PUT", path, {}, Bytes);
    QCOMPARE(again.status, 409);
    QCOMPARE(again.code(), std::string("already_used"));
    QCOMPARE(server.get("/download/" + stored.member("key"), token).body, Bytes);
    QCOMPARE(server.get(path).status, 403); // a PUT link reads nothing
    QCOMPARE(server.get("/auth/me", token).member("used_bytes"), std::string("10"));
}

void LinkRoutes::putRefuses_data() {
    QTest::addColumn<std::string>("path");
    QTest::newRow("no query") << std::string("/d/01890000-0000-7000-8000-000000000000");
    QTest::newRow("no id") << std::string("/d/abc?e=1&k=00000000&s=AAAA");
    QTest::newRow("dots") << std::string("/d/..%2F..%2Fx?e=1&k=00000000&s=AAAA");
}

void LinkRoutes::putRefuses() {
    QFETCH(std::string, path);
    static RouteFixture& server = RouteFixture::shared();
    const Reply reply = server.ask("PUT", path, {}, Bytes);
    QCOMPARE(reply.status, 403);
    QCOMPARE(reply.code(), std::string("link_invalid"));
}

QTEST_GUILESS_MAIN(LinkRoutes)
#include "tst_link_routes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/account_watch.h"
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

using Fields = RouteFixture::Fields;

const std::string App = "https://app.example.org";

RouteFixture::Options behindProxy(std::function<void(routes::RouteOptions&)> change) {
    RouteFixture::Options options;
    options.change = std::move(change);
    options.change_edge = [](edge::EdgeOptions& edge) {
        edge.trusted_proxies = {{edge::parseIp("127.0.0.1").value(), 128}};
    };
    return options;
}

RouteFixture& open() {
    static RouteFixture& server = RouteFixture::shared([] {
        RouteFixture::Options options;
        options.change = [](routes::RouteOptions& o) { o.cors_origins = {App, "http://localhost:5173"}; };
        return options;
    }());
    return server;
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
    fields.emplace_back(name, value);
    return fields;
}

} // namespace

/// Pages of other origins, proxies in front, and plain HTTP where TLS is asked for.
class CrossOrigin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void closedByDefault();
    void preflight_data();
    void preflight();
    void writing_data();
    void writing();
    void edgeRefusalsToo();
    void httpsOnly_data();
    void httpsOnly();
    void proxyIsBelieved();
    void strangerIsNotBelieved();
    void hiddenProxy_data();
    void hiddenProxy();
    void hiddenProxyOfTheServer();
    void typesSpeakBeforeTheBody();
};

void CrossOrigin::answers_data() {
    QTest::addColumn<std::string>("origin");
    QTest::addColumn<std::string>("allowed");
    const auto row = [](const char* origin, bool allowed) {
        QTest::newRow(origin) << std::string(origin) << std::string(allowed ? origin : "");
    };
    row("https://app.example.org", true);
    row("http://localhost:5173", true);
    row("null", false);
    row("https://evil.example", false);
    row("https://app.example.org.evil.example", false);
    row("https://evil.app.example.org", false);
    row("http://app.example.org", false);
    row("https://app.example.org:444", false);
    row("http://localhost", false);
    row("*", false);
}

void CrossOrigin::answers() {
    QFETCH(std::string, origin);
    QFETCH(std::string, allowed);
    for (const auto& [method, path, status] :
         std::vector<std::tuple<std::string, std::string, int>>{{"GET", "/health", 200},
                                                                {"GET", "/auth/me", 401},
                                                                {"GET", "/nothing", 404},
                                                                {"DELETE", "/health", 405}}) {
        if (method == "DELETE" && allowed.empty())
            continue; // that one is refused for its origin, as writing() says
        const Reply reply = open().ask(method, path, {{"Origin", origin}});
        QCOMPARE(reply.status, status);
        QCOMPARE(reply.header("access-control-allow-origin"), allowed);
        QCOMPARE(reply.header("vary"), std::string("Origin"));
        QCOMPARE(reply.count("access-control-allow-credentials"), std::size_t(0));
        const std::string exposed = reply.header("access-control-expose-headers");
        QCOMPARE(exposed.empty(), allowed.empty());
        for (const char* const name : {"Location", "Upload-Offset", "Upload-Length", "Tus-Resumable",
                                       "Dropseal-File-Id", "ETag", "X-Request-Id", "Retry-After"})
            QVERIFY2(allowed.empty() || exposed.find(name) != std::string::npos, name);
    }
    // A cache must know even where nobody named an origin.
    QCOMPARE(open().get("/health").header("vary"), std::string("Origin"));
    QCOMPARE(open().get("/health").count("access-control-allow-origin"), std::size_t(0));
}

void CrossOrigin::closedByDefault() {
    RouteFixture server;
    const Fields asked = {{"Origin", App}, {"Access-Control-Request-Method", "GET"}};
    for (const char* const method : {"GET", "OPTIONS"}) {
        const Reply reply = server.ask(method, "/health", asked);
        QVERIFY(reply.status < 300);
        for (const auto& [name, value] : reply.headers)
            QVERIFY2(!name.starts_with("access-control-") && name != "vary", name.c_str());
    }
}

void CrossOrigin::preflight_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<std::string>("methods");
    const Fields asks = {{"Access-Control-Request-Method", "PUT"},
                         {"Access-Control-Request-Headers", "authorization, content-type"}};
    QTest::newRow("listed") << std::string("/upload/x") << with(asks, "Origin", App)
                            << std::string("PUT, OPTIONS");
    QTest::newRow("several methods") << std::string("/api/v1/files/x") << with(asks, "Origin", App)
                                     << std::string("GET, HEAD, PATCH, DELETE, OPTIONS");
    QTest::newRow("foreign") << std::string("/upload/x") << with(asks, "Origin", "https://evil.example")
                             << std::string();
    QTest::newRow("no origin") << std::string("/upload/x") << asks << std::string();
    QTest::newRow("no preflight") << std::string("/upload/x") << Fields{{"Origin", App}} << std::string();
}

void CrossOrigin::preflight() {
    QFETCH(std::string, path);
    QFETCH(Fields, fields);
    QFETCH(std::string, methods);
    const Reply reply = open().ask("OPTIONS", path, fields);
    QCOMPARE(reply.status, 204); // asks for no token: a browser sends none
    QVERIFY(!reply.header("allow").empty());
    QCOMPARE(reply.header("access-control-allow-methods"), methods);
    QCOMPARE(reply.count("access-control-max-age"), std::size_t(methods.empty() ? 0 : 1));
    const std::string accepted = reply.header("access-control-allow-headers");
    for (const char* const name : {"Authorization", "Content-Type", "Range", "If-Match", "Upload-Offset"})
        QVERIFY2(methods.empty() == (accepted.find(name) == std::string::npos), name);
}

void CrossOrigin::writing_data() {
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<int>("status");
    QTest::newRow("listed") << Fields{{"Origin", App}, {"Sec-Fetch-Site", "cross-site"}} << 422;
    QTest::newRow("foreign") << Fields{{"Origin", "https://evil.example"}} << 403;
    QTest::newRow("null") << Fields{{"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}} << 403;
    QTest::newRow("cross site without an origin") << Fields{{"Sec-Fetch-Site", "cross-site"}} << 403;
    QTest::newRow("none") << Fields() << 422;
}

void CrossOrigin::writing() {
    QFETCH(Fields, fields);
    const Reply reply =
        open().ask("POST", "/auth/refresh", with(fields, "Content-Type", "application/json"), "{}");
    QTEST(reply.status, "status");
}

/// What the edge says by itself carries the same headers, once the head could be read.
void CrossOrigin::edgeRefusalsToo() {
    const Fields fields = {{"Origin", App}, {"Content-Type", "application/json"}};
    const Reply reply = open().ask("POST", "/auth/refresh", fields, std::string(1024 * 1024 + 1, ' '));
    QCOMPARE(reply.status, 413);
    QCOMPARE(reply.header("access-control-allow-origin"), App);
}

void CrossOrigin::httpsOnly_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("proto");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* path, const char* proto, int status) {
        QTest::newRow(name) << std::string(path) << std::string(proto) << status;
    };
    row("plain", "/", "", 426);
    row("plain, private", "/auth/me", "", 426);
    row("plain, unknown path", "/nothing", "", 426);
    row("proxy says http", "/", "http", 426);
    row("proxy says https", "/", "https", 200);
    row("https, private", "/auth/me", "https", 401);
    row("health", "/health", "", 200);
    row("readiness", "/health/ready", "", 200);
}

void CrossOrigin::httpsOnly() {
    QFETCH(std::string, path);
    QFETCH(std::string, proto);
    QFETCH(int, status);
    static RouteFixture& server =
        RouteFixture::shared(behindProxy([](routes::RouteOptions& o) { o.require_https = true; }));
    const Fields fields = proto.empty() ? Fields() : Fields{{"X-Forwarded-Proto", proto}};
    const Reply reply = server.ask("GET", path, fields);
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.header("strict-transport-security"),
             std::string(proto == "https" ? "max-age=31536000; includeSubDomains" : ""));
    if (status == 426) {
        QCOMPARE(reply.code(), std::string("upgrade_required"));
        QVERIFY(reply.header("upgrade").starts_with("TLS/"));
        QCOMPARE(reply.count("location"), std::size_t(0)); // no silent redirect of a token (ASVS 4.1.2)
    }
    QVERIFY(server.askLocally("GET", "/").status == 200); // the command line is on this machine
}

void CrossOrigin::proxyIsBelieved() {
    RouteFixture server(behindProxy([](routes::RouteOptions& o) { o.hsts_subdomains = false; }));
    const std::string token = server.user("alice");
    const Reply reply = server.ask("PUT", "/upload/a.txt",
                                   with(with(RouteFixture::bearer(token), "X-Forwarded-Proto", "https"),
                                        "X-Forwarded-For", "198.51.100.7, 203.0.113.9"),
                                   "x");
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.member("url").starts_with("https://127.0.0.1/d/"));
    QCOMPARE(reply.header("strict-transport-security"), std::string("max-age=31536000"));
    QVERIFY(server.log.lines().back().find(R"("peer":"203.0.113.9")") != std::string::npos);
    QCOMPARE(server.ask("GET", "/nothing", {{"X-Forwarded-For", "203.0.113.8"}}).status, 404);
    QVERIFY(server.log.lines().back().find(R"("peer":"203.0.113.8")") != std::string::npos);
}

/// ASVS 4.1.3.
void CrossOrigin::strangerIsNotBelieved() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const Fields lies = {{"Authorization", "Bearer " + token},
                         {"X-Forwarded-For", "203.0.113.9"},
                         {"X-Forwarded-Proto", "https"},
                         {"X-Forwarded-Host", "evil.example"},
                         {"X-Real-Ip", "203.0.113.9"},
                         {"Forwarded", "for=203.0.113.9;host=evil.example;proto=https"},
                         {"X-User-Id", "0"}};
    const Reply reply = server.ask("PUT", "/upload/a.txt", lies, "x");
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.member("url").starts_with("http://127.0.0.1/d/"));
    QCOMPARE(reply.count("strict-transport-security"), std::size_t(0));
    QVERIFY(server.log.lines().back().find(R"("peer":"127.0.0.1")") != std::string::npos);
}

void CrossOrigin::hiddenProxy_data() {
    QTest::addColumn<std::string>("address");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<int>("accounts");
    QTest::addColumn<std::string>("told");
    const auto row = [](const char* name, const char* address, bool trusted, int accounts, const char* told) {
        QTest::newRow(name) << std::string(address) << trusted << accounts << std::string(told);
    };
    row("eleven from a neighbour", "192.168.1.1", false, 11, "192.168.1.1");
    row("eleven from this machine", "::1", false, 11, "::1");
    row("ten", "192.168.1.1", false, 10, "");
    row("eleven strangers of one address", "203.0.113.1", false, 11, "");
    row("behind a trusted proxy", "192.168.1.1", true, 11, "");
}

void CrossOrigin::hiddenProxy() {
    QFETCH(std::string, address);
    QFETCH(bool, trusted);
    QFETCH(int, accounts);
    std::string told;
    routes::AccountWatch watch([&told](const std::string& where) { told += where; });
    edge::Peer peer;
    peer.address = address;
    peer.through_proxy = trusted;
    for (int i = 0; i < accounts; ++i) {
        const UserId user = UserId::make(Timestamp());
        for (int again = 0; again < 3; ++again)
            watch.note(peer, user);
    }
    QTEST(told, "told");
    peer.address = "10.9.9.9";
    watch.note(peer, UserId::make(Timestamp()));
    QTEST(told, "told");
}

void CrossOrigin::hiddenProxyOfTheServer() {
    std::atomic<int> told = 0;
    RouteFixture::Options options;
    options.change = [&told](routes::RouteOptions& o) {
        o.hidden_proxy = [&told](const std::string& address) { told += address == "127.0.0.1" ? 1 : 100; };
    };
    RouteFixture server(options);
    for (int i = 0; i < 12; ++i) {
        QCOMPARE(told.load(), i <= 10 ? 0 : 1);
        QCOMPARE(server.get("/auth/me", server.user("user" + std::to_string(i))).status, 200);
    }
    QCOMPARE(told.load(), 1);
}

void CrossOrigin::typesSpeakBeforeTheBody() {
    RouteFixture::Options options;
    options.services.uploads.allowed_types = {"image/*"};
    RouteFixture server(options);
    const std::string token = server.user("alice");
    const auto first = [&](const std::string& fields) {
        test::Client client(server.port());
        client.send("PUT /upload/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nExpect: "
                    "100-continue\r\n" +
                    fields + "\r\n");
        return test::statusOf(client.answer(true));
    };
    const std::string bearer = "Authorization: Bearer " + token + "\r\n";
    QCOMPARE(first("Content-Type: text/plain\r\n" + bearer), 415);
    QCOMPARE(first("Content-Type: image/png\r\n" + bearer), 100);
    QCOMPARE(first("Content-Type: image/png\r\n"), 401);
    QVERIFY(test::waitFor([&server] { return server.services.temporaryFiles() == 0; }));
}

QTEST_GUILESS_MAIN(CrossOrigin)
#include "tst_cross_origin.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/open_api.h"
#include "backend/routes/route_table.h"
#include "tests/backend/routes/route_fixture.h"

#include <set>

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

RouteFixture::Options beyondLoopback(std::function<void(routes::RouteOptions&)> change) {
    RouteFixture::Options options;
    options.change = [change = std::move(change)](routes::RouteOptions& o) {
        o.bound_to_loopback = false;
        change(o);
    };
    return options;
}

} // namespace

/// Health, the document, and what is true of every route.
class SystemRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void health();
    void readiness();
    void root();
    void documentAndTableAgree();
    void everyRouteGuards();
    void methods_data();
    void methods();
    void everyAnswerHasTheHeaders_data();
    void everyAnswerHasTheHeaders();
    void hosts_data();
    void hosts();
    void origins_data();
    void origins();
    void bodies_data();
    void bodies();
    void requestIds();
    void keepsConnections();
    void logHasNoSecrets();
    void leaversDoNoHarm();
};

void SystemRoutes::health() {
    RouteFixture server;
    for (const char* const path : {"/health", "/health/live"}) {
        const Reply reply = server.get(path);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, std::string(R"({"status":"ok","version":")" DROPSEAL_VERSION R"("})"));
    }
    QCOMPARE(server.ask("HEAD", "/health").status, 200);
}

void SystemRoutes::readiness() {
    std::atomic<bool> works{true};
    RouteFixture::Options options;
    options.change = [&works](routes::RouteOptions& o) {
        o.readiness = {{"database", []() -> Result<void> { return {}; }},
                       {"storage", [&works]() -> Result<void> {
                            return works ? Result<void>() : Error::internal("a private path");
                        }}};
    };
    RouteFixture server(options);
    QCOMPARE(server.get("/health/ready").body,
             std::string(R"({"status":"ok","checks":{"database":"ok","storage":"ok"}})"));
    works = false;
    server.services.clock.advance(std::chrono::seconds(1));
    const Reply down = server.get("/health/ready");
    QCOMPARE(down.status, 503);
    QCOMPARE(down.body,
             std::string(R"({"status":"unavailable","checks":{"database":"ok","storage":"failed"}})"));
    works = true;
    server.services.clock.advance(std::chrono::seconds(1));
    QCOMPARE(server.get("/health/ready").status, 200);
}

void SystemRoutes::root() {
    RouteFixture::Options options;
    options.services.uploads.max_upload_bytes = 77;
    RouteFixture server(options);
    const json::Value info = server.get("/").json();
    QCOMPARE(info.at("name").get<std::string>(), std::string("Dropseal"));
    QCOMPARE(info.at("features").at("max_upload_bytes").get<int>(), 77);
    QCOMPARE(info.at("features").at("registration").get<std::string>(), std::string("open"));
    QCOMPARE(info.at("features").at("setup_required").get<bool>(), true);
}

void SystemRoutes::documentAndTableAgree() {
    RouteFixture server;
    const Reply reply = server.get("/openapi.json");
    QCOMPARE(reply.status, 200);
    const json::Value document = reply.json();
    QCOMPARE(document.at("openapi").get<std::string>(), std::string("3.1.0"));
    std::set<std::string> listed;
    for (const std::string& line : http::operationsOf(reply.body))
        QVERIFY(listed.insert(line).second);
    routes::BackendState state({*server.services.accounts, *server.services.sessions,
                                *server.services.uploads, *server.services.files, *server.services.links,
                                server.services.clock},
                               routes::RouteOptions());
    std::set<std::string> expected;
    for (const http::Route& route : routes::makeRoutes(state)) {
        expected.insert(std::string(api::toText(route.method)) + ' ' + std::string(route.path));
        for (const std::string_view alias : route.aliases)
            expected.insert(std::string(api::toText(route.method)) + ' ' + std::string(alias));
    }
    QVERIFY(listed == expected);
    // Each schema that is named is there.
    std::string text = reply.body;
    const std::string mark = R"("$ref":"#/components/schemas/)";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const auto begin = at + mark.size();
        const std::string name = text.substr(begin, text.find('"', begin) - begin);
        QVERIFY2(document.at("components").at("schemas").contains(name), name.c_str());
    }
}

void SystemRoutes::everyRouteGuards() {
    RouteFixture server;
    routes::BackendState state({*server.services.accounts, *server.services.sessions,
                                *server.services.uploads, *server.services.files, *server.services.links,
                                server.services.clock},
                               routes::RouteOptions());
    int guarded = 0;
    for (const http::Route& route : routes::makeRoutes(state)) {
        if (route.guard == http::Guard::Public || route.guard == http::Guard::Link)
            continue;
        ++guarded;
        const std::string method(api::toText(route.method));
        const std::string path = api::fillPath(route.path, {"01890000-0000-7000-8000-000000000000"});
        const auto is = [&](const Reply& reply, int status) {
            if (reply.status != status)
                qWarning("%s %s: %d %s", method.c_str(), path.c_str(), reply.status, reply.body.c_str());
            return reply.status == status;
        };
        auto doubled = RouteFixture::bearer("a");
        doubled.emplace_back("Authorization", "Bearer b");
        const std::string body = route.method == http::Method::Get ? "" : "{}";
        QVERIFY(is(server.send(method, path, body), 401));
        QVERIFY(is(server.send(method, path, body, "wrong"), 401));
        QVERIFY(is(server.ask(method, path, doubled), 400));
        QVERIFY(is(server.ask(method, path + "?access_token=x", RouteFixture::bearer("a")), 400));
    }
    QVERIFY(guarded > 15);
}

void SystemRoutes::methods_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("allow");
    const auto row = [](const char* method, const char* path, int status, const char* allow) {
        QTest::addRow("%s %s", method, path)
            << std::string(method) << std::string(path) << status << std::string(allow);
    };
    row("GET", "/nothing", 404, "");
    row("GET", "/api/v1", 404, "");
    row("GET", "/auth/login", 405, "POST, OPTIONS");
    row("DELETE", "/health", 405, "GET, HEAD, OPTIONS");
    row("POST", "/", 405, "GET, HEAD, OPTIONS");
    row("TRACE", "/health", 405, "GET, HEAD, OPTIONS");
    row("PROPFIND", "/health", 501, "");
    row("get", "/health", 501, "");
    row("OPTIONS", "/health", 204, "GET, HEAD, OPTIONS");
    row("OPTIONS", "/api/v1/files/x", 204, "GET, HEAD, PATCH, DELETE, OPTIONS");
    row("OPTIONS", "/nothing", 404, "");
    row("OPTIONS", "*", 204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    row("GET", "/%zz", 400, "");
    row("GET", "/d/%00", 400, "");
    row("GET", "/%2e%2e/etc/passwd", 404, "");
    row("GET", "/d/%252e%252e%252f?x", 403, "");
}

void SystemRoutes::methods() {
    QFETCH(std::string, method);
    QFETCH(std::string, path);
    static RouteFixture& server = RouteFixture::shared();
    const Reply reply = server.ask(method, path);
    QTEST(reply.status, "status");
    QTEST(reply.header("allow"), "allow");
    if (reply.status >= 400)
        QCOMPARE(reply.header("content-type"), std::string("application/problem+json"));
}

void SystemRoutes::everyAnswerHasTheHeaders_data() {
    QTest::addColumn<std::string>("request");
    const auto row = [](const char* title, const char* request) {
        QTest::newRow(title) << std::string(request);
    };
    row("handler", "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    row("handler that fails", "POST /auth/refresh HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                              "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    row("policy", "GET /auth/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    row("unknown", "GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    row("options", "OPTIONS /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    row("edge", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n");
    row("link", "GET /d/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

void SystemRoutes::everyAnswerHasTheHeaders() {
    QFETCH(std::string, request);
    static RouteFixture& server = RouteFixture::shared();
    test::Client client(server.port());
    client.send(request);
    const Reply reply = test::parseReply(client.rest());
    QVERIFY(reply.status > 0);
    for (const char* const name :
         {"x-request-id", "x-content-type-options", "referrer-policy", "content-security-policy", "date"})
        QVERIFY2(reply.count(name) == 1, name);
    QVERIFY(reply.header("content-security-policy").find("frame-ancestors 'none'") != std::string::npos);
    QCOMPARE(reply.count("set-cookie"), std::size_t(0));
    QCOMPARE(reply.count("access-control-allow-origin"), std::size_t(0));
    QCOMPARE(reply.count("server"), std::size_t(0));
}

void SystemRoutes::hosts_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<int>("status");
    QTest::newRow("loopback") << std::string("127.0.0.1:9999") << 200;
    QTest::newRow("localhost") << std::string("localhost") << 200;
    QTest::newRow("IPv6") << std::string("[::1]:1") << 200;
    QTest::newRow("evil") << std::string("evil.example") << 421;
    QTest::newRow("suffix") << std::string("localhost.evil.example") << 421;
}

void SystemRoutes::hosts() {
    QFETCH(std::string, host);
    QFETCH(int, status);
    static RouteFixture& server = RouteFixture::shared();
    const Reply reply = server.ask("GET", "/", {{"Host", host}});
    QCOMPARE(reply.status, status);
    if (status == 421)
        QCOMPARE(reply.code(), std::string("misdirected_request"));
    QCOMPARE(server.ask("GET", "/health", {{"Host", host}}).status, 200);
    QCOMPARE(server.ask("GET", "/health/ready", {{"Host", host}}).status, 200);
    static RouteFixture& open = RouteFixture::shared(beyondLoopback([](routes::RouteOptions&) {}));
    QCOMPARE(open.ask("GET", "/", {{"Host", host}}).status, 200);
    static RouteFixture& named = RouteFixture::shared(
        beyondLoopback([](routes::RouteOptions& o) { o.public_url = "https://files.example"; }));
    QCOMPARE(named.ask("GET", "/", {{"Host", host}}).status, status);
    QCOMPARE(named.ask("GET", "/", {{"Host", "files.example"}}).status, 200);
}

void SystemRoutes::origins_data() {
    QTest::addColumn<RouteFixture::Fields>("fields");
    QTest::addColumn<int>("status");
    using Fields = RouteFixture::Fields;
    QTest::newRow("none") << Fields() << 422;
    QTest::newRow("own") << Fields{{"Origin", "http://127.0.0.1"}} << 422;
    QTest::newRow("same site") << Fields{{"Sec-Fetch-Site", "same-origin"}} << 422;
    QTest::newRow("typed") << Fields{{"Sec-Fetch-Site", "none"}} << 422;
    QTest::newRow("foreign") << Fields{{"Origin", "https://evil.example"}} << 403;
    QTest::newRow("null") << Fields{{"Origin", "null"}} << 403;
    QTest::newRow("other port") << Fields{{"Origin", "http://127.0.0.1:81"}} << 403;
    QTest::newRow("cross site") << Fields{{"Sec-Fetch-Site", "cross-site"}} << 403;
    QTest::newRow("same site, other origin") << Fields{{"Sec-Fetch-Site", "same-site"}} << 403;
}

void SystemRoutes::origins() {
    QFETCH(RouteFixture::Fields, fields);
    QFETCH(int, status);
    static RouteFixture& server = RouteFixture::shared();
    fields.emplace_back("Content-Type", "application/json");
    const Reply reply = server.ask("POST", "/auth/refresh", fields, "{}");
    QCOMPARE(reply.status, status);
    if (status == 403)
        QCOMPARE(reply.code(), std::string("origin_refused"));
    QCOMPARE(server.ask("GET", "/", fields).status, 200); // reading needs no origin, and CORS is closed
}

void SystemRoutes::bodies_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("coding");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("status");
    const std::string json = "application/json";
    QTest::newRow("small") << json << std::string() << 2 << 422;
    QTest::newRow("a megabyte") << json << std::string() << 1024 * 1024 << 422;
    QTest::newRow("more") << json << std::string() << 1024 * 1024 + 1 << 413;
    QTest::newRow("text") << std::string("text/plain") << std::string() << 2 << 415;
    QTest::newRow("form") << std::string("application/x-www-form-urlencoded") << std::string() << 2 << 415;
    QTest::newRow("packed") << json << std::string("gzip") << 2 << 415;
    QTest::newRow("problem") << std::string("application/merge-patch+json") << std::string() << 2 << 422;
}

void SystemRoutes::bodies() {
    QFETCH(std::string, type);
    QFETCH(std::string, coding);
    QFETCH(int, size);
    static RouteFixture& server = RouteFixture::shared();
    RouteFixture::Fields fields{{"Content-Type", type}};
    if (!coding.empty())
        fields.emplace_back("Content-Encoding", coding);
    const std::string body = '{' + std::string(static_cast<std::size_t>(size) - 2, ' ') + '}';
    QTEST(server.ask("POST", "/auth/refresh", fields, body).status, "status");
}

void SystemRoutes::requestIds() {
    RouteFixture server;
    QCOMPARE(server.get("/health", {}, {{"X-Request-Id", "my.id_1-A"}}).header("x-request-id"),
             std::string("my.id_1-A"));
    const Reply refused = server.get("/nothing", {}, {{"X-Request-Id", "mine"}});
    QCOMPARE(refused.header("x-request-id"), std::string("mine"));
    QCOMPARE(refused.member("request_id"), std::string("mine"));
    for (const std::string& bad :
         {std::string("a b"), std::string(65, 'a'), std::string("\xc3\xa4"), std::string("<x>")}) {
        const Reply reply = server.get("/health", {}, {{"X-Request-Id", bad}});
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("x-request-id") != bad && !reply.header("x-request-id").empty());
    }
    QVERIFY(server.get("/health").header("x-request-id") != server.get("/health").header("x-request-id"));
}

void SystemRoutes::keepsConnections() {
    RouteFixture server;
    const std::string token = server.user("alice");
    test::Client client(server.port());
    const std::string me =
        "GET /auth/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    const std::string health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(me + health + me + health); // pipelined: pooled and inline answers keep their order
    for (int i = 0; i < 2; ++i) {
        const Reply profile = test::parseReply(client.answer());
        QCOMPARE(profile.member("email"), std::string("alice@example.com"));
        QCOMPARE(test::parseReply(client.answer()).member("status"), std::string("ok"));
    }
}

void SystemRoutes::logHasNoSecrets() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply file = server.upload("secret%20name.txt", "x", token);
    server.get(RouteFixture::pathOf(file.member("url")));
    server.get("/auth/me?x=" + token, token);
    server.get("/auth/me", "wrong-token-value");
    server.post("/auth/login", R"({"email":"alice@example.com","password":"SecurePassword123!"})");
    server.get("/a%0a%7B%22level%22:%22info%22%7D");
    const auto lines = server.log.lines();
    QVERIFY(lines.size() >= 6);
    const std::string signature = file.member("url").substr(file.member("url").find("s=") + 2);
    for (const std::string& line : lines) {
        QVERIFY(json::parse(line).ok());
        for (const std::string& secret :
             {token, std::string("wrong-token-value"), std::string("SecurePassword123!"), signature,
              std::string("secret name"), std::string("alice@")})
            QVERIFY2(line.find(secret) == std::string::npos, line.c_str());
    }
}

void SystemRoutes::leaversDoNoHarm() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string login = R"({"email":"alice@example.com","password":"SecurePassword123!"})";
    const Reply file = server.upload("a", std::string(2'000'000, 'x'), token);
    const std::string head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
    for (int i = 0; i < 30; ++i) {
        test::Client one(server.port());
        one.send("POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                 "application/json\r\nContent-Length: " +
                 std::to_string(login.size()) + "\r\n\r\n" + login);
        one.reset();
        test::Client two(server.port());
        two.send("PUT /upload/x" + head + "Content-Length: 100000\r\n\r\n" + std::string(50000, 'x'));
        two.reset();
        test::Client three(server.port());
        three.send("GET /download/" + file.member("key") + head + "\r\n");
        three.read(1000);
        three.reset();
    }
    QCOMPARE(server.get("/health").status, 200);
    QVERIFY(test::waitFor([&server] { return server.services.temporaryFiles() == 0; }));
    QCOMPARE(server.get("/download/" + file.member("key"), token).body.size(), std::size_t(2'000'000));
}

QTEST_GUILESS_MAIN(SystemRoutes)
#include "tst_system_routes.moc"

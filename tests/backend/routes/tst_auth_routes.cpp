// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

constexpr const char* Alice = R"({"email":"alice@example.com","password":"SecurePassword123!"})";

std::string refreshBody(const std::string& token) {
    return R"({"refresh_token":")" + token + R"("})";
}

} // namespace

/// The accounts' first routes, from register to logout, over the real server.
class AuthRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDocumentedFlow_data();
    void theDocumentedFlow();
    void registerRefuses_data();
    void registerRefuses();
    void registerClosed();
    void loginTakes_data();
    void loginTakes();
    void loginRefuses_data();
    void loginRefuses();
    void bearerIsChecked_data();
    void bearerIsChecked();
    void logoutIsAlwaysGood();
    void reuseEndsTheFamily();
    void suspendedIsRefusedAtOnce();
    void envelope();
    void profileFollowsWrites();
};

void AuthRoutes::theDocumentedFlow_data() {
    QTest::addColumn<std::string>("prefix");
    QTest::newRow("named by the specification") << std::string("/auth");
    QTest::newRow("canonical") << std::string("/api/v1/auth");
}

void AuthRoutes::theDocumentedFlow() {
    QFETCH(std::string, prefix);
    RouteFixture server;
    const Reply made = server.post(prefix + "/register", Alice);
    QCOMPARE(made.status, 201);
    QCOMPARE(made.member("email"), std::string("alice@example.com"));
    QVERIFY(UserId::parse(made.member("id")));
    QVERIFY(parseTimestamp(made.member("created_at")));
    QCOMPARE(made.member("role"), std::string("user"));
    QVERIFY(made.body.find("password") == std::string::npos);

    const Reply login = server.post(prefix + "/login", Alice);
    QCOMPARE(login.status, 200);
    QCOMPARE(login.member("token_type"), std::string("bearer"));
    QCOMPARE(login.member("expires_in"), std::string("900"));
    QCOMPARE(login.header("cache-control"), std::string("no-store"));
    const std::string access = login.member("access_token");

    const Reply me = server.get(prefix + "/me", access);
    QCOMPARE(me.status, 200);
    QCOMPARE(me.member("id"), made.member("id"));
    QCOMPARE(me.header("cache-control"), std::string("no-store"));
    QCOMPARE(me.header("content-type"), std::string("application/json"));

    const Reply pair = server.post(prefix + "/refresh", refreshBody(login.member("refresh_token")));
    QCOMPARE(pair.status, 200);
    QVERIFY(pair.member("refresh_token") != login.member("refresh_token"));
    QCOMPARE(server.get(prefix + "/me", pair.member("access_token")).status, 200);

    const Reply out = server.post(prefix + "/logout", refreshBody(pair.member("refresh_token")));
    QCOMPARE(out.status, 204);
    QCOMPARE(out.body, std::string());
    QCOMPARE(out.count("content-length"), std::size_t(0));

    const Reply ended = server.get(prefix + "/me", pair.member("access_token"));
    QCOMPARE(ended.status, 401);
    QCOMPARE(ended.code(), std::string("session_revoked"));
    QCOMPARE(ended.member("reason"), std::string("logout"));
    QVERIFY(parseTimestamp(ended.member("at")));
    QCOMPARE(ended.header("www-authenticate"),
             std::string(R"(Bearer realm="dropseal", error="invalid_token")"));
    QCOMPARE(server.post(prefix + "/refresh", refreshBody(pair.member("refresh_token"))).status, 401);
}

void AuthRoutes::registerRefuses_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    QTest::addColumn<std::string>("faults");
    const auto row = [](const char* name, const char* body, int status, const char* code,
                        const char* faults) {
        QTest::newRow(name) << std::string(body) << status << std::string(code) << std::string(faults);
    };
    row("nothing", "", 400, "bad_json", "");
    row("broken", "{", 400, "bad_json", "");
    row("twice", R"({"email":"a@b.c","email":"d@e.f","password":"LongEnough1!"})", 400, "bad_json", "");
    row("array", "[]", 422, "validation_failed", "body:wrong_type");
    row("empty object", "{}", 422, "validation_failed", "email:required password:required");
    row("both wrong", R"({"email":"nobody","password":"short"})", 422, "validation_failed",
        "email:invalid password:too_short");
    row("number", R"({"email":5,"password":"LongEnough1!"})", 422, "validation_failed", "email:wrong_type");
    row("role", R"({"email":"r@example.com","password":"LongEnough1!","role":"admin"})", 422,
        "privileged_field", "role:privileged");
    row("null role", R"({"email":"r@example.com","password":"LongEnough1!","role":null})", 422,
        "privileged_field", "role:privileged");
    row("two privileged", R"({"email":"r@example.com","password":"LongEnough1!","id":"x","quota_bytes":1})",
        422, "privileged_field", "id:privileged quota_bytes:privileged");
    row("common password", R"({"email":"c@example.com","password":"password"})", 422, "validation_failed",
        "password:too_common");
    row("header in the address", R"({"email":"a@b.c\r\nBcc: x@y","password":"LongEnough1!"})", 422,
        "validation_failed", "email:invalid");
    row("e-mail as user name",
        R"({"email":"u@example.com","password":"LongEnough1!","username":"v@example.com"})", 422,
        "validation_failed", "username:invalid");
    row("taken", R"({"email":"ALICE@example.com","password":"LongEnough1!"})", 409, "email_taken", "");
}

void AuthRoutes::registerRefuses() {
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const int made = server.post("/auth/register", Alice).status;
    QCOMPARE(made, 201);
    const Reply reply = server.post("/auth/register", body);
    QCOMPARE(reply.header("content-type"), std::string("application/problem+json"));
    QTEST(reply.status, "status");
    QTEST(reply.code(), "code");
    QTEST(reply.faults(), "faults");
    QCOMPARE(reply.member("request_id"), reply.header("x-request-id"));
    QCOMPARE(reply.member("status"), std::to_string(reply.status));
}

void AuthRoutes::registerClosed() {
    RouteFixture::Options options;
    options.services.registration = services::Registration::Off;
    RouteFixture server(options);
    const Reply reply = server.post("/auth/register", Alice);
    QCOMPARE(reply.status, 403);
    QCOMPARE(reply.code(), std::string("registration_closed"));
    QCOMPARE(server.get("/").json().at("features").at("registration").get<std::string>(), std::string("off"));
}

void AuthRoutes::loginTakes_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    const std::string json = "application/json";
    const std::string form = "application/x-www-form-urlencoded";
    QTest::newRow("email") << json << std::string(Alice);
    QTest::newRow("email in other case")
        << json << std::string(R"({"email":"Alice@Example.com","password":"SecurePassword123!"})");
    QTest::newRow("user name") << json
                               << std::string(R"({"username":"alice","password":"SecurePassword123!"})");
    QTest::newRow("e-mail as username")
        << json << std::string(R"({"username":"alice@example.com","password":"SecurePassword123!"})");
    QTest::newRow("unknown members")
        << json
        << std::string(R"({"email":"alice@example.com","password":"SecurePassword123!","remember":true})");
    QTest::newRow("charset") << std::string("application/json; charset=UTF-8") << std::string(Alice);
    QTest::newRow("form")
        << form
        << std::string(
               "grant_type=password&username=alice%40example.com&password=SecurePassword123%21&scope=");
    QTest::newRow("form with charset")
        << form + ";charset=utf-8" << std::string("username=alice&password=SecurePassword123!");
}

void AuthRoutes::loginTakes() {
    QFETCH(std::string, type);
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const int made =
        server
            .post("/auth/register",
                  R"({"email":"alice@example.com","username":"alice","password":"SecurePassword123!"})")
            .status;
    QCOMPARE(made, 201);
    const Reply reply = server.ask("POST", "/auth/login", {{"Content-Type", type}}, body);
    QCOMPARE(reply.status, 200);
    QCOMPARE(server.get("/auth/me", reply.member("access_token")).status, 200);
}

void AuthRoutes::loginRefuses_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    const std::string json = "application/json";
    const std::string form = "application/x-www-form-urlencoded";
    const auto row = [](const char* name, const std::string& type, const char* body, int status,
                        const char* code) {
        QTest::newRow(name) << type << std::string(body) << status << std::string(code);
    };
    row("wrong password", json, R"({"email":"alice@example.com","password":"wrong"})", 401,
        "invalid_credentials");
    row("unknown user", json, R"({"email":"bob@example.com","password":"wrong"})", 401,
        "invalid_credentials");
    row("unverified employee id", json, R"({"employee_id":"E1","password":"SecurePassword123!"})", 401,
        "invalid_credentials");
    row("no name", json, R"({"password":"x"})", 422, "validation_failed");
    row("no password", json, R"({"email":"alice@example.com"})", 422, "validation_failed");
    row("two names", json, R"({"email":"alice@example.com","username":"alice","password":"x"})", 422,
        "validation_failed");
    row("form without password", form, "username=alice", 422, "validation_failed");
    row("form twice", form, "username=a&username=b&password=c", 400, "bad_request");
    row("broken form", form, "username=%zz&password=c", 400, "bad_request");
    row("text", "text/plain", Alice, 415, "unsupported_media_type");
    row("no type", "", Alice, 415, "unsupported_media_type");
    row("not a type", "json", Alice, 415, "unsupported_media_type");
    row("other charset", "application/json; charset=iso-8859-1", Alice, 415, "unsupported_media_type");
}

void AuthRoutes::loginRefuses() {
    QFETCH(std::string, type);
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const int made =
        server
            .post("/auth/register",
                  R"({"email":"alice@example.com","employee_id":"E1","password":"SecurePassword123!"})")
            .status;
    QCOMPARE(made, 201);
    RouteFixture::Fields fields;
    if (!type.empty())
        fields.emplace_back("Content-Type", type);
    const Reply reply = server.ask("POST", "/auth/login", fields, body);
    QTEST(reply.status, "status");
    QTEST(reply.code(), "code");
    if (reply.status == 401)
        QCOMPARE(reply.header("www-authenticate"), std::string(R"(Bearer realm="dropseal")"));
}

void AuthRoutes::bearerIsChecked_data() {
    QTest::addColumn<RouteFixture::Fields>("fields");
    QTest::addColumn<std::string>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    using Fields = RouteFixture::Fields;
    QTest::newRow("none") << Fields() << std::string() << 401 << std::string("token_missing");
    QTest::newRow("wrong") << RouteFixture::bearer("abc") << std::string() << 401
                           << std::string("token_invalid");
    QTest::newRow("basic") << Fields{{"Authorization", "Basic YTpi"}} << std::string() << 401
                           << std::string("token_invalid");
    QTest::newRow("empty") << Fields{{"Authorization", "Bearer"}} << std::string() << 401
                           << std::string("token_invalid");
    QTest::newRow("twice") << Fields{{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}}
                           << std::string() << 400 << std::string("bad_request");
    QTest::newRow("header and query")
        << RouteFixture::bearer("a") << std::string("?access_token=b") << 400 << std::string("bad_request");
    QTest::newRow("query alone") << Fields() << std::string("?access_token=b") << 401
                                 << std::string("token_missing");
}

void AuthRoutes::bearerIsChecked() {
    QFETCH(RouteFixture::Fields, fields);
    QFETCH(std::string, query);
    static RouteFixture& server = RouteFixture::shared();
    for (const char* const path :
         {"/auth/me", "/api/v1/users/me", "/api/v1/files", "/download/x", "/api/v1/users"}) {
        const Reply reply = server.ask("GET", path + query, fields);
        QTEST(reply.status, "status");
        QTEST(reply.code(), "code");
    }
}

void AuthRoutes::logoutIsAlwaysGood() {
    RouteFixture server;
    server.post("/auth/register", Alice);
    const Reply login = server.post("/auth/login", Alice);
    const std::string body = refreshBody(login.member("refresh_token"));
    QCOMPARE(server.post("/auth/logout", body).status, 204);
    QCOMPARE(server.post("/auth/logout", body).status, 204);
    QCOMPARE(server.post("/auth/logout", refreshBody("unknown")).status, 204);
    QCOMPARE(server.post("/auth/logout", "{}").status, 422);
}

void AuthRoutes::reuseEndsTheFamily() {
    RouteFixture server;
    server.post("/auth/register", Alice);
    const Reply login = server.post("/auth/login", Alice);
    const Reply second = server.post("/auth/refresh", refreshBody(login.member("refresh_token")));
    const Reply again = server.post("/auth/refresh", refreshBody(login.member("refresh_token")));
    QCOMPARE(again.status, 200); // within the grace: the same successor
    QCOMPARE(again.member("refresh_token"), second.member("refresh_token"));
    QCOMPARE(server.get("/auth/me", second.member("access_token")).status, 200);
    server.services.clock.advance(std::chrono::seconds(31));
    const Reply reused = server.post("/auth/refresh", refreshBody(login.member("refresh_token")));
    QCOMPARE(reused.status, 401);
    QCOMPARE(reused.code(), std::string("refresh_reused"));
    QCOMPARE(reused.member("reason"), std::string("reused"));
    const Reply me = server.get("/auth/me", second.member("access_token"));
    QCOMPARE(me.status, 401);
    QCOMPARE(me.code(), std::string("session_revoked"));
    QCOMPARE(me.member("reason"), std::string("reused"));
}

void AuthRoutes::suspendedIsRefusedAtOnce() {
    RouteFixture server;
    const std::string admin = server.user("root", stores::Role::Admin);
    const std::string bob = server.user("bob");
    const Reply me = server.get("/auth/me", bob);
    QCOMPARE(me.status, 200);
    QCOMPARE(server.get("/auth/me", bob).status, 200); // from caches now
    const std::string path = "/api/v1/users/" + me.member("id");
    const Reply changed = server.send("PATCH", path, R"({"status":"suspended"})", admin);
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.member("status"), std::string("suspended"));
    const Reply refused = server.get("/auth/me", bob);
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.code(), std::string("account_suspended"));
    QCOMPARE(refused.member("reason"), std::string("suspended"));
    const Reply login =
        server.post("/auth/login", R"({"email":"bob@example.com","password":"SecurePassword123!"})");
    QCOMPARE(login.code(), std::string("account_suspended"));
}

void AuthRoutes::envelope() {
    RouteFixture server;
    server.services.addUser("alice");
    const Reply wrong = server.post("/api/auth/login", R"({"employee_id":"E1","password":"x"})");
    QCOMPARE(wrong.status, 401);
    QCOMPARE(wrong.header("content-type"), std::string("application/json"));
    QCOMPARE(wrong.member("success"), std::string("false"));
    QCOMPARE(wrong.member("data"), std::string("null"));
    QCOMPARE(wrong.json().at("error").at("code").get<std::string>(), std::string("invalid_credentials"));
    const Reply login = server.post("/api/auth/login", Alice);
    QCOMPARE(login.status, 200);
    QCOMPARE(login.member("success"), std::string("true"));
    QCOMPARE(login.member("error"), std::string("null"));
    const std::string token = login.json().at("data").at("access_token").get<std::string>();
    const Reply me = server.get("/api/auth/me", token);
    QCOMPARE(me.json().at("data").at("email").get<std::string>(), std::string("alice@example.com"));
    const Reply missing = server.get("/api/auth/me"); // refused by the edge, in the same form
    QCOMPARE(missing.status, 401);
    QCOMPARE(missing.member("success"), std::string("false"));
    QCOMPARE(missing.json().at("error").at("code").get<std::string>(), std::string("token_missing"));
    const Reply method = server.get("/api/auth/login");
    QCOMPARE(method.status, 405);
    QCOMPARE(method.json().at("error").at("code").get<std::string>(), std::string("method_not_allowed"));
}

void AuthRoutes::profileFollowsWrites() {
    RouteFixture server;
    const std::string token = server.user("alice");
    QCOMPARE(server.get("/auth/me", token).member("used_bytes"), std::string("0"));
    const Reply file = server.upload("a.txt", "12345", token);
    QCOMPARE(file.status, 200);
    QCOMPARE(server.get("/auth/me", token).member("used_bytes"), std::string("5"));
    const std::string path = "/api/v1/files/" + file.member("id");
    QCOMPARE(server.ask("DELETE", path, RouteFixture::bearer(token)).status, 204);
    QCOMPARE(server.get("/auth/me", token).member("used_bytes"), std::string("0"));
    QCOMPARE(server.ask("POST", path + "/restore", RouteFixture::bearer(token)).status, 200);
    QCOMPARE(server.get("/auth/me", token).member("used_bytes"), std::string("5"));
}

QTEST_GUILESS_MAIN(AuthRoutes)
#include "tst_auth_routes.moc"

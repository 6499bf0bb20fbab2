// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

/// What admins and the command line do with users.
class UserRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAdminsMay_data();
    void onlyAdminsMay();
    void addOverTheControlSocket();
    void addRefuses_data();
    void addRefuses();
    void listPages();
    void listRefuses_data();
    void listRefuses();
    void change_data();
    void change();
    void lastAdminStays();
};

void UserRoutes::onlyAdminsMay_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::newRow("list") << std::string("GET") << std::string("/api/v1/users");
    QTest::newRow("list with slash") << std::string("GET") << std::string("/api/v1/users/");
    QTest::newRow("add") << std::string("POST") << std::string("/api/v1/users/");
    QTest::newRow("show") << std::string("GET")
                          << std::string("/api/v1/users/01890000-0000-7000-8000-000000000000");
    QTest::newRow("change") << std::string("PATCH")
                            << std::string("/api/v1/users/01890000-0000-7000-8000-000000000000");
}

void UserRoutes::onlyAdminsMay() {
    QFETCH(std::string, method);
    QFETCH(std::string, path);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string user = server.user("bob");
    static const std::string moderator = server.user("mod", stores::Role::Moderator);
    const std::string body = method == "GET" ? "" : "{}";
    for (const std::string& token : {user, moderator}) {
        const Reply reply = server.send(method, path, body, token);
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.code(), std::string("forbidden"));
    }
    QCOMPARE(server.send(method, path, body).status, 401);
}

void UserRoutes::addOverTheControlSocket() {
    RouteFixture server;
    const Reply made = server.askLocally(
        "POST", "/api/v1/users/",
        R"({"email":"root@example.com","password":"SecurePassword123!","role":"admin","employee_id":"7","employee_id_verified":true})");
    QCOMPARE(made.status, 201);
    QCOMPARE(made.member("role"), std::string("admin"));
    QCOMPARE(made.member("employee_id_verified"), std::string("true"));
    QCOMPARE(server.admins_made, 1);
    const Reply listed = server.askLocally("GET", "/api/v1/users");
    QCOMPARE(listed.status, 200);
    QCOMPARE(listed.json().at("items").size(), std::size_t(1));
    const Reply login =
        server.post("/api/auth/login", R"({"employee_id":"7","password":"SecurePassword123!"})");
    QCOMPARE(login.status, 200);
    // The socket is an admin for these routes only; a route of a person still wants one.
    QCOMPARE(server.askLocally("GET", "/auth/me").status, 401);
    QCOMPARE(server.askLocally("GET", "/api/v1/files").status, 401);
}

void UserRoutes::addRefuses_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("faults");
    QTest::newRow("role") << std::string(R"({"email":"a@b.c","password":"LongEnough1!","role":"king"})")
                          << 422 << std::string("role:unknown_value");
    QTest::newRow("nothing") << std::string("{}") << 422 << std::string("email:required password:required");
    QTest::newRow("taken") << std::string(R"({"email":"root@example.com","password":"LongEnough1!"})") << 409
                           << std::string();
}

void UserRoutes::addRefuses() {
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string admin = server.user("root", stores::Role::Admin);
    const Reply reply = server.post("/api/v1/users", body, admin);
    QTEST(reply.status, "status");
    QTEST(reply.faults(), "faults");
}

void UserRoutes::listPages() {
    RouteFixture server;
    const std::string admin = server.user("root", stores::Role::Admin);
    for (const char* const name : {"d", "a", "c"})
        server.services.addUser(name);
    std::string path = "/api/v1/users?limit=3";
    const Reply first = server.get(path, admin);
    QCOMPARE(first.json().at("items").size(), std::size_t(3));
    QCOMPARE(first.json().at("items").at(0).at("email").get<std::string>(), std::string("a@example.com"));
    const Reply second =
        server.get(path + "&cursor=" + api::percentEncode(first.member("next_cursor")), admin);
    QCOMPARE(second.json().at("items").size(), std::size_t(1));
    QCOMPARE(second.json().at("items").at(0).at("email").get<std::string>(), std::string("root@example.com"));
    QVERIFY(second.json().at("next_cursor").is_null());
    QVERIFY(second.body.find("password") == std::string::npos);
}

void UserRoutes::listRefuses_data() {
    QTest::addColumn<std::string>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("zero") << std::string("?limit=0") << 422;
    QTest::newRow("too many") << std::string("?limit=201") << 422;
    QTest::newRow("text") << std::string("?limit=ten") << 422;
    QTest::newRow("behind") << std::string("?limit=1x") << 422;
    QTest::newRow("beyond 64 bits") << std::string("?limit=99999999999999999999") << 422;
    QTest::newRow("cursor") << std::string("?cursor=%F0%9F%98%80") << 422;
    QTest::newRow("twice") << std::string("?limit=1&limit=2") << 400;
    QTest::newRow("most") << std::string("?limit=200") << 200;
}

void UserRoutes::listRefuses() {
    QFETCH(std::string, query);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string admin = server.user("root", stores::Role::Admin);
    QTEST(server.get("/api/v1/users" + query, admin).status, "status");
}

void UserRoutes::change_data() {
    QTest::addColumn<std::string>("id"); ///< empty: Bob's
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("role") << std::string() << std::string(R"({"role":"moderator"})") << 200;
    QTest::newRow("nothing") << std::string() << std::string("{}") << 422;
    QTest::newRow("wrong word") << std::string() << std::string(R"({"status":"asleep"})") << 422;
    QTest::newRow("unknown user") << std::string("01890000-0000-7000-8000-000000000000")
                                  << std::string(R"({"role":"user"})") << 404;
    QTest::newRow("no id") << std::string("..%2Fx") << std::string(R"({"role":"user"})") << 404;
    QTest::newRow("upper case id") << std::string("01890000-0000-7000-8000-00000000000A")
                                   << std::string(R"({"role":"user"})") << 404;
}

void UserRoutes::change() {
    QFETCH(std::string, id);
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string admin = server.user("root", stores::Role::Admin);
    static const std::string bob = server.services.addUser("bob").id.toString();
    QTEST(server.send("PATCH", "/api/v1/users/" + (id.empty() ? bob : id), body, admin).status, "status");
}

void UserRoutes::lastAdminStays() {
    RouteFixture server;
    const std::string admin = server.user("root", stores::Role::Admin);
    const std::string path = "/api/v1/users/" + server.get("/auth/me", admin).member("id");
    for (const char* const body : {R"({"status":"suspended"})", R"({"role":"user"})"}) {
        const Reply reply = server.send("PATCH", path, body, admin);
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.code(), std::string("last_admin"));
    }
    const Reply shown = server.get(path, admin);
    QCOMPARE(shown.member("role"), std::string("admin"));
    QCOMPARE(shown.member("status"), std::string("active"));
}

QTEST_GUILESS_MAIN(UserRoutes)
#include "tst_user_routes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

/// The first admin.
class SetupRoute : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void setupOnce();
    void setupRefuses_data();
    void setupRefuses();
};

void SetupRoute::setupOnce() {
    RouteFixture server;
    const auto required = [&server] {
        return server.get("/").json().at("features").at("setup_required").get<bool>();
    };
    QVERIFY(required());
    const char* const body =
        R"({"setup_token":"test-setup-token","email":"root@example.com","password":"SecurePassword123!"})";
    const Reply made = server.post("/api/v1/setup", body);
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json().at("user").at("role").get<std::string>(), std::string("admin"));
    QCOMPARE(server.get("/api/v1/users", made.member("access_token")).status, 200);
    QCOMPARE(server.admins_made, 1);
    QVERIFY(!required());
    QCOMPARE(server.post("/api/v1/setup", body).status, 404);
    QCOMPARE(server.post("/api/v1/setup", "{").status, 404);
}

void SetupRoute::setupRefuses_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    QTest::newRow("wrong token")
        << std::string(R"({"setup_token":"x","email":"root@example.com","password":"SecurePassword123!"})")
        << 403 << std::string("setup_token_invalid");
    QTest::newRow("no token") << std::string(
                                     R"({"email":"root@example.com","password":"SecurePassword123!"})")
                              << 422 << std::string("validation_failed");
    QTest::newRow("role")
        << std::string(
               R"({"setup_token":"x","email":"root@example.com","password":"SecurePassword123!","role":"admin"})")
        << 422 << std::string("privileged_field");
}

void SetupRoute::setupRefuses() {
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    const Reply reply = server.post("/api/v1/setup", body);
    QTEST(reply.status, "status");
    QTEST(reply.code(), "code");
    QCOMPARE(server.admins_made, 0);
}

QTEST_GUILESS_MAIN(SetupRoute)
#include "tst_setup_route.moc"

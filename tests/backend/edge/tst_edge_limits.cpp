// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;
using edge::Limit;

/// Each limit that an admin can set is kept, answered, and counted.
class TestEdgeLimits final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { stop(); }

    void heads_data();
    void heads();
    void times_data();
    void times();
    void bodySize();
    void uploadRate();
    void stalledReader();
    void requestsPerConnection();
    void connectionsPerAddress();
    void manyConnections();
    void refusesHeadWithoutBody();
    void tellsWhoForwards();

private:
    std::uint64_t met(Limit limit) const { return m_edge->limits().of(limit); }
};

void TestEdgeLimits::heads_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("limit");
    const auto row = [](const char* name, const std::string& request, int status, int limit) {
        QTest::newRow(name) << request << status << limit;
    };
    const auto fields = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += "X-" + std::to_string(i) + ": v\r\n";
        return text;
    };
    row("all within", Client::get("/whoami", fields(8)), 200, -1);
    row("one field more", Client::get("/whoami", fields(20)), 431, static_cast<int>(Limit::HeadSize));
    row("bytes", Client::get("/whoami", "X: " + std::string(3000, 'x') + "\r\n"), 431,
        static_cast<int>(Limit::HeadSize));
    row("target", Client::get("/" + std::string(300, 'a')), 414, static_cast<int>(Limit::TargetSize));
}

void TestEdgeLimits::heads() {
    QFETCH(std::string, request);
    QFETCH(int, limit);
    edge::EdgeOptions options;
    options.head = {2048, 12, 256};
    QVERIFY(start(options));
    QTEST(statusOf(ask(request)), "status");
    if (limit >= 0)
        QCOMPARE(met(static_cast<Limit>(limit)), std::uint64_t(1));
    QVERIFY(alive());
}

void TestEdgeLimits::times_data() {
    QTest::addColumn<std::string>("sent");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("limit");
    QTest::newRow("head") << std::string("GET / HT") << 408 << static_cast<int>(Limit::HeadTime);
    QTest::newRow("idle") << std::string() << 0 << static_cast<int>(Limit::IdleTime);
    QTest::newRow("handler") << Client::get("/never") << 503 << static_cast<int>(Limit::HandlerTime);
}

void TestEdgeLimits::times() {
    QFETCH(std::string, sent);
    QFETCH(int, limit);
    edge::EdgeOptions options;
    options.head_deadline = 300ms;
    options.handler_limit = 300ms;
    QVERIFY(start(options));
    Client one = client();
    one.send(sent);
    QTEST(statusOf(one.rest()), "status");
    QCOMPARE(met(static_cast<Limit>(limit)), std::uint64_t(1));
}

void TestEdgeLimits::bodySize() {
    QVERIFY(start());
    QCOMPARE(statusOf(ask(Client::post("/small-raw", std::string(1001, 'x')))), 413);
    QCOMPARE(statusOf(ask(Client::post("/echo", std::string(2 * 1024 * 1024, 'x')))), 413);
    QCOMPARE(met(Limit::BodySize), std::uint64_t(2));
}

void TestEdgeLimits::uploadRate() {
    edge::EdgeOptions options;
    options.body_stall = 400ms;
    options.min_upload_rate = 100'000;
    QVERIFY(start(options));
    const std::string request = Client::post("/raw", std::string(20'000, 'x'));
    Client slow = client();
    for (std::size_t at = 0; at < 5000 && slow.silentFor(100ms); at += 1000)
        slow.send(std::string_view(request).substr(at, 1000));
    QCOMPARE(statusOf(slow.rest()), 408);
    QCOMPARE(met(Limit::UploadRate), std::uint64_t(1));

    options.min_upload_rate = 0; // any speed, but not none
    QVERIFY(start(options));
    Client patient = client();
    patient.send(std::string_view(request).substr(0, request.size() - 10));
    for (std::size_t left = 10; left > 0; --left) {
        QVERIFY(patient.silentFor(100ms));
        patient.send("x");
    }
    QCOMPARE(statusOf(patient.answer()), 200);
    Client silent = client();
    silent.send(request.substr(0, 200));
    QCOMPARE(statusOf(silent.rest()), 408);
}

void TestEdgeLimits::stalledReader() {
    edge::EdgeOptions options;
    options.send_stall = 300ms;
    QVERIFY(start(options));
    Client one = client(4096);
    one.send(Client::get("/file?50000000"));
    QVERIFY(waitFor([this] { return met(Limit::DownloadProgress) == 1; }));
    QVERIFY(alive());
}

void TestEdgeLimits::requestsPerConnection() {
    edge::EdgeOptions options;
    options.max_requests_per_connection = 3;
    QVERIFY(start(options));
    Client one = client();
    std::string all;
    for (int i = 0; i < 5; ++i)
        all += Client::post("/echo", std::to_string(i));
    one.send(all); // pipelined: the last two are not read any more
    for (const char* const expected : {"0", "1"}) {
        const std::string answer = one.answer();
        QCOMPARE(bodyOf(answer), std::string(expected));
        QVERIFY(answer.find("Connection:") == std::string::npos);
    }
    const std::string last = one.answer();
    QCOMPARE(bodyOf(last), std::string("2"));
    QVERIFY(last.find("\r\nConnection: close\r\n") != std::string::npos);
    QCOMPARE(one.rest(), std::string());
    QCOMPARE(m_site->handled(), 3);
    QCOMPARE(met(Limit::ConnectionRequests), std::uint64_t(1));
    QVERIFY(alive());
}

void TestEdgeLimits::connectionsPerAddress() {
    edge::EdgeOptions options;
    options.max_connections_per_address = 3;
    QVERIFY(start(options));
    std::vector<Client> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(client());
        open.back().send(Client::get("/whoami"));
        QCOMPARE(statusOf(open.back().answer()), 200);
    }
    Client more = client();
    const std::string refused = more.rest();
    QCOMPARE(statusOf(refused), 429);
    QVERIFY(refused.find("\r\nConnection: close\r\n") != std::string::npos);
    QCOMPARE(statusOf(client().rest()), 429);
    QCOMPARE(met(Limit::AddressConnections), std::uint64_t(2));
    open.pop_back();
    QVERIFY(waitFor([this] { return statusOf(ask(Client::get("/whoami"))) == 200; }));

    options.unlimited_addresses = {{edge::parseIp("127.0.0.0").value(), 104}};
    QVERIFY(start(options));
    open.clear();
    for (int i = 0; i < 5; ++i) {
        open.push_back(client());
        open.back().send(Client::get("/whoami"));
        QCOMPARE(statusOf(open.back().answer()), 200);
    }
}

void TestEdgeLimits::manyConnections() {
    edge::EdgeOptions options;
    options.max_connections = 4;
    QVERIFY(start(options));
    std::vector<Client> open;
    for (int i = 0; i < 4; ++i)
        open.push_back(client());
    QVERIFY(waitFor([this] { return met(Limit::Connections) >= 1; }));
    QVERIFY(alive()); // those that have been silent for a while give up their place
}

/// RFC 9110 section 9.3.2: an answer to HEAD has no body, a refusal of its head neither.
void TestEdgeLimits::refusesHeadWithoutBody() {
    QVERIFY(start());
    for (const char* const rest :
         {" / HTTP/1.1\r\nHost : a\r\n\r\n", " / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"}) {
        Client one = client();
        one.send(std::string("HEAD") + rest);
        const std::string all = one.rest();
        QCOMPARE(statusOf(all), 400);
        QVERIFY(all.ends_with("\r\n\r\n"));
        QVERIFY(all.find("Content-Length: 0") == std::string::npos); // it says how long the body would be
        QVERIFY(!bodyOf(ask(std::string("GET") + rest)).empty());
    }
}

void TestEdgeLimits::tellsWhoForwards() {
    std::atomic<int> told = 0;
    edge::EdgeOptions options;
    options.unknown_proxy = [&told](const std::string& address) { told += address == "127.0.0.1" ? 1 : 100; };
    QVERIFY(start(options));
    const std::string forwarded = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    QVERIFY(bodyOf(ask(Client::get("/whoami", forwarded))).find("203.0.113.9") == std::string::npos);
    QVERIFY(bodyOf(ask(Client::get("/whoami", forwarded))).find("127.0.0.1") != std::string::npos);
    QCOMPARE(told.load(), 1);
    options.trusted_proxies = {{edge::parseIp("127.0.0.1").value(), 128}};
    QVERIFY(start(options));
    QVERIFY(bodyOf(ask(Client::get("/whoami", forwarded))).find("203.0.113.9") != std::string::npos);
    QCOMPARE(told.load(), 1);
    stop(); // before `told` goes
}

QTEST_GUILESS_MAIN(TestEdgeLimits)
#include "tst_edge_limits.moc"

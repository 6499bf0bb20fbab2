// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/support/qtest_print.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

/// Slow and silent clients and handlers, and how a server that is to stop treats them.
class TestEdgeDeadlines final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(start()); }
    void cleanup() { stop(); }

    void timesOutSlowHeads();
    void timesOutSlowBodies_data();
    void timesOutSlowBodies();
    void closesIdleConnections();
    void cutsStalledReaders();
    void servesSlowReaders();
    void answersForSilentHandlers();
    void drains();
    void drainsWithoutWaitingForIdle();
};

void TestEdgeDeadlines::timesOutSlowHeads() {
    edge::EdgeOptions options;
    options.head_deadline = 400ms;
    QVERIFY(start(options));
    Client one = client();
    const auto begin = std::chrono::steady_clock::now();
    bool open = true; // a byte now and then does not put it off
    for (int i = 0; open && i < 100; ++i) {
        open = one.send(i == 0 ? "G" : "E");
        std::this_thread::sleep_for(50ms);
        open = open && one.silentFor(0ms);
    }
    QCOMPARE(statusOf(one.rest()), 408);
    QVERIFY(std::chrono::steady_clock::now() - begin >= 400ms);
    QVERIFY(std::chrono::steady_clock::now() - begin < 4s);
    Client silent = client(); // never said a word: no answer either
    QCOMPARE(silent.rest(), std::string());
}

void TestEdgeDeadlines::timesOutSlowBodies_data() {
    QTest::addColumn<std::string>("path");
    QTest::newRow("inline") << std::string("/echo");
    QTest::newRow("raw") << std::string("/raw");
}

void TestEdgeDeadlines::timesOutSlowBodies() {
    QFETCH(std::string, path);
    edge::EdgeOptions options;
    options.body_stall = 400ms;
    QVERIFY(start(options));
    Client quick = client(); // slow, but not too slow
    std::string request = Client::post(path, std::string(10000, 'x'));
    for (std::size_t at = 0; at < request.size(); at += 1000) {
        quick.send(std::string_view(request).substr(at, 1000));
        std::this_thread::sleep_for(100ms);
    }
    QCOMPARE(statusOf(quick.answer()), 200);
    Client slow = client();
    slow.send(request.substr(0, 200));
    QCOMPARE(statusOf(slow.rest()), 408);
    if (path == "/raw")
        QVERIFY(waitFor([&] { return m_site->bodies().back()->aborted.load(); }));
}

void TestEdgeDeadlines::closesIdleConnections() {
    edge::EdgeOptions options;
    options.idle_timeout = 300ms;
    QVERIFY(start(options));
    Client one = client();
    one.send(Client::get("/whoami"));
    QCOMPARE(statusOf(one.answer()), 200);
    QVERIFY(one.silentFor(150ms));
    QCOMPARE(one.rest(), std::string());
}

void TestEdgeDeadlines::cutsStalledReaders() {
    edge::EdgeOptions options;
    options.send_stall = 300ms;
    QVERIFY(start(options));
    Client one = client(4096);
    one.send(Client::get("/file?100000000"));
    QVERIFY(waitFor([&] { return m_site->sent().size() == 1; }));
    QVERIFY(!m_site->sent()[0].second);
    QVERIFY(m_site->sent()[0].first < 100000000);
}

void TestEdgeDeadlines::servesSlowReaders() {
    Client slow = client(4096);
    slow.send(Client::get("/file?20000000"));
    std::vector<Client> stalled;
    for (int i = 0; i < 50; ++i) { // many more than there are I/O threads
        stalled.push_back(client(4096));
        stalled.back().send(Client::get("/file?1000000000"));
    }
    QVERIFY(alive());
    Client quick = client();
    quick.send(Client::get("/file?1000000"));
    QCOMPARE(bodyOf(quick.answer()).size(), std::size_t{1000000});
    std::size_t got = 0;
    for (std::string part; got < 2000000 && !(part = slow.read(100000)).empty(); got += part.size())
        std::this_thread::sleep_for(1ms);
    QVERIFY(got >= 2000000);
    QVERIFY(!slow.rest(10ms).empty());
}

void TestEdgeDeadlines::answersForSilentHandlers() {
    edge::EdgeOptions options;
    options.handler_limit = 300ms;
    QVERIFY(start(options));
    Client one = client();
    one.send(Client::get("/never"));
    QCOMPARE(statusOf(one.rest()), 503);
    Client two = client(); // the handler's late answer goes nowhere
    two.send(Client::get("/whoami"));
    QCOMPARE(statusOf(two.answer()), 200);
    QVERIFY(two.silentFor(1500ms));
}

void TestEdgeDeadlines::drains() {
    Client one = client();
    one.send(Client::get("/later"));
    Client two = client();
    two.send(Client::post("/raw", std::string(100000, 'x')).substr(0, 50000));
    QVERIFY(waitFor([&] { return m_site->handled() == 1 && m_site->bodies().size() == 1; }));
    std::thread finishing([&] {
        std::this_thread::sleep_for(100ms);
        two.send(std::string(100000, 'x').substr(0, 50000 + 60)); // its rest, and a little more
    });
    QVERIFY(m_edge->drain(10s));
    finishing.join();
    const std::string late = one.rest();
    QCOMPARE(statusOf(late), 200);
    QVERIFY(late.find("\r\nConnection: close\r\n") != std::string::npos);
    QCOMPARE(statusOf(two.rest()), 200);
    QVERIFY(!client().connected());
}

void TestEdgeDeadlines::drainsWithoutWaitingForIdle() {
    Client idle = client();
    idle.send(Client::get("/whoami"));
    QCOMPARE(statusOf(idle.answer()), 200);
    Client silent = client();
    Client half = client();
    half.send("GET / HTTP");
    QVERIFY(alive());
    const auto begin = std::chrono::steady_clock::now();
    QVERIFY(m_edge->drain(10s));
    QVERIFY(std::chrono::steady_clock::now() - begin < 2s);
    QCOMPARE(idle.rest(), std::string());
    QVERIFY(start());
    Client busy = client();
    busy.send(Client::get("/never"));
    QVERIFY(waitFor([&] { return m_site->handled() == 1; }));
    QVERIFY(!m_edge->drain(100ms));
}

QTEST_GUILESS_MAIN(TestEdgeDeadlines)
#include "tst_edge_deadlines.moc"

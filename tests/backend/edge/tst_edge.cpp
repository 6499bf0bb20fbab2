// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QTemporaryDir>

#include <sys/stat.h>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

/// Requests and answers, as clients that behave send and read them.
class TestEdge final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(start()); }
    void cleanup() { stop(); }

    void answersInline();
    void answersLate();
    void decidesLate();
    void keepsOrderWhenPipelined();
    void leavesOutBodies();
    void speaksHttp10();
    void closesWhenAsked();
    void readsHeadsInPieces();
    void refusesAndGoesOn();
    void sendsFiles();
    void cutsBrokenFiles();
    void namesRequests();
    void refusesBadHeads();
    void listensOnControlSocket();
    void refusesTakenPort();
};

void TestEdge::answersInline() {
    Client one = client();
    for (int round = 0; round < 3; ++round) {
        QVERIFY(one.send(Client::post("/echo?x", "hello " + std::to_string(round))));
        QCOMPARE(bodyOf(one.answer()), "hello " + std::to_string(round));
    }
    const std::string big(1024 * 1024, 'b');
    QVERIFY(one.send(Client::post("/echo", big)));
    QVERIFY(bodyOf(one.answer()) == big);
}

void TestEdge::answersLate() {
    Client one = client();
    Client two = client();
    one.send(Client::post("/later", "a"));
    two.send(Client::post("/late", "b"));
    QCOMPARE(bodyOf(two.answer()), std::string("late b"));
    QCOMPARE(bodyOf(one.answer()), std::string("late a"));
}

void TestEdge::decidesLate() {
    Client one = client();
    one.send(Client::post("/decide-late", "a") + Client::post("/decide-late", "b"));
    QCOMPARE(bodyOf(one.answer()), std::string("a"));
    QCOMPARE(bodyOf(one.answer()), std::string("b"));
}

void TestEdge::keepsOrderWhenPipelined() {
    Client one = client();
    std::string requests;
    for (int i = 0; i < 20; ++i) // the first of each pair answers later than the second could
        requests += Client::post("/late", std::to_string(i)) + Client::post("/echo", std::to_string(i));
    one.send(requests);
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(bodyOf(one.answer()), "late " + std::to_string(i));
        QCOMPARE(bodyOf(one.answer()), std::to_string(i));
    }
    requests.clear();
    for (int i = 0; i < 2000; ++i)
        requests += Client::post("/echo", std::to_string(i));
    one.send(requests);
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(bodyOf(one.answer()), std::to_string(i));
}

void TestEdge::leavesOutBodies() {
    Client one = client();
    one.send("HEAD /whoami HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string head = one.answer(true);
    QCOMPARE(statusOf(head), 200);
    QVERIFY(head.find("\r\nContent-Length: ") != std::string::npos);
    one.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(one.answer(true).find("\r\nContent-Length: 4194304\r\n") != std::string::npos);
    one.send("HEAD /refuse HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(statusOf(one.answer(true)), 401);
    one.send(Client::get("/empty"));
    const std::string empty = one.answer(true);
    QCOMPARE(statusOf(empty), 204);
    QVERIFY(empty.find("Content-Length") == std::string::npos);
    one.send(Client::get("/notmodified"));
    QCOMPARE(statusOf(one.answer(true)), 304);
    one.send(Client::post("/echo", "x")); // nothing of the others' bodies came
    QCOMPARE(bodyOf(one.answer()), std::string("x"));
    QVERIFY(waitFor([&] { return m_site->sent().size() == 1; }));
    QCOMPARE(m_site->sent()[0].first, std::int64_t{0});
}

void TestEdge::speaksHttp10() {
    Client one = client();
    one.send("GET /whoami HTTP/1.0\r\n\r\n");
    const std::string all = one.rest();
    QCOMPARE(statusOf(all), 200);
    QVERIFY(all.find("\r\nConnection: close\r\n") != std::string::npos);
    Client two = client();
    two.send("GET /whoami HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(two.answer().find("\r\nConnection: keep-alive\r\n") != std::string::npos);
    two.send("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
    QCOMPARE(bodyOf(two.rest()), std::string("hi"));
}

void TestEdge::closesWhenAsked() {
    Client one = client();
    one.send(Client::get("/whoami", "Connection: close\r\n"));
    const std::string all = one.rest();
    QVERIFY(all.find("\r\nConnection: close\r\n") != std::string::npos);
    Client two = client();
    two.send(Client::get("/whoami"));
    QVERIFY(two.answer().find("\r\nConnection:") == std::string::npos);
    QVERIFY(two.silentFor(50ms));
    Client half = client();
    half.send(Client::get("/late"));
    half.halfClose();
    QCOMPARE(statusOf(half.rest()), 200);
    Client many = client(); // what came before the half-close is answered
    many.send(Client::post("/late", "a") + Client::post("/echo", "b"));
    many.halfClose();
    QCOMPARE(bodyOf(many.answer()), std::string("late a"));
    QCOMPARE(bodyOf(many.answer()), std::string("b"));
    QCOMPARE(many.rest(), std::string());
}

void TestEdge::readsHeadsInPieces() {
    Client one = client();
    const std::string request = Client::post("/echo", "body") + Client::post("/raw", "other body");
    for (const char c : request)
        one.send({&c, 1});
    QCOMPARE(bodyOf(one.answer()), std::string("body"));
    QCOMPARE(bodyOf(one.answer()), std::string("10 "));
}

void TestEdge::refusesAndGoesOn() {
    Client one = client();
    one.send(Client::get("/refuse") + Client::post("/refuse", "a small body") + Client::post("/echo", "x"));
    const std::string answer = one.answer();
    QCOMPARE(statusOf(answer), 401);
    QVERIFY(answer.find("\r\nWWW-Authenticate: Bearer\r\n") != std::string::npos);
    QVERIFY(answer.find("\r\nX-Request-Id: ") != std::string::npos);
    QCOMPARE(statusOf(one.answer()), 401);
    QCOMPARE(bodyOf(one.answer()), std::string("x"));
    QCOMPARE(m_site->handled(), 1);
}

void TestEdge::sendsFiles() {
    Client one = client();
    for (const std::int64_t size : {1, 262144, 262145, 4194304, 30000000, 0}) {
        one.send(Client::get("/file?" + std::to_string(size)));
        const std::string body = bodyOf(one.answer());
        QCOMPARE(static_cast<std::int64_t>(body.size()), size);
        for (std::size_t i = 0; i < body.size(); i += 997)
            QCOMPARE(body[i], TestSite::fileByte(static_cast<std::int64_t>(i)));
    }
    QVERIFY(waitFor([&] { return m_site->sent().size() == 6; }));
    for (const auto& [bytes, whole] : m_site->sent())
        QVERIFY(whole);
}

void TestEdge::cutsBrokenFiles() {
    Client one = client();
    one.send(Client::get("/broken-file?4000000"));
    const std::string all = one.rest();
    QCOMPARE(statusOf(all), 200);
    QVERIFY(bodyOf(all).size() < 4000000);
    QVERIFY(waitFor([&] { return m_site->sent().size() == 1; }));
    QVERIFY(!m_site->sent()[0].second);
}

void TestEdge::namesRequests() {
    const auto id = [&](const std::string& given) {
        const std::string body = bodyOf(ask(Client::get("/whoami", "X-Request-Id: " + given + "\r\n")));
        return body.substr(body.rfind(' ') + 1);
    };
    const std::string longest(64, 'a');
    QCOMPARE(id("Abc-1._z"), std::string("Abc-1._z"));
    QCOMPARE(id(longest), longest);
    for (const std::string& bad : {longest + "a", std::string("a b"), std::string(), std::string("a\"b")}) {
        const std::string made = id(bad);
        QCOMPARE(made.size(), std::size_t{16});
        QVERIFY(made != id(bad));
    }
}

void TestEdge::refusesBadHeads() {
    Client one = client();
    one.send("GET / HTTP/1.1\nHost: a\n\n");
    const std::string all = one.rest();
    QCOMPARE(statusOf(all), 400);
    QVERIFY(all.find("\r\nConnection: close\r\n") != std::string::npos);
    Client two = client(); // what follows is not read
    two.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" +
             Client::get("/echo"));
    QCOMPARE(statusOf(two.answer()), 400);
    QCOMPARE(two.rest(), std::string());
    QCOMPARE(m_site->handled(), 0);
}

void TestEdge::listensOnControlSocket() {
    const QTemporaryDir folder;
    edge::EdgeOptions options;
    // Longer than a unix socket's name may be.
    const std::string deep = folder.path().toStdString() + "/" + std::string(120, 'd');
    QVERIFY(::mkdir(deep.c_str(), 0700) == 0);
    for (const std::string& path : {folder.path().toStdString() + "/c.sock", deep + "/c.sock"}) {
        options.control_socket = path;
        for (int round = 0; round < 2; ++round) { // the second finds the first's socket
            auto started = edge::Edge::start(options, m_site->policy(), m_site->pages(), m_site->http());
            QVERIFY(started.ok());
            struct stat entry {};
            QVERIFY(::stat(path.c_str(), &entry) == 0);
            QCOMPARE(entry.st_mode & 0777U, 0600U);
            if (path.size() > 100)
                continue;
            Client one(path);
            one.send(Client::get("/whoami"));
            QVERIFY(bodyOf(one.answer()).starts_with(" control a "));
        }
    }
}

void TestEdge::refusesTakenPort() {
    edge::EdgeOptions options;
    options.port = m_edge->port();
    auto second = edge::Edge::start(options, m_site->policy(), m_site->pages(), m_site->http());
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, ErrorCode::dependency_unavailable);
    QVERIFY(second.error().detail.find(std::to_string(options.port) + " is in use") != std::string::npos);
    options.host = "example.org";
    QVERIFY(!edge::Edge::start(options, m_site->policy(), m_site->pages(), m_site->http()).ok());
}

QTEST_GUILESS_MAIN(TestEdge)
#include "tst_edge.moc"

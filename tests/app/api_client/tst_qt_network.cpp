// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/app/raw_server.h"

#include <QtCore/QBuffer>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class TestQtNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_network = makeNetwork(); }
    void answers_data();
    void answers();
    void noAnswer_data();
    void noAnswer();
    void aSilentServerTimesOut();
    void cookiesAndRedirectsAreNotFollowed();
    void aBodyIsStreamed();
    void manyTransfersLeaveRoomForSmallCalls();
    void aPausedCallMakesTheServerWait();
    void anErrorMayComeBeforeTheBodyIsSent();
    void aCallMayGoInItsOwnSignal();

private:
    std::unique_ptr<Network> m_network;
};

void TestQtNetwork::answers_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const QByteArray rest = "Content-Length: 2\r\nX-Request-Id: r1\r\n\r\n{}";
    QTest::newRow("200") << "HTTP/1.1 200 OK\r\n" + rest << 200 << QByteArray("{}");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 No Content\r\nX-Request-Id: r1\r\n\r\n") << 204
                         << QByteArray();
    QTest::newRow("401 with a challenge")
        << "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"d\"\r\n" + rest << 401
        << QByteArray("{}");
    QTest::newRow("401 with basic")
        << "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"d\"\r\n" + rest << 401
        << QByteArray("{}");
    for (const int status : {400, 403, 404, 409, 410, 413, 422, 429, 460, 500, 503, 507}) {
        const QByteArray number = QByteArray::number(status);
        QTest::newRow(number.constData())
            << "HTTP/1.1 " + number + " Because\r\n" + rest << status << QByteArray("{}");
    }
    QTest::newRow("chunked")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r1\r\n\r\n"
                      "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
        << 200 << QByteArray("{}");
}

void TestQtNetwork::answers() {
    QFETCH(QByteArray, answer);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    RawServer server;
    server.answer = answer;
    Outcome outcome;
    const auto call = get(*m_network, server.url(), outcome);
    QVERIFY(!outcome.isOver());
    QTRY_VERIFY(outcome.isOver());
    QVERIFY2(!outcome.error, outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.answer->status, status);
    QCOMPARE(outcome.answer->body, body);
    QCOMPARE(outcome.answer->header("x-request-id"), QByteArray("r1"));
    QCOMPARE(outcome.heads, 1);
    QVERIFY(server.got.startsWith("GET /x HTTP/1.1\r\n"));
    QVERIFY(!server.got.contains("HTTP2-Settings") && !server.got.toLower().contains("upgrade:"));
}

void TestQtNetwork::noAnswer_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
    QTest::newRow("cut in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
    QTest::newRow("cut in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    QTest::newRow("cut in a chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc");
}

void TestQtNetwork::noAnswer() {
    QFETCH(QByteArray, answer);
    RawServer server;
    server.answer = answer;
    Outcome outcome;
    const auto call = get(*m_network, server.url(), outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.isOver(), 20000);
    QVERIFY(outcome.error.has_value());
    QCOMPARE(outcome.error->status, 0);
    const bool is_said = outcome.error->kind == ApiError::Kind::NoConnection ||
                         outcome.error->kind == ApiError::Kind::NotDropseal;
    QVERIFY(is_said);
}

void TestQtNetwork::aSilentServerTimesOut() {
    RawServer server; // says nothing
    HttpRequest request;
    request.method = "GET";
    request.url = server.url();
    request.timeout = std::chrono::milliseconds(200);
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY(outcome.isOver());
    QCOMPARE(outcome.error->kind, ApiError::Kind::Timeout);
    auto gone = std::make_unique<RawServer>();
    const QUrl url = gone->url();
    gone.reset();
    Outcome refused;
    const auto other = get(*m_network, url, refused);
    QTRY_VERIFY(refused.isOver());
    QCOMPARE(refused.error->kind, ApiError::Kind::NoConnection);
}

void TestQtNetwork::cookiesAndRedirectsAreNotFollowed() {
    RawServer server;
    server.answer =
        "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n";
    for (int i = 0; i < 2; ++i) {
        Outcome outcome;
        const auto call = get(*m_network, server.url(), outcome);
        QTRY_VERIFY(outcome.isOver());
        QCOMPARE(outcome.answer->status, 302);
    }
    QCOMPARE(server.requests, 2);
    QVERIFY(!server.got.contains("elsewhere") && !server.got.contains("Cookie"));
}

void TestQtNetwork::aBodyIsStreamed() {
    const QByteArray body(5000000, 'b');
    RawServer server;
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + body;
    Outcome outcome;
    const auto call = get(*m_network, server.url(), outcome, true);
    QTRY_VERIFY(outcome.isOver());
    QVERIFY(outcome.answer && outcome.answer->body.isEmpty());
    QCOMPARE(outcome.streamed.size(), body.size());
}

void TestQtNetwork::aPausedCallMakesTheServerWait() {
    RawServer server;
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n" + QByteArray(8000000, 'b');
    Outcome outcome;
    HttpRequest request;
    request.method = "GET";
    request.url = server.url();
    request.timeout = std::chrono::milliseconds(400); // a pause is not the server's standstill
    const auto call = send(*m_network, request, outcome, true);
    connect(call.get(), &HttpCall::bodyBytes, call.get(), [&call] { call->setPaused(true); });
    QTRY_VERIFY(!outcome.streamed.isEmpty());
    const qsizetype taken = outcome.streamed.size();
    QTest::qWait(800);
    QCOMPARE(outcome.streamed.size(), taken);
    QVERIFY(!outcome.isOver());
    call->setPaused(false);
    call->setPaused(true);
    call->setPaused(false);
    while (!outcome.isOver()) { // one piece at a time to the end
        const qsizetype before = outcome.streamed.size();
        QTRY_VERIFY(outcome.streamed.size() > before || outcome.isOver());
        call->setPaused(false);
    }
    QVERIFY2(!outcome.error, outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.streamed, QByteArray(8000000, 'b'));
}

void TestQtNetwork::anErrorMayComeBeforeTheBodyIsSent() {
    RawServer server;
    server.answer = "HTTP/1.1 507 Full\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    server.closes_after = false;
    QBuffer body;
    body.setData(QByteArray(64 * 1024 * 1024, 'u'));
    QVERIFY(body.open(QIODevice::ReadOnly));
    HttpRequest request;
    request.method = "PUT";
    request.url = server.url();
    request.device = &body;
    request.length = body.size();
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.isOver(), 20000);
    QVERIFY2(outcome.answer.has_value(), outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.answer->status, 507);
}

void TestQtNetwork::aCallMayGoInItsOwnSignal() {
    RawServer server;
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n" + QByteArray(500000, 'b');
    HttpRequest request;
    request.method = "GET";
    request.url = server.url();
    for (int where = 0; where < 3; ++where) {
        auto call = m_network->send(request, true);
        bool is_gone = false;
        const auto go = [&] {
            call.reset();
            is_gone = true;
        };
        if (where == 0)
            connect(call.get(), &HttpCall::headReceived, this, go);
        else if (where == 1)
            connect(call.get(), &HttpCall::bodyBytes, this, go);
        else
            connect(call.get(), &HttpCall::finished, this, go);
        QTRY_VERIFY(is_gone);
        QTest::qWait(20);
    }
}

void TestQtNetwork::manyTransfersLeaveRoomForSmallCalls() {
    RawServer server; // says nothing
    std::vector<Outcome> outcomes(8);
    std::vector<std::unique_ptr<HttpCall>> calls;
    for (Outcome& outcome : outcomes)
        calls.push_back(get(*m_network, server.url(), outcome, true));
    QTRY_COMPARE(server.requests, 8);
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    Outcome small;
    const auto call = get(*m_network, server.url(), small);
    QTRY_VERIFY(small.isOver());
    QVERIFY(small.answer.has_value());
    QCOMPARE(std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& one) { return one.isOver(); }),
             0);
}

QTEST_GUILESS_MAIN(TestQtNetwork)
#include "tst_qt_network.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/answer_parser.h"
#include "tests/support/app/raw_server.h"

#include <QtCore/QBuffer>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

constexpr qint64 Endless = qint64{1} << 40;

/// Bytes without end, and how many of them were taken.
class EndlessBody final : public QIODevice {
public:
    EndlessBody() { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    qint64 taken = 0;
    qint64 most = Endless; ///< then it has none for now

protected:
    qint64 readData(char* data, qint64 wanted) override {
        const qint64 given = std::min(wanted, most - taken);
        std::fill(data, data + given, 'x');
        taken += given;
        return given;
    }
    qint64 writeData(const char*, qint64) override { return -1; }
};

} // namespace

/// Bodies from a device: the server is heard while they are sent.
class TestSocketCall : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_network = makeNetwork(); }
    void answersAreRead_data();
    void answersAreRead();
    void aBodyArrivesWhole();
    void anEarlyAnswerIsHeard_data();
    void anEarlyAnswerIsHeard();
    void aBodyThatComesSlowly();
    void whatIsNoAnswer_data();
    void whatIsNoAnswer();
    void aServerThatIsNotThere();
    void aServerThatStandsStill();
    void givenUpFromItsOwnSignal();

private:
    static HttpRequest upload(const RawServer& server, QIODevice& body, qint64 length) {
        HttpRequest request;
        request.method = "PUT";
        request.url = server.url(QStringLiteral("/upload/a b.bin"));
        request.headers.emplace_back("Authorization", "Bearer x");
        request.device = &body;
        request.length = length;
        return request;
    }

    std::unique_ptr<Network> m_network;
};

void TestSocketCall::answersAreRead_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status"); // 0: it is broken
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const char* bytes, int status, const char* body) {
        QTest::newRow(name) << QByteArray(bytes) << status << QByteArray(body);
    };
    row("sized", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: y\r\n\r\nok", 200, "ok");
    row("nothing in it", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200, "");
    row("no content", "HTTP/1.1 204 No Content\r\n\r\n", 204, "");
    row("to the end", "HTTP/1.0 507 Full\r\nX: y\r\n\r\nfull", 507, "full");
    row("interim ones",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 413 No\r\nContent-Length: "
        "1\r\n\r\nx",
        413, "x");
    row("chunks",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: "
        "u\r\n\r\n",
        200, "abc0123456789");
    row("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 0, "");
    row("no status", "HTTP/1.1 abc\r\n\r\n", 0, "");
    row("no field", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", 0, "");
    row("cut in the head", "HTTP/1.1 200 OK\r\nContent-Le", 0, "");
    row("cut in the body", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", 0, "");
    row("cut in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", 0, "");
    row("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nab", 0, "");
    row("far too long", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 0, "");
    row("a chunk far too long", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
        0, "");
    row("a chunk without its end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 0, "");
    row("nothing", "", 0, "");
}

void TestSocketCall::answersAreRead() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    for (const qsizetype piece : {qsizetype{1}, qsizetype{7}, std::max<qsizetype>(1, bytes.size())}) {
        AnswerParser parser;
        auto state = AnswerParser::State::Reading;
        for (qsizetype at = 0; at < bytes.size() && state == AnswerParser::State::Reading; at += piece)
            state = parser.feed(bytes.mid(at, piece));
        if (state == AnswerParser::State::Reading)
            state = parser.end();
        QCOMPARE(state == AnswerParser::State::Done, status != 0);
        if (status == 0)
            continue;
        QCOMPARE(parser.answer().status, status);
        QCOMPARE(parser.answer().body, body);
    }
}

void TestSocketCall::aBodyArrivesWhole() {
    RawServer server;
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    QByteArray bytes(3000000, '\0');
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 251);
    QBuffer body(&bytes);
    QVERIFY(body.open(QIODevice::ReadOnly));
    server.answers_after = bytes.size() + 100;
    Outcome outcome;
    const auto call = send(*m_network, upload(server, body, bytes.size()), outcome);
    qint64 last = 0;
    bool only_grew = true;
    connect(call.get(), &HttpCall::uploadProgress, this, [&](qint64 sent, qint64 total) {
        only_grew = only_grew && sent > last && sent <= total && total == bytes.size();
        last = sent;
    });
    QVERIFY(!outcome.isOver());
    QTRY_VERIFY(outcome.isOver());
    QVERIFY2(outcome.answer.has_value(), outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.answer->body, QByteArray("ok"));
    QCOMPARE(outcome.heads, 1);
    const qsizetype head = server.got.indexOf("\r\n\r\n");
    QCOMPARE(server.got.mid(head + 4), bytes);
    const QByteArray fields = server.got.left(head);
    QVERIFY(fields.startsWith("PUT /upload/a%20b.bin HTTP/1.1\r\nHost: 127.0.0.1:"));
    QVERIFY(fields.contains("\r\nAuthorization: Bearer x\r\n"));
    QVERIFY(fields.contains("\r\nContent-Length: 3000000"));
    QVERIFY(fields.contains("\r\nUser-Agent: Dropseal/"));
    QVERIFY(only_grew);
    QCOMPARE(last, qint64{bytes.size()});
}

void TestSocketCall::anEarlyAnswerIsHeard_data() {
    QTest::addColumn<qint64>("answers_after");
    QTest::addColumn<bool>("lingers");
    QTest::newRow("by the head") << qint64{1} << true;
    QTest::newRow("in the middle") << qint64{20'000'000} << true;
    QTest::newRow("and stays open") << qint64{1'000'000} << false;
}

/// A terabyte is not sent to hear that the disk is full.
void TestSocketCall::anEarlyAnswerIsHeard() {
    QFETCH(qint64, answers_after);
    QFETCH(bool, lingers);
    RawServer server;
    server.answer = "HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfull";
    server.answers_after = answers_after;
    server.lingers = lingers;
    server.closes_after = false;
    EndlessBody body;
    Outcome outcome;
    const auto call = send(*m_network, upload(server, body, Endless), outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.isOver(), 30000);
    QVERIFY2(outcome.answer.has_value(), outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.answer->status, 507);
    QCOMPARE(outcome.answer->body, QByteArray("full"));
    QCOMPARE(server.connections, 1); // and it is not tried again by itself
    const qint64 taken = body.taken;
    QTest::qWait(100);
    QCOMPARE(body.taken, taken);
    QVERIFY(taken < answers_after + 100'000'000);
}

void TestSocketCall::aBodyThatComesSlowly() {
    RawServer server;
    server.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    server.answers_after = 1'000'000;
    EndlessBody body;
    body.most = 0;
    Outcome outcome;
    const auto call = send(*m_network, upload(server, body, 1'000'000), outcome);
    for (int i = 0; i < 10; ++i) {
        QTest::qWait(10);
        body.most += 100'000;
        Q_EMIT body.readyRead();
    }
    QTRY_VERIFY(outcome.isOver());
    QVERIFY(outcome.answer.has_value());
    QCOMPARE(body.taken, qint64{1'000'000});
}

void TestSocketCall::whatIsNoAnswer_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("kind");
    const int cut = static_cast<int>(ApiError::Kind::NoConnection);
    const int other = static_cast<int>(ApiError::Kind::NotDropseal);
    QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << other;
    QTest::newRow("cut in the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << cut;
    QTest::newRow("cut in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")
                                     << cut;
}

void TestSocketCall::whatIsNoAnswer() {
    QFETCH(QByteArray, answer);
    QFETCH(int, kind);
    RawServer server;
    server.answer = answer;
    server.answers_after = 1'000'000;
    server.lingers = true;
    EndlessBody body;
    Outcome outcome;
    const auto call = send(*m_network, upload(server, body, Endless), outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.isOver(), 30000);
    QVERIFY(outcome.error.has_value());
    QCOMPARE(static_cast<int>(outcome.error->kind), kind);
    QCOMPARE(outcome.error->status, 0);
}

void TestSocketCall::aServerThatIsNotThere() {
    auto gone = std::make_unique<RawServer>();
    EndlessBody body;
    const HttpRequest request = upload(*gone, body, Endless);
    gone.reset();
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY(outcome.isOver());
    QCOMPARE(outcome.error->kind, ApiError::Kind::NoConnection);
    QCOMPARE(body.taken, qint64{0});
}

void TestSocketCall::aServerThatStandsStill() {
    RawServer server; // takes all and says nothing
    QByteArray bytes(1000, 'x');
    QBuffer body(&bytes);
    QVERIFY(body.open(QIODevice::ReadOnly));
    HttpRequest request = upload(server, body, bytes.size());
    request.timeout = std::chrono::milliseconds(300);
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY(outcome.isOver());
    QCOMPARE(outcome.error->kind, ApiError::Kind::Timeout);
}

void TestSocketCall::givenUpFromItsOwnSignal() {
    RawServer server;
    EndlessBody body;
    Outcome outcome;
    auto call = send(*m_network, upload(server, body, Endless), outcome);
    connect(call.get(), &HttpCall::uploadProgress, this, [&](qint64 sent) {
        if (sent > 1'000'000)
            call.reset();
    });
    QTRY_VERIFY(call == nullptr);
    const qint64 taken = body.taken;
    QTest::qWait(100);
    QCOMPARE(body.taken, taken);
    QVERIFY(!outcome.isOver());
}

QTEST_GUILESS_MAIN(TestSocketCall)
#include "tst_socket_call.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

/// Request bodies: into memory, into a sink, out of a form, or refused before a byte is read.
class TestEdgeBodies final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(start()); }
    void cleanup() { stop(); }

    void continues_data();
    void continues();
    void refusesBeforeTheBody_data();
    void refusesBeforeTheBody();
    void refusesSmallBodiesThatComeLate();
    void limitsInlineBodies();
    void takesRawBodies_data();
    void takesRawBodies();
    void takesForms();
    void refusesForms_data();
    void refusesForms();
    void failsWithTheSink();
    void pipelinesBehindBodies();
};

void TestEdgeBodies::continues_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("first");
    QTest::newRow("inline") << std::string("/echo") << 100;
    QTest::newRow("raw") << std::string("/raw") << 100;
    QTest::newRow("late") << std::string("/decide-late") << 100;
    QTest::newRow("refused") << std::string("/refuse") << 401;
    QTest::newRow("too long") << std::string("/small-raw") << 413;
}

void TestEdgeBodies::continues() {
    QFETCH(std::string, path);
    QFETCH(int, first);
    const std::string body(path == "/small-raw" ? 1001 : 500, 'x');
    const std::string request = Client::post(path, body, "Expect: 100-continue\r\n");
    Client one = client();
    one.send(std::string_view(request).substr(0, request.size() - body.size()));
    QCOMPARE(statusOf(one.answer(first == 100)), first);
    if (first != 100) { // whether the body comes is the client's choice, so the connection ends
        QCOMPARE(one.rest(), std::string());
        return;
    }
    one.send(body);
    QCOMPARE(statusOf(one.answer()), 200);
}

void TestEdgeBodies::refusesBeforeTheBody_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("policy") << std::string("/refuse") << 401;
    QTest::newRow("inline") << std::string("/echo") << 413;
    QTest::newRow("raw") << std::string("/small-raw") << 413;
    QTest::newRow("form") << std::string("/small-form") << 413;
    QTest::newRow("media type") << std::string("/form") << 415;
    QTest::newRow("boundary") << std::string("/form?boundary") << 400;
}

/// The client sends all of a big body before it reads: the answer must reach it all the same.
void TestEdgeBodies::refusesBeforeTheBody() {
    QFETCH(std::string, path);
    QFETCH(int, status);
    Client one = client();
    std::string type = path == "/small-form" ? "Content-Type: multipart/form-data; boundary=b\r\n" : "";
    if (path == "/form?boundary")
        type = "Content-Type: multipart/form-data; boundary=\"\"\r\n";
    QVERIFY(one.send(Client::post(path, std::string(8 * 1024 * 1024, 'x'), type)));
    const std::string all = one.rest();
    QCOMPARE(statusOf(all), status);
    QVERIFY(all.find("\r\nConnection: close\r\n") != std::string::npos);
    QCOMPARE(m_site->handled(), 0);
    for (const auto& body : m_site->bodies())
        QVERIFY(waitFor([&] { return body->aborted.load(); }));
}

/// A small body that comes after the refusal must not turn the answer into a reset.
void TestEdgeBodies::refusesSmallBodiesThatComeLate() {
    for (const std::string& fields : {std::string(), std::string("Connection: close\r\n")}) {
        const std::string request = Client::post("/refuse", "small", fields);
        Client one = client();
        one.send(std::string_view(request).substr(0, request.size() - 5));
        QVERIFY(!one.silentFor(5s));
        one.send("small");
        QCOMPARE(statusOf(one.answer()), 401);
        if (!fields.empty()) {
            QCOMPARE(one.rest(), std::string());
            continue;
        }
        one.send(Client::post("/echo", "next"));
        QCOMPARE(bodyOf(one.answer()), std::string("next"));
    }
}

void TestEdgeBodies::limitsInlineBodies() {
    Client one = client();
    one.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "40000\r\n" + std::string(0x40000, 'x') + "\r\n";
    for (int i = 0; i < 5; ++i)
        one.send(chunk);
    QCOMPARE(statusOf(one.rest()), 413);
    QCOMPARE(statusOf(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\n")),
             400);
}

void TestEdgeBodies::takesRawBodies_data() {
    QTest::addColumn<std::int64_t>("size");
    QTest::addColumn<bool>("chunked");
    for (const std::int64_t size : {0, 1, 70000, 5000000, 40000000}) {
        QTest::addRow("%lld by length", static_cast<long long>(size)) << size << false;
        QTest::addRow("%lld in chunks", static_cast<long long>(size)) << size << true;
    }
}

void TestEdgeBodies::takesRawBodies() {
    QFETCH(std::int64_t, size);
    QFETCH(bool, chunked);
    std::string data(static_cast<std::size_t>(size), '\0');
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = TestSite::fileByte(static_cast<std::int64_t>(i));
    Client one = client();
    if (!chunked) {
        QVERIFY(one.send(Client::post("/raw", data)));
    } else {
        one.send("POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (std::size_t at = 0; at < data.size();) {
            const std::size_t part = std::min<std::size_t>(data.size() - at, 1 + at % 99991);
            one.send(QByteArray::number(qulonglong(part), 16).toStdString() + (at == 0 ? ";x\r\n" : "\r\n") +
                     data.substr(at, part) + "\r\n");
            at += part;
        }
        one.send("0\r\nX-Trailer: y\r\n\r\n");
    }
    QCOMPARE(bodyOf(one.answer()), std::to_string(size) + " ");
    const auto body = m_site->bodies().at(0);
    QVERIFY(body->finished && !body->aborted);
    QCOMPARE(body->sum, fnv(FnvBegin, data.data(), data.size()));
}

void TestEdgeBodies::takesForms() {
    const std::string data(3 * 1024 * 1024, 'd');
    const std::string type = "Content-Type: multipart/form-data; boundary=b\r\n";
    Client one = client();
    one.send(Client::post("/form", Client::form(data, "na\xC3\xAFve.txt"), type));
    QCOMPARE(bodyOf(one.answer()), std::to_string(data.size()) + " na\xC3\xAFve.txt");
    one.send(
        Client::post("/small-form", Client::form(std::string(1000, 'x')), type)); // the frame does not count
    QCOMPARE(statusOf(one.answer()), 200);
    one.send(Client::post("/small-form", Client::form(std::string(1001, 'x')), type));
    const std::string over = one.rest();
    QCOMPARE(statusOf(over), 413);
    QVERIFY(m_site->bodies().back()->aborted && !m_site->bodies().back()->finished);
}

void TestEdgeBodies::refusesForms_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("expected");
    const std::string type = "multipart/form-data; boundary=b";
    const std::string twice = Client::form("x").substr(0, Client::form("x").size() - 7) + Client::form("y");
    QTest::newRow("two files") << type << twice << std::string("422 validation_failed repeated");
    QTest::newRow("no file") << type << std::string("--b--\r\n")
                             << std::string("422 validation_failed required");
    QTest::newRow("cut") << type << Client::form("x").substr(0, 100) << std::string("400 bad_request");
    QTest::newRow("no boundary") << std::string("multipart/form-data") << Client::form("x")
                                 << std::string("400 bad_request");
    QTest::newRow("other type") << std::string("text/plain") << Client::form("x")
                                << std::string("415 unsupported_media_type");
}

void TestEdgeBodies::refusesForms() {
    QFETCH(std::string, type);
    QFETCH(std::string, body);
    QFETCH(std::string, expected);
    const std::string answer = ask(Client::post("/form", body, "Content-Type: " + type + "\r\n"));
    QCOMPARE(std::to_string(statusOf(answer)) + " " + bodyOf(answer), expected);
    QCOMPARE(m_site->handled(), 0);
    QVERIFY(waitFor([&] { return m_site->bodies().at(0)->aborted.load(); }));
}

void TestEdgeBodies::failsWithTheSink() {
    Client one = client();
    QVERIFY(one.send(Client::post("/bad-sink", std::string(5 * 1024 * 1024, 'x'))));
    QCOMPARE(statusOf(one.rest()), 507);
    QVERIFY(m_site->bodies().at(0)->aborted);
    QCOMPARE(m_site->handled(), 0);
}

void TestEdgeBodies::pipelinesBehindBodies() {
    Client one = client();
    const std::string chunked = "POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "5\r\nhello\r\n0\r\n\r\n";
    one.send(chunked + Client::post("/raw", "abc") + Client::get("/file?5") + chunked +
             Client::post("/echo", "end"));
    QCOMPARE(bodyOf(one.answer()), std::string("5 "));
    QCOMPARE(bodyOf(one.answer()), std::string("3 "));
    QCOMPARE(bodyOf(one.answer()).size(), std::size_t{5});
    QCOMPARE(bodyOf(one.answer()), std::string("5 "));
    QCOMPARE(bodyOf(one.answer()), std::string("end"));
}

QTEST_GUILESS_MAIN(TestEdgeBodies)
#include "tst_edge_bodies.moc"

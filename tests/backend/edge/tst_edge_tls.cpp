// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/backend/edge/tls_client.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <openssl/ssl.h>

#include <algorithm>
#include <csignal>
#include <ctime>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;
using edge::Limit;
using edge::TlsContext;

/// The same edge under TLS: who gets in, and that HTTP is what it is without.
class TestEdgeTls final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { stop(); }

    void handshakes_data();
    void handshakes();
    void requests();
    void smallRecords();
    void tornRecords_data();
    void tornRecords();
    void bodies();
    void continues();
    void manyAtOnce();
    void truncatedBody();
    void endsAreSaid();
    void silentHandshake_data();
    void silentHandshake();
    void plainHttp();
    void controlSocketIsPlain();
    void anotherCertificate();
    void chain();

private:
    std::string path(const char* name) const { return m_place.filePath(QLatin1String(name)).toStdString(); }
    MakeCertificate maker(const std::string& name) const {
        MakeCertificate made;
        made.folder = m_place.path().toStdString();
        made.name = name;
        return made;
    }
    edge::TlsSlot::Context context(const MakeCertificate& made) const {
        auto loaded = TlsContext::load(made.certificate(), made.key());
        return loaded ? loaded->context : nullptr;
    }
    bool startTls(edge::EdgeOptions options = {}) {
        options.tls = context(maker("first"));
        return options.tls && start(options);
    }
    TlsClient tlsClient(const TlsOffer& offer = {}) { return TlsClient(m_edge->port(), offer); }

    QTemporaryDir m_place;
};

void TestEdgeTls::initTestCase() {
    std::signal(SIGPIPE, SIG_IGN); // of the clients: SSL_write has no MSG_NOSIGNAL
    QVERIFY(m_place.isValid());
    QVERIFY(maker("first").make());
    QVERIFY(maker("second").make());
    MakeCertificate rsa = maker("rsa");
    rsa.rsa_bits = 2048;
    QVERIFY(rsa.make());
}

void TestEdgeTls::handshakes_data() {
    QTest::addColumn<TlsOffer>("offer");
    QTest::addColumn<std::string>("version"); // empty: refused
    QTest::addColumn<std::string>("protocol");
    const auto row = [](const char* name, const TlsOffer& offer, const char* version, const char* protocol) {
        QTest::newRow(name) << offer << std::string(version) << std::string(protocol);
    };
    const std::string all = "ALL:@SECLEVEL=0";
    row("as it comes", {}, "TLSv1.3", "");
    row("1.3 only", {TLS1_3_VERSION, TLS1_3_VERSION, {}, {}}, "TLSv1.3", "");
    row("1.2 only", {TLS1_2_VERSION, TLS1_2_VERSION, {}, {}}, "TLSv1.2", "");
    row("1.1 only", {TLS1_VERSION, TLS1_1_VERSION, all, {}}, "", "");
    row("http/1.1", {0, 0, {}, "http/1.1"}, "TLSv1.3", "http/1.1");
    row("h2 or http/1.1", {0, 0, {}, "h2,http/1.1"}, "TLSv1.3", "http/1.1");
    row("http/1.1 with 1.2", {0, TLS1_2_VERSION, {}, "h2,http/1.1"}, "TLSv1.2", "http/1.1");
    row("h2 only", {0, 0, {}, "h2"}, "", "");
    row("a longer name", {0, 0, {}, "http/1.1x,xhttp/1.1"}, "", "");
    row("GCM", {0, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-GCM-SHA256", {}}, "TLSv1.2", "");
    row("ChaCha20", {0, TLS1_2_VERSION, "ECDHE-ECDSA-CHACHA20-POLY1305", {}}, "TLSv1.2", "");
    row("CBC", {0, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0", {}}, "",
        "");
    row("no forward secrecy", {0, TLS1_2_VERSION, "kRSA:@SECLEVEL=0", {}}, "", "");
    row("no encryption", {0, TLS1_2_VERSION, "eNULL:@SECLEVEL=0", {}}, "", "");
    row("nobody's certificate", {0, TLS1_2_VERSION, "aNULL:@SECLEVEL=0", {}}, "", "");
}

void TestEdgeTls::handshakes() {
    QFETCH(TlsOffer, offer);
    QFETCH(std::string, version);
    edge::EdgeOptions options; // a key that fits the ciphers, so that only our rules refuse them
    options.tls = context(maker(offer.ciphers.starts_with("kRSA") ? "rsa" : "first"));
    QVERIFY(options.tls && start(options));
    TlsClient one = tlsClient(offer);
    QVERIFY(one.tried());
    QCOMPARE(one.connected(), !version.empty());
    if (!version.empty()) {
        QCOMPARE(one.version(), version);
        QTEST(one.protocol(), "protocol");
        QVERIFY(one.send(Client::post("/echo", "hello")));
        QCOMPARE(bodyOf(one.answer()), std::string("hello"));
    }
    QVERIFY(tlsClient().connected());
}

void TestEdgeTls::requests() {
    QVERIFY(startTls());
    TlsClient one = tlsClient();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(one.send(Client::post("/echo", "hello")));
        QCOMPARE(bodyOf(one.answer()), std::string("hello"));
    }
    // Pipelined, some of them answered late and out of files.
    const std::string file = Client::get("/file?300000");
    QVERIFY(one.send(Client::post("/late", "1") + file + Client::post("/raw", std::string(70000, 'r')) +
                     file + Client::post("/echo", "4")));
    QCOMPARE(bodyOf(one.answer()), std::string("late 1"));
    QCOMPARE(bodyOf(one.answer()).size(), std::size_t(300000));
    QVERIFY(bodyOf(one.answer()).starts_with("70000 "));
    QCOMPARE(bodyOf(one.answer()).size(), std::size_t(300000));
    QCOMPARE(bodyOf(one.answer()), std::string("4"));
    QVERIFY(one.send("GET /whoami HTTP/1.1\r\n\r\n")); // no Host
    QCOMPARE(statusOf(one.answer()), 400);
}

void TestEdgeTls::smallRecords() {
    QVERIFY(startTls());
    TlsClient one = tlsClient();
    QVERIFY(one.send(Client::post("/echo", "hello") + Client::post("/raw", std::string(2000, 'r')), 1));
    QCOMPARE(bodyOf(one.answer()), std::string("hello"));
    QVERIFY(bodyOf(one.answer()).starts_with("2000 "));
}

void TestEdgeTls::tornRecords_data() {
    QTest::addColumn<std::string>("path");
    for (const char* const path : {"/raw", "/echo"})
        QTest::newRow(path) << std::string(path);
}

/// A part of a record is no reason to look again and again whether the rest has come.
void TestEdgeTls::tornRecords() {
    QFETCH(std::string, path);
    QVERIFY(startTls());
    TlsClient one = tlsClient();
    const std::string body(10000, 'r');
    const std::string request = Client::post(path, body);
    QVERIFY(one.send(std::string_view(request).substr(0, request.size() - 5000)));
    const std::clock_t before = std::clock();
    QVERIFY(one.sendTorn(std::string_view(request).substr(request.size() - 5000), 1000ms));
    QCOMPARE(statusOf(one.answer()), 200);
    QVERIFY(std::clock() - before < CLOCKS_PER_SEC / 2); // of processor time, so a busy machine does no harm
}

void TestEdgeTls::bodies() {
    QVERIFY(startTls());
    std::string body(40 * 1024 * 1024 + 17, '\0');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = TestSite::fileByte(static_cast<std::int64_t>(i));
    TlsClient one = tlsClient();
    QVERIFY(one.send(Client::post("/raw", body)));
    QVERIFY(bodyOf(one.answer()).starts_with(std::to_string(body.size()) + " "));
    QVERIFY(m_site->bodies().back()->sum == fnv(FnvBegin, body.data(), body.size()));
    QVERIFY(one.send(Client::get("/file?" + std::to_string(body.size()))));
    QVERIFY(bodyOf(one.answer()) == body);
    const std::string echoed = body.substr(0, 1024 * 1024);
    QVERIFY(one.send(Client::post("/echo", echoed)));
    QVERIFY(bodyOf(one.answer()) == echoed);
    QVERIFY(one.send(Client::post("/small-raw", std::string(1001, 'x'))));
    QCOMPARE(statusOf(one.answer()), 413);
}

void TestEdgeTls::continues() {
    QVERIFY(startTls());
    TlsClient one = tlsClient();
    for (const char* const path : {"/raw", "/echo"}) {
        const std::string request = Client::post(path, std::string(500, 'x'), "Expect: 100-continue\r\n");
        QVERIFY(one.send(std::string_view(request).substr(0, request.size() - 500)));
        QCOMPARE(statusOf(one.answer(true)), 100);
        QVERIFY(one.send(std::string(500, 'x')));
        QCOMPARE(statusOf(one.answer()), 200);
    }
}

void TestEdgeTls::manyAtOnce() {
    QVERIFY(startTls());
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i)
        threads.emplace_back([this, &good, i] {
            TlsClient one = tlsClient();
            for (int round = 0; round < 5; ++round) {
                const std::string size = std::to_string(1'000'000 + i * 1000 + round);
                one.send(Client::get("/file?" + size));
                good += bodyOf(one.answer()).size() == std::stoul(size) ? 1 : 0;
                one.send(Client::post("/raw", std::string(std::stoul(size), 'r')));
                good += bodyOf(one.answer()).starts_with(size + " ") ? 1 : 0;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(good.load(), 120);
}

void TestEdgeTls::truncatedBody() {
    QVERIFY(startTls());
    TlsClient one = tlsClient();
    const std::string request = Client::post("/raw", std::string(100000, 'r'));
    QVERIFY(one.send(std::string_view(request).substr(0, 50000)));
    QVERIFY(waitFor([this] { return !m_site->bodies().empty() && m_site->bodies().back()->bytes > 0; }));
    one.sayGoodbye();
    QVERIFY(waitFor([this] { return m_site->bodies().back()->aborted.load(); }));
    QVERIFY(!m_site->bodies().back()->finished);
}

void TestEdgeTls::endsAreSaid() {
    edge::EdgeOptions options;
    options.idle_timeout = 300ms;
    QVERIFY(startTls(options));
    TlsClient asked = tlsClient();
    QVERIFY(asked.send(Client::get("/whoami", "Connection: close\r\n")));
    QCOMPARE(statusOf(asked.rest()), 200);
    QVERIFY(asked.sawGoodbye());
    TlsClient idle = tlsClient();
    QVERIFY(idle.send(Client::get("/whoami")));
    QCOMPARE(statusOf(idle.rest()), 200);
    QVERIFY(idle.sawGoodbye());
    TlsClient cut = tlsClient(); // its source fails in the middle
    QVERIFY(cut.send(Client::get("/broken-file")));
    QCOMPARE(statusOf(cut.rest()), 200);
    QVERIFY(!cut.sawGoodbye());
}

void TestEdgeTls::silentHandshake_data() {
    QTest::addColumn<std::string>("sent");
    QTest::newRow("nothing") << std::string();
    QTest::newRow("a byte") << std::string("\x16", 1);
    QTest::newRow("half a hello") << std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
}

void TestEdgeTls::silentHandshake() {
    QFETCH(std::string, sent);
    edge::EdgeOptions options;
    options.head_deadline = 400ms;
    QVERIFY(startTls(options));
    Client one = client();
    const auto begin = std::chrono::steady_clock::now();
    one.send(sent);
    QCOMPARE(one.rest(), std::string());
    QVERIFY(std::chrono::steady_clock::now() - begin >= 400ms);
    QVERIFY(std::chrono::steady_clock::now() - begin < 8s);
    QCOMPARE(m_edge->limits().of(Limit::HeadTime), std::uint64_t(1));
}

void TestEdgeTls::plainHttp() {
    QVERIFY(startTls());
    for (const std::string& request :
         {Client::get("/whoami"), Client::post("/raw", std::string(300000, 'x'))}) {
        Client one = client();
        one.send(request);
        const std::string answer = one.rest();
        QCOMPARE(statusOf(answer), 400);
        QVERIFY2(answer.find("bad_request") != std::string::npos, answer.c_str());
        QVERIFY(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    }
    for (const std::string& noise :
         {std::string(600, '\x01'), std::string("\x16\x03\x01", 3) + "GET / HTTP/1.1"}) {
        Client one = client();
        one.send(noise);
        one.halfClose();
        QCOMPARE(statusOf(one.rest()), 0);
    }
    QCOMPARE(m_site->handled(), 0);
    QVERIFY(tlsClient().connected());
}

void TestEdgeTls::controlSocketIsPlain() {
    edge::EdgeOptions options;
    options.control_socket = path("control.sock");
    QVERIFY(startTls(options));
    Client one(options.control_socket);
    one.send(Client::get("/whoami"));
    QVERIFY(bodyOf(one.answer()).find("control") != std::string::npos);
}

void TestEdgeTls::anotherCertificate() {
    QVERIFY(startTls());
    TlsClient before = tlsClient();
    QCOMPARE(before.server(), std::string("first"));
    m_edge->setTls(context(maker("second")));
    QCOMPARE(tlsClient().server(), std::string("second"));
    QVERIFY(before.send(Client::post("/echo", "hello")));
    QCOMPARE(bodyOf(before.answer()), std::string("hello"));
}

/// Everything in one file, as some tools write it; RSA keys, too.
void TestEdgeTls::chain() {
    const MakeCertificate made = maker("rsa");
    QFile all(QString::fromStdString(path("all.pem")));
    QVERIFY(all.open(QIODevice::WriteOnly));
    for (const std::string& part : {made.key(), made.certificate(), maker("second").certificate()}) {
        QFile file(QString::fromStdString(part));
        QVERIFY(file.open(QIODevice::ReadOnly));
        all.write(file.readAll());
    }
    all.close();
    auto loaded = TlsContext::load(path("all.pem"), path("all.pem"));
    QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().detail.c_str());
    edge::EdgeOptions options;
    options.tls = loaded->context;
    QVERIFY(start(options));
    QCOMPARE(tlsClient().server(), std::string("rsa"));
}

QTEST_GUILESS_MAIN(TestEdgeTls)
#include "tst_edge_tls.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/app/raw_server.h"

#include <QtCore/QBuffer>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class TestTlsPins : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_network = makeNetwork(); }
    void cleanup() { QSslConfiguration::setDefaultConfiguration(m_system); }
    void anUnknownCertificate();
    void aTrustedCertificate();
    void anotherCertificateThanTheTrustedOne();
    void anAuthorityDoesNotOverruleThePin();
    void aPinChangesWithConnectionsOpen();
    void uploads_data();
    void uploads();

private:
    std::unique_ptr<RawServer> tlsServer(const QString& name);
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QList<QSslCertificate> certificates(const QString& name) const {
        return QSslCertificate::fromPath(path(name + QStringLiteral(".crt")));
    }
    QString fingerprint(const QString& name) const {
        return QString::fromLatin1(certificates(name).value(0).digest(QCryptographicHash::Sha256).toHex());
    }
    void makeCertificate(const QString& name);

    QTemporaryDir m_folder;
    QSslConfiguration m_system = QSslConfiguration::defaultConfiguration();
    std::unique_ptr<Network> m_network;
};

void TestTlsPins::makeCertificate(const QString& name) {
    QProcess openssl;
    const QString words =
        QStringLiteral("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
                       "subjectAltName=IP:127.0.0.1 -keyout %1.key -out %1.crt");
    openssl.start(QStringLiteral("openssl"), words.arg(path(name)).split(QLatin1Char(' ')));
    QVERIFY(openssl.waitForFinished(60000));
    QCOMPARE(openssl.exitCode(), 0);
}

void TestTlsPins::initTestCase() {
    makeCertificate(QStringLiteral("one"));
    makeCertificate(QStringLiteral("two"));
}

std::unique_ptr<RawServer> TestTlsPins::tlsServer(const QString& name) {
    QFile key(path(name + QStringLiteral(".key")));
    if (!key.open(QIODevice::ReadOnly))
        qFatal("no key");
    QSslConfiguration configuration;
    configuration.setLocalCertificate(certificates(name).value(0));
    configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Rsa));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    auto raw = std::make_unique<RawServer>(std::move(server));
    raw->answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    return raw;
}

void TestTlsPins::anUnknownCertificate() {
    const auto server = tlsServer(QStringLiteral("one"));
    Outcome outcome;
    const auto call = get(*m_network, server->url(), outcome);
    QTRY_VERIFY(outcome.isOver());
    QVERIFY(outcome.error.has_value());
    QCOMPARE(outcome.error->kind, ApiError::Kind::CertificateUnknown);
    QCOMPARE(outcome.error->fingerprint, fingerprint(QStringLiteral("one")));
    QVERIFY(server->got.isEmpty());
}

void TestTlsPins::aTrustedCertificate() {
    const auto server = tlsServer(QStringLiteral("one"));
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port(),
                      fingerprint(QStringLiteral("one")).toUpper());
    Outcome outcome;
    const auto call = get(*m_network, server->url(), outcome);
    QTRY_VERIFY(outcome.isOver());
    QVERIFY2(outcome.answer.has_value(), outcome.error ? outcome.error->problem.detail.c_str() : "");
    QCOMPARE(outcome.answer->body, QByteArray("ok"));
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port() + 1,
                      QString()); // another port is another server
    Outcome again;
    const auto second = get(*m_network, server->url(), again);
    QTRY_VERIFY(again.isOver());
    QVERIFY(again.answer.has_value());
}

void TestTlsPins::anotherCertificateThanTheTrustedOne() {
    const auto server = tlsServer(QStringLiteral("two"));
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port(), fingerprint(QStringLiteral("one")));
    HttpRequest request;
    request.method = "POST";
    request.url = server->url();
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = "secret";
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY(outcome.isOver());
    QVERIFY(outcome.error.has_value());
    QCOMPARE(outcome.error->kind, ApiError::Kind::CertificateChanged);
    QCOMPARE(outcome.error->fingerprint, fingerprint(QStringLiteral("two")));
    QTest::qWait(100);
    QVERIFY(server->got.isEmpty());
}

void TestTlsPins::anAuthorityDoesNotOverruleThePin() {
    QSslConfiguration with_authority = m_system;
    with_authority.setCaCertificates(certificates(QStringLiteral("two")));
    QSslConfiguration::setDefaultConfiguration(with_authority);
    m_network = makeNetwork();
    const auto server = tlsServer(QStringLiteral("two"));
    Outcome without_pin;
    const auto call = get(*m_network, server->url(), without_pin);
    QTRY_VERIFY(without_pin.isOver());
    QVERIFY2(without_pin.answer.has_value(),
             without_pin.error ? without_pin.error->problem.detail.c_str() : "");
    server->got.clear();
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port(), fingerprint(QStringLiteral("one")));
    Outcome pinned;
    const auto other = get(*m_network, server->url(), pinned);
    QTRY_VERIFY(pinned.isOver());
    QVERIFY(pinned.error.has_value());
    QCOMPARE(pinned.error->kind, ApiError::Kind::CertificateChanged);
    QCOMPARE(pinned.error->fingerprint, fingerprint(QStringLiteral("two")));
    QTest::qWait(100);
    QVERIFY2(server->got.isEmpty(), server->got.constData());
}

void TestTlsPins::aPinChangesWithConnectionsOpen() {
    const auto server = tlsServer(QStringLiteral("one"));
    server->closes_after = false;
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port(), fingerprint(QStringLiteral("one")));
    Outcome first;
    const auto call = get(*m_network, server->url(), first);
    QTRY_VERIFY(first.isOver());
    QVERIFY(first.answer.has_value());
    m_network->setPin(QStringLiteral("127.0.0.1"), server->port(), fingerprint(QStringLiteral("two")));
    Outcome second;
    const auto other = get(*m_network, server->url(), second);
    QTRY_VERIFY(second.isOver());
    QVERIFY(second.error.has_value());
    QCOMPARE(second.error->kind, ApiError::Kind::CertificateChanged);
    QCOMPARE(server->requests, 1);
}

void TestTlsPins::uploads_data() {
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("pin");
    QTest::addColumn<bool>("has_authority");
    QTest::addColumn<int>("fault"); // -1: none
    const QString one = QStringLiteral("one");
    const int unknown = static_cast<int>(ApiError::Kind::CertificateUnknown);
    const int changed = static_cast<int>(ApiError::Kind::CertificateChanged);
    QTest::newRow("unknown") << one << QString() << false << unknown;
    QTest::newRow("known to the system") << one << QString() << true << -1;
    QTest::newRow("trusted") << one << one << false << -1;
    QTest::newRow("changed") << QStringLiteral("two") << one << false << changed;
    QTest::newRow("changed, known to the system") << QStringLiteral("two") << one << true << changed;
}

/// They go over a socket of our own, with the same rules.
void TestTlsPins::uploads() {
    QFETCH(QString, server);
    QFETCH(QString, pin);
    QFETCH(bool, has_authority);
    QFETCH(int, fault);
    const auto raw = tlsServer(server);
    if (has_authority) {
        QSslConfiguration configuration = m_system;
        configuration.addCaCertificates(certificates(server));
        QSslConfiguration::setDefaultConfiguration(configuration);
    }
    if (!pin.isEmpty())
        m_network->setPin(QStringLiteral("127.0.0.1"), raw->port(), fingerprint(pin));
    QByteArray body(300000, 'b');
    QBuffer device(&body);
    QVERIFY(device.open(QIODevice::ReadOnly));
    HttpRequest request;
    request.method = "PUT";
    request.url = raw->url();
    request.device = &device;
    request.length = body.size();
    raw->answers_after = request.length;
    Outcome outcome;
    const auto call = send(*m_network, request, outcome);
    QTRY_VERIFY(outcome.isOver());
    if (fault < 0) {
        QVERIFY2(outcome.answer.has_value(), outcome.error ? outcome.error->problem.detail.c_str() : "");
        QVERIFY(raw->got.endsWith("\r\n\r\n" + body));
        return;
    }
    QVERIFY(outcome.error.has_value());
    QCOMPARE(static_cast<int>(outcome.error->kind), fault);
    QCOMPARE(outcome.error->fingerprint, fingerprint(server));
    QTest::qWait(100);
    QVERIFY(raw->got.isEmpty());
}

QTEST_GUILESS_MAIN(TestTlsPins)
#include "tst_tls_pins.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/tls_context.h"
#include "tests/backend/edge/tls_client.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace dropseal;
using namespace dropseal::test;
using edge::TlsContext;

/// Which pairs of certificate and key are taken, and the words about the others.
class TestTlsContext final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void faults_data();
    void faults();
    void warnings_data();
    void warnings();

private:
    std::string path(const char* name) const { return m_place.filePath(QLatin1String(name)).toStdString(); }
    MakeCertificate maker(const std::string& name) const {
        MakeCertificate made;
        made.folder = m_place.path().toStdString();
        made.name = name;
        return made;
    }

    QTemporaryDir m_place;
};

void TestTlsContext::initTestCase() {
    QVERIFY(m_place.isValid());
    QVERIFY(maker("first").make());
    QVERIFY(maker("second").make());
}

void TestTlsContext::faults_data() {
    QTest::addColumn<std::string>("certificate");
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("words");
    const auto row = [](const char* name, const std::string& certificate, const std::string& key,
                        const std::string& words) { QTest::newRow(name) << certificate << key << words; };
    const std::string good = maker("first").certificate();
    const std::string key = maker("first").key();
    MakeCertificate locked = maker("locked");
    locked.passphrase = "secret";
    QVERIFY(locked.make());
    MakeCertificate weak = maker("weak");
    weak.rsa_bits = 1024;
    QVERIFY(weak.make());
    QFile text(QString::fromStdString(path("text")));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("no PEM at all\n") > 0);
    QFile damaged(QString::fromStdString(path("damaged")));
    QFile whole(QString::fromStdString(good));
    QVERIFY(whole.open(QIODevice::ReadOnly) && damaged.open(QIODevice::WriteOnly));
    const QByteArray pem = whole.readAll();
    damaged.write(pem + pem.left(pem.size() / 2));
    row("no certificate", path("absent"), key, "cannot read the certificate " + path("absent") + ": No such");
    row("no key", good, path("absent"), "cannot read the key " + path("absent") + ": No such");
    row("a folder", path("."), key, "is no file");
    row("not PEM", text.fileName().toStdString(), key, "holds no certificate in PEM form");
    row("no PEM key", good, text.fileName().toStdString(), "holds no private key in PEM form");
    row("changed over", key, good, "holds no certificate in PEM form");
    row("half a chain", damaged.fileName().toStdString(), key, "is damaged");
    row("another's key", good, maker("second").key(), "does not belong to the certificate " + good);
    row("passphrase", locked.certificate(), locked.key(), "is locked with a passphrase");
    row("weak", weak.certificate(), weak.key(), "cannot be used: ee key too small");
}

void TestTlsContext::faults() {
    QFETCH(std::string, certificate);
    QFETCH(std::string, key);
    QFETCH(std::string, words);
    const auto loaded = TlsContext::load(certificate, key);
    QVERIFY(!loaded.ok());
    QVERIFY2(loaded.error().detail.find(words) != std::string::npos, loaded.error().detail.c_str());
}

void TestTlsContext::warnings_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("until");
    QTest::addColumn<bool>("open");
    QTest::addColumn<std::string>("words");
    QTest::newRow("good") << -1 << 30 << false << std::string();
    QTest::newRow("expired") << -30 << -1 << false << std::string("expired on");
    QTest::newRow("not yet") << 2 << 30 << false << std::string("counts only from");
    QTest::newRow("key for all") << -1 << 30 << true << std::string("every user of this machine can read");
}

void TestTlsContext::warnings() {
    QFETCH(int, from);
    QFETCH(int, until);
    QFETCH(bool, open);
    QFETCH(std::string, words);
    MakeCertificate made = maker("odd");
    made.days_from = from;
    made.days_until = until;
    QVERIFY(made.make());
    if (open)
        QVERIFY(QFile::setPermissions(QString::fromStdString(made.key()),
                                      QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    const auto loaded = TlsContext::load(made.certificate(), made.key());
    QVERIFY(loaded.ok());
    QCOMPARE(loaded->warnings.size(), words.empty() ? std::size_t(0) : std::size_t(1));
    if (!words.empty())
        QVERIFY2(loaded->warnings[0].find(words) != std::string::npos, loaded->warnings[0].c_str());
}

QTEST_GUILESS_MAIN(TestTlsContext)
#include "tst_tls_context.moc"

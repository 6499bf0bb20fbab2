// SPDX-License-Identifier: GPL-3.0-or-later
// What the sign-in page says of the server and of the keyring.
#include "app/pages/sign_in_page.h"
#include "tests/support/app/page_fixture.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class TestSignInServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<PageFixture>(); }
    void cleanup();
    void theKeyring_data();
    void theKeyring();
    void unlockAsksTheKeyringAgain();
    void aClosedServer();
    void theFooterTellsTheTruth_data();
    void theFooterTellsTheTruth();
    void anotherServerHasOtherPeople();

private:
    void open() {
        m_page = std::make_unique<SignInPage>(m_fixture->context);
        m_page->show();
        m_page->entered();
        QCOMPARE(namingFaults(*m_page), QStringList());
    }
    void type(const QString& login, const QString& password) const {
        shownInput(*m_page, "E-mail")->setText(login);
        shownInput(*m_page, "Password")->setText(password);
    }
    QString typedPassword() const { return shownInput(*m_page, "Password")->text(); }
    QStringList texts() const {
        QStringList all;
        for (const QLabel* label : m_page->findChildren<QLabel*>())
            all += label->isVisible() ? label->text() : QString();
        return all;
    }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<SignInPage> m_page;
};

void TestSignInServer::cleanup() {
    m_page.reset();
    m_fixture.reset();
}

void TestSignInServer::theKeyring_data() {
    QTest::addColumn<KeyringFault>("fault");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("unlock");
    QTest::newRow("locked") << KeyringFault::Locked
                            << QStringLiteral(
                                   "Your keyring is locked. You will be signed out when Dropseal closes.")
                            << true;
    QTest::newRow("refused")
        << KeyringFault::Refused
        << QStringLiteral("Your keyring was not opened. You will be signed out when Dropseal closes.")
        << true;
    QTest::newRow("missing")
        << KeyringFault::Missing
        << QStringLiteral("This computer has no keyring. You will be signed out when Dropseal closes.")
        << false;
}

void TestSignInServer::theKeyring() {
    QFETCH(KeyringFault, fault);
    QFETCH(QString, sentence);
    QFETCH(bool, unlock);
    m_fixture->world.credentials.fault = fault;
    QVERIFY(m_fixture->connectTo());
    open();
    QCOMPARE(shownValues(*m_page, "Banner"), QStringList{sentence});
    QCOMPARE(shownButton(*m_page, "Unlock") != nullptr, unlock);
}

void TestSignInServer::unlockAsksTheKeyringAgain() {
    m_fixture->world.credentials.fault = KeyringFault::Locked;
    QVERIFY(m_fixture->connectTo());
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("half a passw"));
    m_fixture->world.credentials.fault.reset();
    shownButton(*m_page, "Unlock")->click();
    QTRY_COMPARE(shownValues(*m_page, "Banner"), QStringList());
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedOut);
    QCOMPARE(typedPassword(), QStringLiteral("half a passw"));
}

void TestSignInServer::aClosedServer() {
    m_fixture->world.network.script = [](FakeCall& call) {
        api::RootInfo info = rootInfo();
        info.registration = "off";
        call.answer(200, encoded(info));
    };
    QVERIFY(m_fixture->connectTo());
    open();
    QVERIFY(shownButton(*m_page, "Create account") == nullptr);
    QVERIFY(texts().contains(QStringLiteral("This server takes no new accounts.")));
}

void TestSignInServer::theFooterTellsTheTruth_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("words");
    QTest::newRow("https") << QStringLiteral("files.example.org")
                           << QStringLiteral("Encrypted, certificate checked");
    QTest::newRow("http") << QStringLiteral("http://files.example.org")
                          << QStringLiteral("Not encrypted: others on the network can read along");
    QTest::newRow("loopback") << QStringLiteral("localhost:8000")
                              << QStringLiteral("Not encrypted, stays on this computer");
}

void TestSignInServer::theFooterTellsTheTruth() {
    QFETCH(QString, address);
    QFETCH(QString, words);
    QVERIFY(m_fixture->connectTo(address));
    open();
    QVERIFY2(texts().contains(words), qPrintable(texts().join(u'|')));
}

void TestSignInServer::anotherServerHasOtherPeople() {
    QVERIFY(m_fixture->connectTo());
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("secret"));
    QVERIFY(m_fixture->connectTo(QStringLiteral("other.example.org")));
    QCOMPARE(shownInput(*m_page, "E-mail")->text(), QString());
    QCOMPARE(typedPassword(), QString());
}

Q_DECLARE_METATYPE(KeyringFault)

QTEST_MAIN(TestSignInServer)
#include "tst_sign_in_server.moc"

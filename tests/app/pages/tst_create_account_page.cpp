// SPDX-License-Identifier: GPL-3.0-or-later
// The two pages that make an account: for everybody, and the first one of the server on this computer.
#include "app/pages/create_account_page.h"
#include "app/pages/first_account_page.h"
#include "tests/support/app/page_fixture.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

const QUrl Bundled(QStringLiteral("http://127.0.0.1:4000"));

/// A server that wants its first account; `setup` answers that call.
std::function<void(FakeCall&)> unborn(const std::function<void(FakeCall&)>& setup) {
    return [setup](FakeCall& call) {
        if (call.path() == "/")
            call.answer(200, encoded(rootInfo(true)));
        else if (call.path().endsWith("/setup"))
            setup(call);
        else
            honest(call);
    };
}

} // namespace

class TestCreateAccountPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<PageFixture>(); }
    void cleanup();
    void anAccountIsMadeAndSignedIn();
    void whatIsTypedIsChecked_data();
    void whatIsTypedIsChecked();
    void anEMailThatIsTaken();
    void theServersRulesAreSaidAtTheField();
    void aClosedServer();
    void backToSignIn_data();
    void backToSignIn();
    void theFirstAccount();
    void theFirstAccountWasMadeElsewhere();
    void theFirstAccountIsGivenUp();

private:
    template <class AnyPage>
    void open() {
        m_page = std::make_unique<AnyPage>(m_fixture->context);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->entered();
        QCOMPARE(namingFaults(*m_page), QStringList());
        QCOMPARE(m_page->focusWidget(), input("E-mail"));
    }
    /// Until the server on this computer wants its first account.
    void startUnborn(const std::function<void(FakeCall&)>& setup) {
        m_fixture->world.network.script = unborn(setup);
        m_fixture->world.session.useBundledBackend();
        m_fixture->world.session.bundledBackendReady(Bundled, QStringLiteral("setup-1"));
        QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SetupRequired);
    }
    QLineEdit* input(const char* name) const { return shownInput(*m_page, name); }
    void type(const char* email, const char* password) const {
        input("E-mail")->setText(QString::fromUtf8(email));
        input("Password")->setText(QString::fromUtf8(password));
    }
    QStringList errors() const { return shownValues(*m_page, "Error"); }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<Page> m_page;
};

void TestCreateAccountPage::cleanup() {
    m_page.reset();
    m_fixture.reset();
}

void TestCreateAccountPage::anAccountIsMadeAndSignedIn() {
    QVERIFY(m_fixture->connectTo());
    m_fixture->world.network.script = [](FakeCall& call) {
        if (call.path().endsWith("/login"))
            call.answer(200, tokens("access-1", "refresh-1"));
        else
            honest(call);
    };
    open<CreateAccountPage>();
    QTest::keyClicks(input("E-mail"), QStringLiteral("new@example.org"));
    QTest::keyClicks(input("Password"), QStringLiteral("tulip-harbour"));
    QTest::keyClick(input("Password"), Qt::Key_Return);
    QCOMPARE(shownButton(*m_page, "Create account")->text(), QStringLiteral("Creating the account"));
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedIn);
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/register"), 1);
    QCOMPARE(input("Password")->text(), QString());
}

void TestCreateAccountPage::whatIsTypedIsChecked_data() {
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QStringList>("errors");
    const QString good = QStringLiteral("ada@example.org");
    const QString no_email = QStringLiteral("This is no e-mail address. It looks like ada@example.org.");
    QTest::newRow("nothing") << QString() << QString()
                             << QStringList{QStringLiteral("Type your e-mail."),
                                            QStringLiteral("Type a password.")};
    QTest::newRow("no at") << QStringLiteral("ada") << QStringLiteral("tulip-harbour")
                           << QStringList{no_email};
    QTest::newRow("nobody") << QStringLiteral("@example.org") << QStringLiteral("tulip-harbour")
                            << QStringList{no_email};
    QTest::newRow("short") << good << QStringLiteral("seven 7")
                           << QStringList{QStringLiteral("Use at least 8 characters.")};
    QTest::newRow("long") << good << QString(257, u'x')
                          << QStringList{QStringLiteral("Use at most 256 characters.")};
}

void TestCreateAccountPage::whatIsTypedIsChecked() {
    QFETCH(QString, email);
    QFETCH(QString, password);
    QFETCH(QStringList, errors);
    QVERIFY(m_fixture->connectTo());
    open<CreateAccountPage>();
    input("E-mail")->setText(email);
    input("Password")->setText(password);
    shownButton(*m_page, "Create account")->click();
    QCOMPARE(this->errors(), errors);
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/register"), 0);
    QCOMPARE(input("Password")->text(), password);
}

void TestCreateAccountPage::anEMailThatIsTaken() {
    QVERIFY(m_fixture->connectTo());
    m_fixture->world.network.script = [](FakeCall& call) { call.problem(ErrorCode::email_taken); };
    open<CreateAccountPage>();
    type("ada@example.org", "tulip-harbour");
    shownButton(*m_page, "Create account")->click();
    const QString words = QStringLiteral("This e-mail already has an account. Sign in instead?");
    QTRY_COMPARE(errors(), QStringList{words});
    QCOMPARE(input("E-mail")->accessibleDescription(), words);
    QTRY_VERIFY(input("E-mail")->hasFocus());
    QCOMPARE(input("Password")->text(), QStringLiteral("tulip-harbour"));
}

void TestCreateAccountPage::theServersRulesAreSaidAtTheField() {
    QVERIFY(m_fixture->connectTo());
    m_fixture->world.network.script = [](FakeCall& call) {
        call.problem(Error::fields({{"email", "invalid", "x"}, {"password", "too_common", "x"}}));
    };
    open<CreateAccountPage>();
    type("ada@example", "password1");
    shownButton(*m_page, "Create account")->click();
    QTRY_COMPARE(errors().size(), 2);
    QCOMPARE(input("Password")->accessibleDescription(),
             QStringLiteral("Too easy to guess: it is a common word with a number. Add another word."));
    QTRY_VERIFY(input("E-mail")->hasFocus()); // the first wrong one
}

void TestCreateAccountPage::aClosedServer() {
    m_fixture->world.network.script = [](FakeCall& call) {
        api::RootInfo info = rootInfo();
        info.registration = "off";
        call.answer(200, encoded(info));
    };
    QVERIFY(m_fixture->connectTo());
    m_page = std::make_unique<CreateAccountPage>(m_fixture->context);
    m_page->show();
    QVERIFY(input("E-mail") == nullptr);
    QVERIFY(shownButton(*m_page, "Create account") == nullptr);
    QVERIFY(shownButton(*m_page, "Back to sign in") != nullptr);
}

void TestCreateAccountPage::backToSignIn_data() {
    QTest::addColumn<bool>("by_key");
    QTest::newRow("button") << false;
    QTest::newRow("Esc") << true;
}

void TestCreateAccountPage::backToSignIn() {
    QFETCH(bool, by_key);
    QVERIFY(m_fixture->connectTo());
    open<CreateAccountPage>();
    if (by_key)
        QTest::keyClick(input("E-mail"), Qt::Key_Escape);
    else
        shownButton(*m_page, "Back to sign in")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::SignIn});
}

void TestCreateAccountPage::theFirstAccount() {
    QByteArray sent;
    startUnborn([&sent](FakeCall& call) {
        sent = call.request.body;
        honest(call);
    });
    open<FirstAccountPage>();
    QTest::keyClicks(input("E-mail"), QStringLiteral("ada@example.org"));
    QTest::keyClicks(input("Password"), QStringLiteral("tulip-harbour"));
    shownButton(*m_page, "Continue")->click();
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedIn);
    QVERIFY(sent.contains("setup-1"));
    QVERIFY(sent.contains("tulip-harbour"));
}

void TestCreateAccountPage::theFirstAccountWasMadeElsewhere() {
    startUnborn([](FakeCall& call) { call.problem(ErrorCode::setup_token_invalid); });
    open<FirstAccountPage>();
    type("ada@example.org", "tulip-harbour");
    QVERIFY(shownButton(*m_page, "Sign in") == nullptr);
    shownButton(*m_page, "Continue")->click();
    QTRY_COMPARE(errors().size(), 1);
    shownButton(*m_page, "Sign in")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::SignIn});
    QCOMPARE(m_fixture->world.session.state(), Session::State::SetupRequired);
}

void TestCreateAccountPage::theFirstAccountIsGivenUp() {
    startUnborn([](FakeCall&) {}); // hangs
    open<FirstAccountPage>();
    type("ada@example.org", "tulip-harbour");
    shownButton(*m_page, "Continue")->click();
    QTRY_VERIFY(shownButton(*m_page, "Cancel") != nullptr);
    shownButton(*m_page, "Cancel")->click();
    QTRY_VERIFY(shownButton(*m_page, "Continue")->isEnabled());
    QCOMPARE(m_fixture->world.session.state(), Session::State::SetupRequired);
    QCOMPARE(errors(), QStringList());
    QCOMPARE(input("Password")->text(), QStringLiteral("tulip-harbour"));
}

QTEST_MAIN(TestCreateAccountPage)
#include "tst_create_account_page.moc"

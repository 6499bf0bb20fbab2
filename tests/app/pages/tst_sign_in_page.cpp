// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/sign_in_page.h"
#include "tests/support/app/page_fixture.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using Answer = std::function<void(FakeCall&)>;

Answer problem(ErrorCode code, ErrorExtras extras = {}) {
    return [code, extras](FakeCall& call) {
        Error error(code);
        error.with(extras);
        call.problem(error);
    };
}

ErrorExtras wrongField(const char* field, const char* code) {
    ErrorExtras extras;
    extras.fields.push_back({field, code, "The server's own sentence."});
    return extras;
}

ErrorExtras wait(int seconds) {
    ErrorExtras extras;
    extras.retry_after = std::chrono::seconds(seconds);
    return extras;
}

} // namespace

class TestSignInPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void focusIsInTheFirstEmptyField_data();
    void focusIsInTheFirstEmptyField();
    void enterSignsIn();
    void enterOnALinkMeansTheLink();
    void whatIsMissingIsSaidAtItsField();
    void answers_data();
    void answers();
    void anErrorGoesAtTheFirstChange();
    void tooManyTriesCountDown();
    void waitingIsGivenUp_data();
    void waitingIsGivenUp();
    void notStaying();
    void itFits_data();
    void itFits();

private:
    void open();
    void type(const QString& login, const QString& password) const;
    void press(const char* name) const { shownButton(*m_page, name)->click(); }
    QLineEdit* login() const { return shownInput(*m_page, "E-mail"); }
    QLineEdit* password() const { return shownInput(*m_page, "Password"); }
    /// All calls but logins are answered as always.
    void answerLogins(const Answer& answer) {
        m_fixture->world.network.script = [answer](FakeCall& call) {
            call.path().endsWith("/login") ? answer(call) : honest(call);
        };
    }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<SignInPage> m_page;
};

void TestSignInPage::init() {
    m_fixture = std::make_unique<PageFixture>();
    QVERIFY(m_fixture->connectTo());
}

void TestSignInPage::cleanup() {
    m_page.reset();
    m_fixture.reset();
}

void TestSignInPage::open() {
    m_page = std::make_unique<SignInPage>(m_fixture->context);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->entered();
    QCOMPARE(namingFaults(*m_page), QStringList());
}

void TestSignInPage::type(const QString& login_text, const QString& password_text) const {
    login()->setText(login_text);
    password()->setText(password_text);
}

void TestSignInPage::focusIsInTheFirstEmptyField_data() {
    QTest::addColumn<QString>("last_login");
    QTest::addColumn<QString>("focus");
    QTest::newRow("nobody was here") << QString() << QStringLiteral("E-mail");
    QTest::newRow("ada was here") << QStringLiteral("ada@example.org") << QStringLiteral("Password");
}

void TestSignInPage::focusIsInTheFirstEmptyField() {
    QFETCH(QString, last_login);
    QFETCH(QString, focus);
    ServerProfile profile = m_fixture->world.session.profile();
    profile.last_login = last_login;
    m_fixture->world.profiles.setCurrent(profile);
    QVERIFY(m_fixture->connectTo());
    open();
    QCOMPARE(login()->text(), last_login);
    QCOMPARE(m_page->focusWidget()->accessibleName(), focus);
}

void TestSignInPage::enterSignsIn() {
    open();
    QTest::keyClicks(login(), QStringLiteral("ada@example.org"));
    QTest::keyClicks(password(), QStringLiteral("secret"));
    QTest::keyClick(password(), Qt::Key_Return);
    QVERIFY(!shownButton(*m_page, "Sign in")->isEnabled());
    QCOMPARE(shownButton(*m_page, "Sign in")->text(), QStringLiteral("Signing in"));
    QVERIFY(shownButton(*m_page, "Cancel") != nullptr);
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedIn);
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/login"), 1);
    QCOMPARE(password()->text(), QString()); // not kept longer than needed
    QCOMPARE(m_fixture->world.credentials.kept.size(), std::size_t{1});
}

void TestSignInPage::enterOnALinkMeansTheLink() {
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("secret"));
    QAbstractButton* create = shownButton(*m_page, "Create account");
    create->setFocus(Qt::TabFocusReason);
    QTest::keyClick(create, Qt::Key_Return);
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::CreateAccount});
    QCOMPARE(m_fixture->world.session.state(), Session::State::SignedOut);
    press("Use another server");
    QCOMPARE(m_fixture->navigator.pages.back(), PageId::ChooseServer);
}

void TestSignInPage::whatIsMissingIsSaidAtItsField() {
    open();
    QTest::keyClick(login(), Qt::Key_Return);
    QCOMPARE(shownValues(*m_page, "Error"),
             (QStringList{QStringLiteral("Type your e-mail."), QStringLiteral("Type a password.")}));
    QCOMPARE(login()->accessibleDescription(), QStringLiteral("Type your e-mail."));
    QVERIFY(login()->hasFocus());
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/login"), 0);
}

void TestSignInPage::answers_data() {
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("field"); ///< whose description it is too; empty: the form's
    const auto row = [](const char* name, const Answer& answer, const char* sentence, const char* field) {
        QTest::newRow(name) << answer << QString::fromUtf8(sentence) << QString::fromUtf8(field);
    };
    row("wrong", problem(ErrorCode::invalid_credentials),
        "That e-mail and password do not belong together. Check both.", "Password");
    row("suspended", problem(ErrorCode::account_suspended),
        "This account is suspended. Only an administrator of files.example.org can change that.", "");
    row("second step", problem(ErrorCode::mfa_required),
        "This account wants a second step to sign in, which this version of the app cannot do yet.", "");
    row("a field of it", problem(ErrorCode::validation_failed, wrongField("login", "too_long")),
        "The server's own sentence.", "E-mail");
    row("a field that is not here", problem(ErrorCode::validation_failed, wrongField("device", "too_long")),
        "The server's own sentence.", "");
    row("busy", problem(ErrorCode::service_unavailable), "The server is busy. Try again in a moment.", "");
    row("broken", problem(ErrorCode::internal_error),
        "Something went wrong on the server. Try again; if it stays so, give its administrator the details.",
        "");
    row(
        "no connection", [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); },
        "No connection to files.example.org. Check your connection, then try again.", "");
    row(
        "no answer", [](FakeCall& call) { call.fail(ApiError::Kind::Timeout); },
        "files.example.org did not answer in time. Try again in a moment.", "");
    row(
        "a portal", [](FakeCall& call) { call.answer(200, "<html>", "text/html"); },
        "files.example.org gave an answer that this app cannot read. Perhaps a proxy or a sign-in page of "
        "the "
        "network stands in between.",
        "");
    row(
        "another certificate", [](FakeCall& call) { call.fail(ApiError::Kind::CertificateChanged); },
        "files.example.org shows another certificate than the one that you trusted. Nothing was sent. Ask "
        "its "
        "administrator before you go on.",
        "");
}

void TestSignInPage::answers() {
    QFETCH(Answer, answer);
    QFETCH(QString, sentence);
    QFETCH(QString, field);
    answerLogins(answer);
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("wrong"));
    press("Sign in");
    QTRY_COMPARE(shownValues(*m_page, "Error"), QStringList{sentence});
    QCOMPARE(m_fixture->world.session.state(), Session::State::SignedOut);
    for (const char* name : {"E-mail", "Password"})
        QCOMPARE(shownInput(*m_page, name)->accessibleDescription() == sentence,
                 field == QLatin1String(name));
    if (!field.isEmpty())
        QCOMPARE(m_page->focusWidget()->accessibleName(), field);
    QCOMPARE(login()->text(), QStringLiteral("ada@example.org"));
    QCOMPARE(password()->text(), QStringLiteral("wrong"));
    QVERIFY(shownButton(*m_page, "Sign in")->isEnabled());
    QVERIFY(shownButton(*m_page, "Cancel") == nullptr);

    answerLogins(honest); // and the next try works
    password()->setText(QStringLiteral("secret"));
    press("Sign in");
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedIn);
    QCOMPARE(shownValues(*m_page, "Error"), QStringList());
}

void TestSignInPage::anErrorGoesAtTheFirstChange() {
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("wrong"));
    press("Sign in");
    QTRY_COMPARE(shownValues(*m_page, "Error").size(), 1);
    QTRY_VERIFY(password()->hasFocus());
    QCOMPARE(password()->selectedText().size(), 5);
    QTest::keyClicks(login(), QStringLiteral("x")); // the other field: both were meant
    QCOMPARE(shownValues(*m_page, "Error"), QStringList());
}

void TestSignInPage::tooManyTriesCountDown() {
    answerLogins(problem(ErrorCode::too_many_requests, wait(4)));
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("secret"));
    press("Sign in");
    const auto said = [this] { return shownValues(*m_page, "Error").join(u' '); };
    QTRY_VERIFY(!said().isEmpty());
    const QString first = said();
    QVERIFY2(first.startsWith(QStringLiteral("Too many tries. You can try again in ")), qPrintable(first));
    QVERIFY(!shownButton(*m_page, "Sign in")->isEnabled());
    QTest::keyClick(password(), Qt::Key_Return);    // does not help
    QTest::keyClicks(login(), QStringLiteral("x")); // nor does this
    QTRY_VERIFY(said() != first);
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/login"), 1);
    QTRY_VERIFY_WITH_TIMEOUT(shownButton(*m_page, "Sign in")->isEnabled(), 30000);
    QCOMPARE(said(), QString());
    QCOMPARE(password()->text(), QStringLiteral("secret"));
}

void TestSignInPage::waitingIsGivenUp_data() {
    QTest::addColumn<bool>("by_key");
    QTest::newRow("button") << false;
    QTest::newRow("Esc") << true;
}

void TestSignInPage::waitingIsGivenUp() {
    QFETCH(bool, by_key);
    answerLogins([](FakeCall&) {}); // hangs
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("secret"));
    press("Sign in");
    QTRY_COMPARE(m_fixture->world.network.count("POST /api/v1/auth/login"), 1);
    QVERIFY(login()->isReadOnly());
    QTest::keyClick(password(), Qt::Key_Return); // no second one
    if (by_key)
        QTest::keyClick(password(), Qt::Key_Escape);
    else
        press("Cancel");
    QTRY_VERIFY(shownButton(*m_page, "Sign in")->isEnabled());
    QCOMPARE(m_fixture->world.session.state(), Session::State::SignedOut);
    QCOMPARE(shownValues(*m_page, "Error"), QStringList());
    QCOMPARE(password()->text(), QStringLiteral("secret"));
    QCOMPARE(m_fixture->world.network.count("POST /api/v1/auth/login"), 1);
    QVERIFY(!login()->isReadOnly());
}

void TestSignInPage::notStaying() {
    open();
    type(QStringLiteral("ada@example.org"), QStringLiteral("secret"));
    auto* stay = m_page->findChild<QCheckBox*>();
    QCOMPARE(stay->text(), QStringLiteral("Stay signed in"));
    QVERIFY(stay->isChecked());
    stay->setChecked(false);
    press("Sign in");
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedIn);
    QVERIFY(m_fixture->world.credentials.kept.empty());
}

void TestSignInPage::itFits_data() {
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("left to right") << Qt::LeftToRight;
    QTest::newRow("right to left") << Qt::RightToLeft;
}

/// In the smallest window nothing is wider than it; what is higher can be scrolled to.
void TestSignInPage::itFits() {
    QFETCH(Qt::LayoutDirection, direction);
    QGuiApplication::setLayoutDirection(direction);
    open();
    m_page->resize(600, 440);
    QTest::keyClick(login(), Qt::Key_Return);
    for (const QWidget* child : m_page->findChildren<QWidget*>()) {
        if (!child->isVisible() || child->width() == 0)
            continue;
        const int left = child->mapTo(m_page.get(), QPoint(0, 0)).x();
        QVERIFY2(left >= 0 && left + child->width() <= m_page->width(), child->metaObject()->className());
    }
    QGuiApplication::setLayoutDirection(Qt::LeftToRight);
}

Q_DECLARE_METATYPE(std::function<void(FakeCall&)>)

QTEST_MAIN(TestSignInPage)
#include "tst_sign_in_page.moc"

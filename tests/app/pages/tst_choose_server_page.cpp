// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/certificate_panel.h"
#include "app/pages/choose_server_page.h"
#include "app/pages/welcome_page.h"
#include "tests/support/app/page_fixture.h"

#include <QtTest/QtTest>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using Answer = std::function<void(FakeCall&)>;

const QString Print = QStringLiteral("0123456789abcdef").repeated(4);

/// FakeCall::fail() knows no fingerprint.
Answer certificate(ApiError::Kind kind) {
    return [kind](FakeCall& call) {
        ApiError error;
        error.kind = kind;
        error.fingerprint = Print;
        call.cancel();
        Q_EMIT call.failed(error);
    };
}

} // namespace

class TestChooseServerPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstStartHasTwoChoices();
    void aServerIsConnectedTo();
    void answers_data();
    void answers();
    void connectingIsGivenUp();
    void anUnknownCertificateIsTrusted();
    void anUnknownCertificateIsRefused();
    void aChangedCertificateWantsItsLastCharacters();
    void aChangedCertificateAtTheStart();
    void goingBack();
    void backToThisComputer();
    void fingerprintsStandInGroups();

private:
    void open();
    void connectTo(const char* address) const {
        address_()->setText(QString::fromUtf8(address));
        press("Connect");
    }
    void press(const char* name) const { shownButton(*m_page, name)->click(); }
    QLineEdit* address_() const { return shownInput(*m_page, "Server address"); }
    Session& session() const { return m_fixture->world.session; }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<ChooseServerPage> m_page;
};

void TestChooseServerPage::init() {
    m_fixture = std::make_unique<PageFixture>();
}

void TestChooseServerPage::cleanup() {
    m_page.reset();
    m_fixture.reset();
}

void TestChooseServerPage::open() {
    m_page = std::make_unique<ChooseServerPage>(m_fixture->context);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_page->entered();
    QCOMPARE(namingFaults(*m_page), QStringList());
}

void TestChooseServerPage::theFirstStartHasTwoChoices() {
    WelcomePage welcome(m_fixture->context);
    welcome.show();
    welcome.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&welcome));
    welcome.entered();
    QCOMPARE(namingFaults(welcome), QStringList());
    shownButton(welcome, "Use a server")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::ChooseServer});
    QTest::keyClick(shownButton(welcome, "Use this computer"), Qt::Key_Return);
    QCOMPARE(session().state(), Session::State::StartingBackend);
}

void TestChooseServerPage::aServerIsConnectedTo() {
    open();
    QCOMPARE(m_page->focusWidget(), address_());
    QTest::keyClicks(address_(), QStringLiteral("files.example.org"));
    QTest::keyClick(address_(), Qt::Key_Return);
    QCOMPARE(shownButton(*m_page, "Connect")->text(), QStringLiteral("Connecting"));
    QTRY_COMPARE(session().state(), Session::State::SignedOut);
    QCOMPARE(m_fixture->world.profiles.current()->base.toString(),
             QStringLiteral("https://files.example.org"));
    QVERIFY(shownButton(*m_page, "Connect")->isEnabled());
}

void TestChooseServerPage::answers_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<Answer>("answer");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("at_the_field");
    const auto row = [](const char* name, const char* address, const Answer& answer, const char* sentence,
                        bool at_the_field = false) {
        QTest::newRow(name) << QString::fromUtf8(address) << answer << QString::fromUtf8(sentence)
                            << at_the_field;
    };
    const Answer never = [](FakeCall&) {};
    row("nothing", "", never, "Type the address of a server.", true);
    row("no address", "not an address", never,
        "This is no address of a server. It looks like files.example.org.", true);
    row("a name in it", "https://ada:secret@files.example.org", never,
        "This is no address of a server. It looks like files.example.org.", true);
    row(
        "nobody there", "files.example.org", [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); },
        "files.example.org does not answer. Check the address and your connection, then try again.");
    row(
        "not a Dropseal", "files.example.org",
        [](FakeCall& call) { call.answer(200, "<html>", "text/html"); },
        "files.example.org answers, but it is not a Dropseal, or a version that this app cannot read. Check "
        "the address.");
    row(
        "too old", "files.example.org",
        [](FakeCall& call) {
            api::RootInfo info = rootInfo();
            info.version = "0.0.9";
            call.answer(200, encoded(info));
        },
        "files.example.org runs Dropseal 0.0.9, which is too old for this app. Ask its administrator to "
        "update it.");
    row(
        "another name", "files.example.org:8443",
        [](FakeCall& call) { call.problem(ErrorCode::misdirected_request); },
        "The server does not answer by the name files.example.org:8443. Ask its administrator for the right "
        "address.");
}

void TestChooseServerPage::answers() {
    QFETCH(QString, address);
    QFETCH(Answer, answer);
    QFETCH(QString, sentence);
    QFETCH(bool, at_the_field);
    m_fixture->world.network.script = answer;
    open();
    address_()->setText(address);
    press("Connect");
    QTRY_COMPARE(shownValues(*m_page, "Error"), QStringList{sentence});
    QCOMPARE(address_()->accessibleDescription() == sentence, at_the_field);
    QCOMPARE(address_()->text(), address);
    QCOMPARE(m_page->focusWidget(), address_());
    QCOMPARE(session().state(), Session::State::NoServer);
    QVERIFY(!m_fixture->world.profiles.current());
    m_fixture->world.network.script = honest;
    connectTo("files.example.org");
    QTRY_COMPARE(session().state(), Session::State::SignedOut);
}

void TestChooseServerPage::connectingIsGivenUp() {
    m_fixture->world.network.script = [](FakeCall&) {}; // hangs
    open();
    connectTo("files.example.org");
    QTRY_COMPARE(m_fixture->world.network.count("GET /"), 1);
    press("Cancel");
    QTRY_VERIFY(shownButton(*m_page, "Connect")->isEnabled());
    QCOMPARE(shownValues(*m_page, "Error"), QStringList());
    QCOMPARE(session().state(), Session::State::NoServer);
    QCOMPARE(address_()->text(), QStringLiteral("files.example.org"));
}

void TestChooseServerPage::anUnknownCertificateIsTrusted() {
    m_fixture->world.network.script = certificate(ApiError::Kind::CertificateUnknown);
    open();
    connectTo("files.example.org");
    QTRY_VERIFY(shownButton(*m_page, "Trust this server") != nullptr);
    QCOMPARE(namingFaults(*m_page), QStringList());
    QCOMPARE(shownValues(*m_page, "Fingerprint"), QStringList{fingerprintInGroups(Print)});
    QVERIFY(address_() == nullptr);
    QCOMPARE(m_page->focusWidget(), shownButton(*m_page, "Go back")); // Enter does not trust by itself
    m_fixture->world.network.script = honest;
    press("Trust this server");
    QTRY_COMPARE(session().state(), Session::State::SignedOut);
    QCOMPARE(m_fixture->world.profiles.current()->pinned_fingerprint, Print);
}

void TestChooseServerPage::anUnknownCertificateIsRefused() {
    m_fixture->world.network.script = certificate(ApiError::Kind::CertificateUnknown);
    open();
    connectTo("files.example.org");
    QTRY_VERIFY(shownButton(*m_page, "Trust this server") != nullptr);
    QTest::keyClick(shownButton(*m_page, "Go back"), Qt::Key_Return);
    QVERIFY(shownButton(*m_page, "Trust this server") == nullptr);
    QCOMPARE(address_()->text(), QStringLiteral("files.example.org"));
    QCOMPARE(m_page->focusWidget(), address_());
    QCOMPARE(session().state(), Session::State::NoServer);
}

void TestChooseServerPage::aChangedCertificateWantsItsLastCharacters() {
    m_fixture->world.network.script = certificate(ApiError::Kind::CertificateChanged);
    open();
    connectTo("files.example.org");
    QTRY_COMPARE(shownValues(*m_page, "Banner").size(), 1);
    QVERIFY(
        shownValues(*m_page, "Banner").front().startsWith(QStringLiteral("The certificate has changed.")));
    QVERIFY(shownButton(*m_page, "Close banner") == nullptr); // a danger stays
    QVERIFY(!shownButton(*m_page, "Trust this server")->isEnabled());
    QLineEdit* last = shownInput(*m_page, "Last four characters of the fingerprint");
    QCOMPARE(m_page->focusWidget(), last);
    QTest::keyClicks(last, QStringLiteral("cdee"));
    QTest::keyClick(last, Qt::Key_Return);
    QVERIFY(!shownButton(*m_page, "Trust this server")->isEnabled());
    QVERIFY(m_fixture->world.profiles.all().empty());
    last->setText(QStringLiteral("CDEF"));
    QVERIFY(shownButton(*m_page, "Trust this server")->isEnabled());
    m_fixture->world.network.script = honest;
    QTest::keyClick(last, Qt::Key_Return);
    QTRY_COMPARE(session().state(), Session::State::SignedOut);
    QCOMPARE(m_fixture->world.profiles.current()->pinned_fingerprint, Print);
    QCOMPARE(shownValues(*m_page, "Banner"), QStringList());
}

/// The server in use shows another certificate when the program starts: its page leads here.
void TestChooseServerPage::aChangedCertificateAtTheStart() {
    ServerProfile profile;
    profile.base = QUrl(QStringLiteral("https://files.example.org"));
    profile.pinned_fingerprint = QStringLiteral("11").repeated(32);
    m_fixture->world.profiles.setCurrent(profile);
    m_fixture->world.network.script = certificate(ApiError::Kind::CertificateChanged);
    session().start();
    QTRY_VERIFY(session().connectionFault().has_value());
    open();
    QLineEdit* last = shownInput(*m_page, "Last four characters of the fingerprint");
    QVERIFY(last != nullptr);
    last->setText(Print.right(4));
    m_fixture->world.network.script = honest;
    press("Trust this server");
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::Connecting});
    QVERIFY(!session().connectionFault());
    QTRY_COMPARE(session().state(), Session::State::SignedOut);
    QCOMPARE(m_fixture->world.profiles.current()->pinned_fingerprint, Print);
}

void TestChooseServerPage::goingBack() {
    open();
    press("Go back");
    QTest::keyClick(address_(), Qt::Key_Escape);
    QCOMPARE(m_fixture->navigator.others, (QStringList{QStringLiteral("back"), QStringLiteral("back")}));
}

void TestChooseServerPage::backToThisComputer() {
    open();
    QVERIFY(shownButton(*m_page, "Use this computer") == nullptr); // Welcome has it
    QVERIFY(m_fixture->connectTo());
    m_page->entered();
    press("Use this computer");
    QCOMPARE(session().state(), Session::State::StartingBackend);
    QVERIFY(session().profile().bundled);
}

void TestChooseServerPage::fingerprintsStandInGroups() {
    QCOMPARE(fingerprintInGroups(Print),
             QStringLiteral("01234567 89abcdef 01234567 89abcdef\n01234567 89abcdef 01234567 89abcdef"));
    QCOMPARE(fingerprintInGroups(QString()), QString());
}

Q_DECLARE_METATYPE(std::function<void(FakeCall&)>)

QTEST_MAIN(TestChooseServerPage)
#include "tst_choose_server_page.moc"

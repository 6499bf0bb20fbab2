// SPDX-License-Identifier: GPL-3.0-or-later
// Between states: the server on this computer comes up or does not, a server is asked, a session ended.
#include "app/pages/backend_words.h"
#include "app/pages/connecting_page.h"
#include "app/pages/session_ended_page.h"
#include "tests/support/app/page_fixture.h"

#include <QtCore/QFile>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class TestConnectingPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<PageFixture>(); }
    void cleanup();
    void aQuickStartShowsNothing();
    void aSlowStartIsSaid();
    void aServerThatDoesNotRun_data();
    void aServerThatDoesNotRun();
    void everyFaultHasWords();
    void noConnection();
    void aBadCertificate();
    void anotherServer();
    void anEndedSession_data();
    void anEndedSession();

private:
    void open() {
        m_page = std::make_unique<ConnectingPage>(m_fixture->context);
        m_page->show();
        m_page->entered();
    }
    /// A server program that does what the script says.
    BackendProcess::Options program(const QByteArray& script) const;
    void start(const QByteArray& script) {
        m_fixture->world.session.useBundledBackend();
        m_fixture->backend.start(program(script));
    }
    QStringList texts() const {
        QStringList all;
        for (const QLabel* label : m_page->findChildren<QLabel*>()) {
            if (label->isVisibleTo(m_page.get()) && !label->text().isEmpty())
                all += label->text();
        }
        return all;
    }
    bool offers(const char* name) const { return shownButton(*m_page, name) != nullptr; }

    std::unique_ptr<PageFixture> m_fixture;
    std::unique_ptr<Page> m_page;
};

void TestConnectingPage::cleanup() {
    m_page.reset();
    m_fixture.reset();
}

BackendProcess::Options TestConnectingPage::program(const QByteArray& script) const {
    QFile file(m_fixture->folder.filePath(QStringLiteral("server")));
    const bool written = file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\n" + script + "\n") > 0;
    file.close();
    if (!written || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        qFatal("cannot write the program");
    BackendProcess::Options options;
    options.program = file.fileName();
    options.data_dir = m_fixture->folder.filePath(QStringLiteral("data"));
    options.port = 41234;
    return options;
}

void TestConnectingPage::aQuickStartShowsNothing() {
    start("exec sleep 60");
    open();
    QCOMPARE(texts(), QStringList());
}

void TestConnectingPage::aSlowStartIsSaid() {
    start("exec sleep 60");
    open();
    QVERIFY(!offers("Show log"));
    QTRY_VERIFY(texts().contains(QStringLiteral("Starting the server on this computer …")));
    QVERIFY(!offers("Try again"));
    QTRY_VERIFY_WITH_TIMEOUT(offers("Show log"), 30000);
    QCOMPARE(namingFaults(*m_page), QStringList());
    shownButton(*m_page, "Show log")->click();
    QCOMPARE(m_fixture->navigator.others, QStringList{QStringLiteral("log")});
}

void TestConnectingPage::aServerThatDoesNotRun_data() {
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("cause");
    QTest::addColumn<QString>("own_words");
    QTest::addColumn<bool>("other_port");
    QTest::newRow("port") << QByteArray("exit 69")
                          << QStringLiteral(
                                 "Another program uses its port, 41234. Close that program and try "
                                 "again, or use another port: links that you gave away then stop "
                                 "working.")
                          << QString() << true;
    QTest::newRow("other") << QByteArray("echo 'dropseald: the moon is full' >&2; exit 70")
                           << QStringLiteral("It stopped. Try again; if it stays so, its log says more.")
                           << QStringLiteral("the moon is full") << false;
}

void TestConnectingPage::aServerThatDoesNotRun() {
    QFETCH(QByteArray, script);
    QFETCH(QString, cause);
    QFETCH(QString, own_words);
    QFETCH(bool, other_port);
    start(script);
    open();
    QTRY_COMPARE(shownValues(*m_page, "Error"), QStringList{cause});
    QCOMPARE(namingFaults(*m_page), QStringList());
    QCOMPARE(texts().contains(own_words), !own_words.isEmpty());
    QCOMPARE(m_page->focusWidget(), shownButton(*m_page, "Try again"));
    QVERIFY(offers("Show log"));
    QCOMPARE(offers("Use another port"), other_port);
    program("exec sleep 60"); // it would run now
    shownButton(*m_page, other_port ? "Use another port" : "Try again")->click();
    QTRY_COMPARE(m_fixture->backend.state(), BackendProcess::State::Starting);
    QCOMPARE(m_fixture->backend.options().port, other_port ? 0 : 41234);
    QTRY_COMPARE(shownValues(*m_page, "Error"), QStringList());
}

void TestConnectingPage::everyFaultHasWords() {
    using Fault = BackendProcess::Fault;
    QStringList seen;
    for (const Fault fault : {Fault::ProgramMissing, Fault::PortTaken, Fault::FolderLocked,
                              Fault::FolderUnwritable, Fault::Other}) {
        const QString text = backendWords(fault, 41234).text;
        QVERIFY(text.endsWith(u'.'));
        QVERIFY(!seen.contains(text));
        seen += text;
    }
}

void TestConnectingPage::noConnection() {
    ServerProfile profile;
    profile.base = QUrl(QStringLiteral("https://files.example.org"));
    m_fixture->world.profiles.setCurrent(profile);
    m_fixture->world.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    m_fixture->world.session.start();
    open();
    QTRY_COMPARE(
        shownValues(*m_page, "Error"),
        QStringList{QStringLiteral("No connection to files.example.org. It is tried again by itself.")});
    QVERIFY(!offers("Show log"));
    m_fixture->world.network.script = honest;
    shownButton(*m_page, "Try again")->click();
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::SignedOut);
}

void TestConnectingPage::aBadCertificate() {
    ServerProfile profile;
    profile.base = QUrl(QStringLiteral("https://files.example.org"));
    m_fixture->world.profiles.setCurrent(profile);
    m_fixture->world.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::CertificateUnknown); };
    m_fixture->world.session.start();
    open();
    QTRY_VERIFY(offers("Show certificate"));
    QVERIFY(!offers("Try again"));
    shownButton(*m_page, "Show certificate")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::ChooseServer});
}

void TestConnectingPage::anotherServer() {
    start("exec sleep 60");
    open();
    shownButton(*m_page, "Use another server")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::ChooseServer});
}

void TestConnectingPage::anEndedSession_data() {
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<int>("transfers");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("waiting");
    QTest::newRow("suspended") << ErrorCode::account_suspended << QByteArray("suspended") << 1
                               << QStringLiteral("This account is suspended. Only an administrator of "
                                                 "files.example.org can change that.")
                               << QStringLiteral("1 transfer is waiting.");
    QTest::newRow("from elsewhere") << ErrorCode::session_revoked << QByteArray("reused") << 3
                                    << QStringLiteral(
                                           "You were signed out for safety: this session was also used "
                                           "from somewhere else. Sign in, then look at your sessions.")
                                    << QStringLiteral("3 transfers are waiting.");
    QTest::newRow("unused") << ErrorCode::session_revoked << QByteArray("expired") << 0
                            << QStringLiteral(
                                   "You were signed out: the session was unused for too long. Sign in "
                                   "to go on; your transfers are waiting.")
                            << QString();
}

void TestConnectingPage::anEndedSession() {
    QFETCH(ErrorCode, code);
    QFETCH(QByteArray, reason);
    QFETCH(int, transfers);
    QFETCH(QString, sentence);
    QFETCH(QString, waiting);
    QVERIFY(m_fixture->signIn());
    m_page = std::make_unique<SessionEndedPage>(m_fixture->context);
    m_page->show();
    for (int i = 0; i < transfers; ++i)
        m_fixture->queue.add();
    m_fixture->queue.add(TransferState::Sealed); // these do not wait
    m_fixture->queue.add(TransferState::Failed);
    m_fixture->world.network.script = [code, reason](FakeCall& call) {
        ErrorExtras extras;
        extras.reason = reason.toStdString();
        Error error(code);
        call.problem(error.with(extras));
    };
    m_fixture->world.client.me(this, [](const auto&) {});
    QTRY_COMPARE(m_fixture->world.session.state(), Session::State::Ended);
    m_fixture->queue.numbers.clear(); // nobody's account is in use: the queue shows nothing
    m_page->entered();
    QCOMPARE(namingFaults(*m_page), QStringList());
    QCOMPARE(shownValues(*m_page, "Reason"), QStringList{sentence});
    QCOMPARE(texts().contains(waiting), !waiting.isEmpty());
    shownButton(*m_page, "Sign in")->click();
    QCOMPARE(m_fixture->navigator.pages, std::vector{PageId::SignIn});
}

Q_DECLARE_METATYPE(ErrorCode)

QTEST_MAIN(TestConnectingPage)
#include "tst_connecting_page.moc"

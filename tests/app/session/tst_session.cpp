// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/app/session_world.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using State = Session::State;
using World = SessionWorld;

const QString Remote = QStringLiteral("https://files.example.org");
const QUrl Bundled(QStringLiteral("http://127.0.0.1:4000"));

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theFirstStartKnowsNoServer();
    void aServerIsCheckedAndRemembered();
    void aServerThatIsNone_data();
    void aServerThatIsNone();
    void aCertificateIsTrusted();
    void signingIn_data();
    void signingIn();
    void aHangingSignInIsCancelled();
    void registeringSignsIn();
    void aKeptSessionIsTakenUp();
    void offlineAtStartKeepsTheSession();
    void aChangedCertificateAtStartIsSaid();
    void anEndedSessionSaysWhy();
    void aRotatedTokenIsKept();
    void signingOutForgets();
    void theBundledServerIsSetUp();
    void theBundledServerComesBack();

private:
    /// Signs in to Remote.
    void signIn(World& world, bool stay = true);
    int results() const { return m_results; }
    ApiCallback<Nothing> result() {
        return [this](const ApiResult<Nothing>& said) {
            ++m_results;
            m_error = said ? std::nullopt : std::optional(said.error());
        };
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<World> m_world;
    int m_results = 0;
    std::optional<ApiError> m_error;
};

void TestSession::init() {
    m_world.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("settings"));
    m_world = std::make_unique<World>(m_file);
    m_world->network.script = honest;
    m_results = 0;
    m_error.reset();
}

void TestSession::signIn(World& world, bool stay) {
    world.session.connectTo(Remote, this, [](const ApiResult<api::RootInfo>&) {});
    QTRY_COMPARE(world.session.state(), State::SignedOut);
    world.session.signIn(QStringLiteral(" ada@example.org"), QStringLiteral("secret"), stay, this, result());
    QCOMPARE(world.session.state(), State::SigningIn);
    QTRY_COMPARE(world.session.state(), State::SignedIn);
    QCOMPARE(results(), 1);
}

void TestSession::theFirstStartKnowsNoServer() {
    m_world->session.start();
    QCOMPARE(m_world->session.state(), State::NoServer);
    QVERIFY(m_world->network.seen.empty());
}

void TestSession::aServerIsCheckedAndRemembered() {
    std::optional<ApiResult<api::RootInfo>> root;
    m_world->session.connectTo(QStringLiteral("files.example.org"), this,
                               [&](const auto& said) { root = said; });
    QVERIFY(!root);
    QTRY_VERIFY(root.has_value());
    QVERIFY(root->ok());
    QTRY_COMPARE(m_world->session.state(), State::SignedOut);
    QCOMPARE(m_world->profiles.current()->base.toString(), Remote);
    QVERIFY(m_world->session.root().has_value());
    World next(m_file);
    next.network.script = honest;
    next.session.start();
    QCOMPARE(next.session.state(), State::Connecting);
    QTRY_COMPARE(next.session.state(), State::SignedOut);
}

void TestSession::aServerThatIsNone_data() {
    using Script = std::function<void(FakeCall&)>;
    QTest::addColumn<QString>("address");
    QTest::addColumn<Script>("script");
    QTest::addColumn<ApiError::Kind>("kind");
    using Kind = ApiError::Kind;
    QTest::newRow("no address") << QStringLiteral("what is this") << Script(honest) << Kind::Server;
    QTest::newRow("refused") << Remote << Script([](FakeCall& call) { call.fail(Kind::NoConnection); })
                             << Kind::NoConnection;
    QTest::newRow("another program") << Remote << Script([](FakeCall& call) { call.answer(200, "<html>"); })
                                     << Kind::NotDropseal;
    QTest::newRow("bad certificate") << Remote
                                     << Script([](FakeCall& call) { call.fail(Kind::CertificateUnknown); })
                                     << Kind::CertificateUnknown;
}

void TestSession::aServerThatIsNone() {
    QFETCH(QString, address);
    QFETCH(std::function<void(FakeCall&)>, script);
    QFETCH(ApiError::Kind, kind);
    m_world->network.script = script;
    std::optional<ApiError> error;
    m_world->session.start();
    m_world->session.connectTo(address, this, [&](const auto& said) { error = said.error(); });
    QTRY_VERIFY(error.has_value());
    QCOMPARE(error->kind, kind);
    QCOMPARE(m_world->session.state(), State::NoServer);
    QVERIFY(!m_world->profiles.current());
    QVERIFY(!m_world->session.offline());
}

void TestSession::aCertificateIsTrusted() {
    m_world->network.script = [](FakeCall& call) { call.fail(ApiError::Kind::CertificateUnknown); };
    bool is_over = false;
    m_world->session.connectTo(Remote, this, [&](const auto&) { is_over = true; });
    QTRY_VERIFY(is_over);
    m_world->session.trustCertificate(QStringLiteral("AB12"));
    QCOMPARE(m_world->network.pins.back(),
             std::make_pair(QStringLiteral("files.example.org:443"), QStringLiteral("ab12")));
    m_world->network.script = honest;
    m_world->session.connectTo(Remote, this, [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::SignedOut);
    QCOMPARE(m_world->profiles.current()->pinned_fingerprint, QStringLiteral("ab12"));
    World next(m_file);
    next.session.start();
    QCOMPARE(next.network.pins.back().second, QStringLiteral("ab12"));
}

void TestSession::signingIn_data() {
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("stay");
    QTest::addColumn<bool>("is_good");
    QTest::newRow("stay") << QStringLiteral("secret") << true << true;
    QTest::newRow("this session only") << QStringLiteral("secret") << false << true;
    QTest::newRow("wrong") << QStringLiteral("Secret") << true << false;
}

void TestSession::signingIn() {
    QFETCH(QString, password);
    QFETCH(bool, stay);
    QFETCH(bool, is_good);
    m_world->session.connectTo(Remote, this, [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::SignedOut);
    m_world->session.signIn(QStringLiteral("ada@example.org"), password, stay, this, result());
    QTRY_COMPARE(results(), 1);
    QCOMPARE(m_error.has_value(), !is_good);
    QCOMPARE(m_world->session.state(), is_good ? State::SignedIn : State::SignedOut);
    QTest::qWait(20);
    QCOMPARE(m_world->credentials.kept.count(Remote), is_good && stay ? std::size_t{1} : std::size_t{0});
    QCOMPARE(m_world->profiles.current()->last_login, QStringLiteral("ada@example.org"));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(!text.contains("refresh-1") && !text.contains("access-1") && !text.contains("ecret"));
}

void TestSession::aHangingSignInIsCancelled() {
    m_world->session.connectTo(Remote, this, [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::SignedOut);
    m_world->network.script = nullptr;
    m_world->session.signIn(QStringLiteral("ada"), QStringLiteral("secret"), true, this, result());
    QTest::qWait(20);
    m_world->session.cancelSignIn();
    QTRY_COMPARE(results(), 1);
    QCOMPARE(m_error->kind, ApiError::Kind::Cancelled);
    QCOMPARE(m_world->session.state(), State::SignedOut);
    m_world->network.script = honest;
    m_world->session.signIn(QStringLiteral("ada"), QStringLiteral("secret"), true, this, result());
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
}

void TestSession::registeringSignsIn() {
    m_world->session.connectTo(Remote, this, [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::SignedOut);
    m_world->session.registerAndSignIn(QStringLiteral("new@example.org"), QStringLiteral("secret"), true,
                                       this, result());
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
    QVERIFY(!m_error);
}

void TestSession::aKeptSessionIsTakenUp() {
    signIn(*m_world);
    QTRY_COMPARE(m_world->credentials.kept.size(), std::size_t{1});
    World next(m_file);
    next.network.script = honest;
    next.credentials.kept = m_world->credentials.kept;
    next.session.start();
    QTRY_COMPARE(next.session.state(), State::SignedIn);
    QCOMPARE(QByteArray(next.session.user()->email.c_str()), QByteArray("ada@example.org"));
    QCOMPARE(next.credentials.kept[Remote],
             QByteArray("refresh-2")); // it was refreshed, and the new one is kept
}

void TestSession::offlineAtStartKeepsTheSession() {
    signIn(*m_world);
    QTRY_COMPARE(m_world->credentials.kept.size(), std::size_t{1});
    World next(m_file);
    next.credentials.kept = m_world->credentials.kept;
    next.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    next.session.start();
    QTRY_VERIFY(next.session.offline());
    QCOMPARE(next.session.state(), State::Connecting);
    QCOMPARE(next.credentials.removed, 0);
    next.network.script = honest;
    QTRY_COMPARE_WITH_TIMEOUT(next.session.state(), State::SignedIn, 20000); // by itself
    QVERIFY(!next.session.offline());
    next.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    next.client.root(this, [](const auto&) {});
    QTRY_VERIFY(next.session.offline());
    QCOMPARE(next.session.state(), State::SignedIn);
    next.network.script = honest;
    QTRY_VERIFY_WITH_TIMEOUT(!next.session.offline(), 20000);
}

void TestSession::aChangedCertificateAtStartIsSaid() {
    signIn(*m_world);
    World next(m_file);
    next.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::CertificateChanged); };
    next.session.start();
    QTRY_VERIFY(next.session.connectionFault().has_value());
    QCOMPARE(next.session.state(), State::Connecting);
    next.network.script = honest;
    next.session.trustCertificate(QStringLiteral("cd34"));
    QTRY_COMPARE(next.session.state(), State::SignedOut);
    QVERIFY(!next.session.connectionFault());
}

void TestSession::anEndedSessionSaysWhy() {
    signIn(*m_world);
    QTRY_COMPARE(m_world->credentials.kept.size(), std::size_t{1});
    m_world->network.script = [](FakeCall& call) {
        ErrorExtras extras;
        extras.reason = "password_changed";
        Error error(ErrorCode::session_revoked);
        call.problem(error.with(extras));
    };
    m_world->client.me(this, [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::Ended);
    QVERIFY(m_world->session.endReason().problem.extras.reason == "password_changed");
    QVERIFY(m_world->credentials.kept.empty());
    m_world->network.script = honest;
    m_world->session.signIn(QStringLiteral("ada"), QStringLiteral("secret"), true, this, result());
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
}

void TestSession::aRotatedTokenIsKept() {
    signIn(*m_world);
    m_world->tokens.accessTokenRefused("access-1");
    QByteArray kept_when_used;
    m_world->network.script = [&](FakeCall& call) {
        if (call.header("authorization") == "Bearer access-2")
            kept_when_used = m_world->credentials.kept[Remote];
        honest(call);
    };
    m_world->client.me(this, [](const auto&) {});
    QTRY_COMPARE(kept_when_used, QByteArray("refresh-2"));
}

void TestSession::signingOutForgets() {
    signIn(*m_world);
    QTRY_COMPARE(m_world->credentials.kept.size(), std::size_t{1});
    m_world->session.signOut();
    QCOMPARE(m_world->session.state(), State::SignedOut);
    QVERIFY(m_world->credentials.kept.empty());
    QVERIFY(!m_world->tokens.hasSession());
    QVERIFY(!m_world->session.user());
    QCOMPARE(m_world->network.count("POST /api/v1/auth/logout"), 1);
}

void TestSession::theBundledServerIsSetUp() {
    m_world->network.script = [](FakeCall& call) {
        if (call.path() == "/")
            call.answer(200, encoded(rootInfo(true)));
        else if (call.request.body.contains("taken@"))
            call.problem(ErrorCode::email_taken);
        else
            honest(call);
    };
    m_world->session.useBundledBackend();
    QCOMPARE(m_world->session.state(), State::StartingBackend);
    m_world->session.bundledBackendReady(Bundled, QStringLiteral("setup-1"));
    QTRY_COMPARE(m_world->session.state(), State::SetupRequired);
    m_world->session.createFirstAccount(QStringLiteral("taken@example.org"), QStringLiteral("secret"), this,
                                        result());
    QTRY_COMPARE(results(), 1);
    QCOMPARE(m_world->session.state(), State::SetupRequired);
    m_world->session.createFirstAccount(QStringLiteral("ada@example.org"), QStringLiteral("secret"), this,
                                        result());
    QTRY_COMPARE(results(), 2);
    QCOMPARE(m_world->session.state(), State::SignedIn);
    QTRY_COMPARE(m_world->credentials.kept[QStringLiteral("bundled")], QByteArray("refresh-1"));
}

void TestSession::theBundledServerComesBack() {
    m_world->session.useBundledBackend();
    m_world->credentials.kept[QStringLiteral("bundled")] = "refresh-0";
    m_world->session.bundledBackendReady(Bundled, QString());
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
    m_world->network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    m_world->client.root(this, [](const auto&) {});
    QTRY_VERIFY(m_world->session.offline());
    m_world->network.script = honest;
    m_world->session.bundledBackendReady(Bundled, QString()); // restarted
    QTRY_VERIFY(!m_world->session.offline());
    QCOMPARE(m_world->session.state(), State::SignedIn);
    QCOMPARE(m_world->client.server(), Bundled);
}

Q_DECLARE_METATYPE(std::function<void(FakeCall&)>)
Q_DECLARE_METATYPE(ApiError::Kind)

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"

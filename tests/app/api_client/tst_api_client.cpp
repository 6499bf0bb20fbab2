// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/api_client.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_network.h"

#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using Script = std::function<void(FakeCall&)>;

const QByteArray RefreshCall = "POST /api/v1/auth/refresh";
const QByteArray MeCall = "GET /api/v1/auth/me";

Error sessionEnded() {
    ErrorExtras extras;
    extras.reason = "password_changed";
    extras.at = Timestamp(std::chrono::milliseconds(1));
    Error error(ErrorCode::session_revoked);
    error.with(extras);
    return error;
}

} // namespace

class TestApiClient : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anAnswerThatIsNone_data();
    void anAnswerThatIsNone();
    void anExpiredTokenIsRefreshedOnce();
    void aTokenThatStaysWrongIsNotTriedForever();
    void manyCallsWithAnExpiredTokenShareOneRefresh();
    void anEndedSessionIsSaidWithItsReason();
    void aSuspendedSignInEndsNoSession();
    void aHangingCallCanBeGivenUp();
    void whoWentIsNotCalled();
    void requestsAreWellFormed();
    void retryAfterComesFromTheHeader();
    void connectionIsNotedForTheServerInUseOnly();

private:
    std::unique_ptr<FakeNetwork> m_network;
    std::unique_ptr<TokenKeeper> m_tokens;
    std::unique_ptr<ApiClient> m_client;
};

void TestApiClient::init() {
    m_client.reset();
    m_tokens.reset();
    m_network = std::make_unique<FakeNetwork>();
    m_tokens = std::make_unique<TokenKeeper>(*m_network);
    m_client = std::make_unique<ApiClient>(*m_network, *m_tokens);
    const QUrl base(QStringLiteral("http://127.0.0.1:8000"));
    m_client->setServer(base);
    m_tokens->setServer(base);
    m_tokens->setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
}

void TestApiClient::anAnswerThatIsNone_data() {
    QTest::addColumn<Script>("script");
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("is_transient");
    using Kind = ApiError::Kind;
    const auto row = [](const char* name, Script script, Kind kind, ErrorCode code, bool is_transient) {
        QTest::newRow(name) << std::move(script) << kind << static_cast<int>(code) << is_transient;
    };
    const auto problem = [](ErrorCode code) {
        return Script([code](FakeCall& call) { call.problem(code); });
    };
    const auto page = [](int status) {
        return Script([status](FakeCall& call) { call.answer(status, "<html>nginx</html>", "text/html"); });
    };
    const auto body = [](const QByteArray& text) {
        return Script([text](FakeCall& call) { call.answer(200, text); });
    };
    row("not found", problem(ErrorCode::not_found), Kind::Server, ErrorCode::not_found, false);
    row("server full", problem(ErrorCode::insufficient_storage), Kind::Server,
        ErrorCode::insufficient_storage, false);
    row("busy", problem(ErrorCode::service_unavailable), Kind::Server, ErrorCode::service_unavailable, true);
    row("too many", problem(ErrorCode::too_many_requests), Kind::Server, ErrorCode::too_many_requests, true);
    row("proxy 502", page(502), Kind::Server, ErrorCode::service_unavailable, true);
    row("proxy 504", page(504), Kind::Server, ErrorCode::timeout, true);
    row("proxy 413", page(413), Kind::Server, ErrorCode::payload_too_large, false);
    row("page 404", page(404), Kind::NotDropseal, ErrorCode::bad_request, false);
    row("page 403", page(403), Kind::NotDropseal, ErrorCode::bad_request, false);
    row("moved", page(302), Kind::NotDropseal, ErrorCode::bad_request, false);
    row("a page", body("<html>hello"), Kind::NotDropseal, ErrorCode::bad_json, false);
    row("empty", body(""), Kind::NotDropseal, ErrorCode::bad_json, false);
    row("a list", body("[]"), Kind::NotDropseal, ErrorCode::validation_failed, false);
    row("fields are missing", body("{}"), Kind::NotDropseal, ErrorCode::validation_failed, false);
    row("twice the same member", body(R"({"id":1,"id":2})"), Kind::NotDropseal, ErrorCode::bad_json, false);
    row(
        "no connection", [](FakeCall& call) { call.fail(Kind::NoConnection); }, Kind::NoConnection,
        ErrorCode::service_unavailable, true);
    row(
        "cut in the head",
        [](FakeCall& call) {
            call.head(200, {});
            call.fail(Kind::NoConnection);
        },
        Kind::NoConnection, ErrorCode::service_unavailable, true);
    row(
        "bad certificate", [](FakeCall& call) { call.fail(Kind::CertificateUnknown); },
        Kind::CertificateUnknown, ErrorCode::service_unavailable, false);
}

void TestApiClient::anAnswerThatIsNone() {
    QFETCH(Script, script);
    QFETCH(ApiError::Kind, kind);
    QFETCH(int, code);
    QFETCH(bool, is_transient);
    m_network->script = script;
    std::optional<ApiError> error;
    int answers = 0;
    m_client->me(this, [&](const ApiResult<api::User>& user) {
        ++answers;
        if (!user)
            error = user.error();
    });
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 1);
    QVERIFY(error.has_value());
    QCOMPARE(error->kind, kind);
    QCOMPARE(static_cast<int>(error->problem.code), code);
    QCOMPARE(error->isTransient(), is_transient);
    QVERIFY(m_tokens->hasSession());
}

void TestApiClient::anExpiredTokenIsRefreshedOnce() {
    m_network->script = [](FakeCall& call) {
        if (call.path().endsWith("/refresh"))
            call.answer(200, tokens("access-2", "refresh-2"));
        else if (call.header("authorization") == "Bearer access-2")
            call.answer(200, encoded(user()));
        else
            call.problem(ErrorCode::token_expired);
    };
    QString email;
    m_client->me(this, [&](const ApiResult<api::User>& me) {
        email = me ? QString::fromStdString(me->email) : QStringLiteral("?");
    });
    QTRY_COMPARE(email, QStringLiteral("ada@example.org"));
    QCOMPARE(m_network->seen, (std::vector<QByteArray>{MeCall, RefreshCall, MeCall}));
}

void TestApiClient::aTokenThatStaysWrongIsNotTriedForever() {
    m_network->script = [](FakeCall& call) {
        if (call.path().endsWith("/refresh"))
            call.answer(200, tokens("access-2", "refresh-2"));
        else
            call.problem(ErrorCode::token_invalid);
    };
    int status = 0;
    m_client->me(this, [&](const ApiResult<api::User>& me) { status = me ? 200 : me.error().status; });
    QTRY_COMPARE(status, 401);
    QCOMPARE(m_network->count(MeCall), 2);
    QCOMPARE(m_network->count(RefreshCall), 1);
}

void TestApiClient::manyCallsWithAnExpiredTokenShareOneRefresh() {
    constexpr int Calls = 20;
    m_network->script = [](FakeCall& call) {
        if (call.path().endsWith("/refresh"))
            QTimer::singleShot(30, &call, [&call] { call.answer(200, tokens("access-2", "refresh-2")); });
        else if (call.header("authorization") == "Bearer access-2")
            call.answer(200, encoded(user()));
        else
            call.problem(ErrorCode::token_expired);
    };
    int good = 0;
    for (int i = 0; i < Calls; ++i)
        m_client->me(this, [&](const ApiResult<api::User>& me) { good += me ? 1 : 0; });
    QTRY_COMPARE(good, Calls);
    QCOMPARE(m_network->count(RefreshCall), 1);
}

void TestApiClient::anEndedSessionIsSaidWithItsReason() {
    m_network->script = [](FakeCall& call) { call.problem(sessionEnded()); };
    std::vector<ApiError> ended;
    connect(m_tokens.get(), &TokenKeeper::ended, this, [&](const ApiError& why) { ended.push_back(why); });
    int signed_out = 0;
    for (int i = 0; i < 3; ++i) {
        m_client->me(this, [&](const ApiResult<api::User>& me) {
            signed_out += !me && me.error().kind == ApiError::Kind::SignedOut ? 1 : 0;
        });
    }
    QTRY_COMPARE(signed_out, 3);
    QCOMPARE(ended.size(), std::size_t{1});
    QVERIFY(ended[0].problem.extras.reason == "password_changed");
    QVERIFY(!m_tokens->hasSession());
}

void TestApiClient::aSuspendedSignInEndsNoSession() {
    m_network->script = [](FakeCall& call) { call.problem(ErrorCode::account_suspended); };
    std::optional<ApiError> error;
    m_client->login({"ada", "secret", {}, {}, {}}, this,
                    [&](const ApiResult<api::TokenPair>& pair) { error = pair.error(); });
    QTRY_VERIFY(error.has_value());
    QCOMPARE(error->kind, ApiError::Kind::Server);
    QVERIFY(m_tokens->hasSession());
    QVERIFY(m_network->calls.front() == nullptr ||
            m_network->calls.front()->header("authorization").isEmpty());
}

void TestApiClient::aHangingCallCanBeGivenUp() {
    std::optional<ApiError> error;
    int answers = 0;
    auto handle = m_client->me(this, [&](const ApiResult<api::User>& me) {
        ++answers;
        error = me.error();
    });
    QTRY_COMPARE(m_network->count(MeCall), 1);
    QVERIFY(handle.isRunning());
    handle.cancel();
    handle.cancel();
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 1);
    QCOMPARE(error->kind, ApiError::Kind::Cancelled);
    QTRY_VERIFY(m_network->calls.front() == nullptr);
    QTRY_VERIFY(!handle.isRunning());
}

void TestApiClient::whoWentIsNotCalled() {
    m_network->script = [](FakeCall& call) { call.answer(200, encoded(user())); };
    int answers = 0;
    {
        QObject context;
        m_client->me(&context, [&](const ApiResult<api::User>&) { ++answers; });
    }
    m_client->me(this, [&](const ApiResult<api::User>&) { answers += 10; });
    QTRY_COMPARE(answers, 10);
}

void TestApiClient::requestsAreWellFormed() {
    std::vector<QByteArray> urls;
    m_network->script = [&](FakeCall& call) {
        urls.push_back(call.request.url.toEncoded());
        call.problem(ErrorCode::not_found);
    };
    const FileId id = FileId::make(SystemClock().now());
    const auto nothing = [](const auto&) {};
    m_client->files(QStringLiteral("a+b & ü%"), QStringLiteral("-size"), true, QStringLiteral("c=="), this,
                    nothing);
    m_client->deleteFile(id, true, this, nothing);
    m_client->restoreFile(id, this, nothing);
    QTRY_COMPARE(urls.size(), std::size_t{3});
    const QByteArray base = "http://127.0.0.1:8000/api/v1/files";
    const QByteArray with_id = base + '/' + QByteArray::fromStdString(id.toString());
    QVERIFY2(urls[0].startsWith(base + "?q=a%2Bb%20%26%20%C3%BC%25&sort=-size&cursor=c%3D%3D&trash=true"),
             urls[0].constData());
    QCOMPARE(urls[1], with_id + "?purge=true");
    QCOMPARE(urls[2], with_id + "/restore");
}

void TestApiClient::retryAfterComesFromTheHeader() {
    m_network->script = [](FakeCall& call) {
        call.answer(429, "<html>", "text/html", {{"retry-after", "24"}});
    };
    std::optional<ApiError> error;
    m_client->root(this, [&](const ApiResult<api::RootInfo>& root) { error = root.error(); });
    QTRY_VERIFY(error.has_value());
    QVERIFY(error->problem.extras.retry_after == std::chrono::seconds(24));
}

void TestApiClient::connectionIsNotedForTheServerInUseOnly() {
    int reached = 0;
    int unreachable = 0;
    connect(m_client.get(), &ApiClient::reached, this, [&] { ++reached; });
    connect(m_client.get(), &ApiClient::unreachable, this, [&] { ++unreachable; });
    int answers = 0;
    const auto count = [&](const auto&) { ++answers; };
    m_network->script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    m_client->rootOf(QUrl(QStringLiteral("https://elsewhere.example")), this, count);
    QTRY_COMPARE(answers, 1);
    QCOMPARE(unreachable, 0);
    using Kind = ApiError::Kind;
    for (const Kind kind :
         {Kind::NoConnection, Kind::Timeout, Kind::CertificateUnknown, Kind::CertificateChanged}) {
        m_network->script = [kind](FakeCall& call) { call.fail(kind); };
        const int before = unreachable;
        m_client->root(this, count);
        QTRY_COMPARE(unreachable, before + 1);
    }
    QTRY_COMPARE(answers, 5);
    m_network->script = [](FakeCall& call) { call.problem(ErrorCode::internal_error); };
    m_client->root(this, count);
    QTRY_COMPARE(answers, 6);
    QCOMPARE(reached, 1);
}

Q_DECLARE_METATYPE(Script)
Q_DECLARE_METATYPE(ApiError::Kind)

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_api_client.moc"

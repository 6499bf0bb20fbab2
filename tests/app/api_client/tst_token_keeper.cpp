// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/token_keeper.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_network.h"

#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

const QByteArray RefreshCall = "POST /api/v1/auth/refresh";
constexpr int Callers = 20;

struct Asked {
    int ok = 0;
    int failed = 0;
    QByteArray token;
    std::optional<ApiError> error;

    int all() const { return ok + failed; }
    ApiCallback<QByteArray> callback() {
        return [this](const ApiResult<QByteArray>& result) {
            if (result) {
                ++ok;
                token = *result;
            } else {
                ++failed;
                error = result.error();
            }
        };
    }
};

} // namespace

class TestTokenKeeper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFreshTokenIsGivenWithoutAsking();
    void twentyCallersShareOneRefresh();
    void aFailedRefresh_data();
    void aFailedRefresh();
    void offlineLosesNothing();
    void nobodyGetsATokenBeforeItsSuccessorIsKept();
    void aKeeperThatHangsIsNotWaitedForForever();
    void aRefusedTokenIsRefreshed();
    void anOldRefusalDoesNotEndANewSession();
    void withoutASessionNobodyIsAsked();
    void whoWentIsNotCalled();
    void signingOutWhileRefreshing();

private:
    std::unique_ptr<FakeNetwork> m_network;
    std::unique_ptr<TokenKeeper> m_keeper;
    int m_ended = 0;
};

void TestTokenKeeper::init() {
    m_keeper.reset();
    m_network = std::make_unique<FakeNetwork>();
    m_keeper = std::make_unique<TokenKeeper>(*m_network);
    m_keeper->setServer(QUrl(QStringLiteral("http://127.0.0.1:1")));
    m_keeper->setTokens({"", "refresh-1", std::chrono::seconds(0)});
    m_ended = 0;
    connect(m_keeper.get(), &TokenKeeper::ended, this, [this] { ++m_ended; });
}

void TestTokenKeeper::aFreshTokenIsGivenWithoutAsking() {
    m_keeper->setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QCOMPARE(asked.all(), 0); // never before the call returned
    QTRY_COMPARE(asked.ok, 1);
    QCOMPARE(asked.token, QByteArray("access-1"));
    QVERIFY(m_network->seen.empty());
}

void TestTokenKeeper::twentyCallersShareOneRefresh() {
    m_network->delay = std::chrono::milliseconds(50);
    m_network->script = [](FakeCall& call) { call.answer(200, tokens("access-2", "refresh-2")); };
    Asked asked;
    for (int i = 0; i < Callers; ++i)
        m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(asked.ok, Callers);
    QCOMPARE(asked.token, QByteArray("access-2"));
    QCOMPARE(m_network->count(RefreshCall), 1);
    QCOMPARE(m_keeper->refreshToken(), QByteArray("refresh-2"));
    QVERIFY(m_network->calls.front() == nullptr ||
            m_network->calls.front()->request.body.contains("refresh-1"));
}

void TestTokenKeeper::aFailedRefresh_data() {
    using Script = std::function<void(FakeCall&)>;
    QTest::addColumn<Script>("script");
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::addColumn<bool>("ends");
    const auto problem = [](ErrorCode code) {
        return Script([code](FakeCall& call) { call.problem(code); });
    };
    const auto fail = [](ApiError::Kind kind) { return Script([kind](FakeCall& call) { call.fail(kind); }); };
    QTest::newRow("no connection") << fail(ApiError::Kind::NoConnection) << ApiError::Kind::NoConnection
                                   << false;
    QTest::newRow("timeout") << fail(ApiError::Kind::Timeout) << ApiError::Kind::Timeout << false;
    QTest::newRow("bad certificate") << fail(ApiError::Kind::CertificateChanged)
                                     << ApiError::Kind::CertificateChanged << false;
    QTest::newRow("500") << problem(ErrorCode::internal_error) << ApiError::Kind::Server << false;
    QTest::newRow("503") << problem(ErrorCode::service_unavailable) << ApiError::Kind::Server << false;
    QTest::newRow("429") << problem(ErrorCode::too_many_requests) << ApiError::Kind::Server << false;
    QTest::newRow("garbage") << Script(
                                    [](FakeCall& call) { call.answer(200, "<html>Welcome to this hotel"); })
                             << ApiError::Kind::NotDropseal << false;
    QTest::newRow("401 of a portal") << Script([](FakeCall& call) {
        call.answer(401, "<html>", "text/html");
    }) << ApiError::Kind::NotDropseal << false;
    QTest::newRow("half a pair") << Script(
                                        [](FakeCall& call) { call.answer(200, R"({"access_token":"a"})"); })
                                 << ApiError::Kind::NotDropseal << false;
    QTest::newRow("revoked") << problem(ErrorCode::session_revoked) << ApiError::Kind::SignedOut << true;
    QTest::newRow("reused") << problem(ErrorCode::refresh_reused) << ApiError::Kind::SignedOut << true;
    QTest::newRow("suspended") << problem(ErrorCode::account_suspended) << ApiError::Kind::SignedOut << true;
    QTest::newRow("invalid") << problem(ErrorCode::token_invalid) << ApiError::Kind::SignedOut << true;
}

void TestTokenKeeper::aFailedRefresh() {
    QFETCH(std::function<void(FakeCall&)>, script);
    QFETCH(ApiError::Kind, kind);
    QFETCH(bool, ends);
    m_network->script = script;
    Asked asked;
    for (int i = 0; i < Callers; ++i)
        m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(asked.failed, Callers);
    QCOMPARE(asked.error->kind, kind);
    QCOMPARE(m_network->count(RefreshCall), 1);
    QCOMPARE(m_keeper->hasSession(), !ends);
    QCOMPARE(m_ended, ends ? 1 : 0);
}

void TestTokenKeeper::offlineLosesNothing() {
    m_network->script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    Asked first;
    m_keeper->accessToken(this, first.callback());
    QTRY_COMPARE(first.failed, 1);
    m_network->script = [](FakeCall& call) {
        if (call.request.body.contains("refresh-1"))
            call.answer(200, tokens("access-2", "refresh-2"));
    };
    Asked second;
    m_keeper->accessToken(this, second.callback());
    QTRY_COMPARE(second.ok, 1);
}

void TestTokenKeeper::nobodyGetsATokenBeforeItsSuccessorIsKept() {
    m_network->script = [](FakeCall& call) { call.answer(200, tokens("access-2", "refresh-2")); };
    std::function<void()> kept;
    QByteArray keeping;
    m_keeper->setKeep([&](const QByteArray& token, std::function<void()> done) {
        keeping = token;
        kept = std::move(done);
    });
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QTRY_VERIFY(kept != nullptr);
    QCOMPARE(keeping, QByteArray("refresh-2"));
    m_keeper->accessToken(this, asked.callback()); // one who comes while it is being written waits too
    QTest::qWait(50);
    QCOMPARE(asked.all(), 0);
    kept();
    QTRY_COMPARE(asked.ok, 2);
    QCOMPARE(m_network->count(RefreshCall), 1);
}

void TestTokenKeeper::aKeeperThatHangsIsNotWaitedForForever() {
    m_network->script = [](FakeCall& call) { call.answer(200, tokens("access-2", "refresh-2")); };
    m_keeper->setKeep([](const QByteArray&, const std::function<void()>&) {});
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE_WITH_TIMEOUT(asked.ok, 1, 20000);
}

void TestTokenKeeper::aRefusedTokenIsRefreshed() {
    m_keeper->setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
    m_network->script = [](FakeCall& call) { call.answer(200, tokens("access-2", "refresh-2")); };
    m_keeper->accessTokenRefused("somebody else's");
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(asked.token, QByteArray("access-1"));
    m_keeper->accessTokenRefused("access-1");
    m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(asked.token, QByteArray("access-2"));
    QCOMPARE(m_network->count(RefreshCall), 1);
}

void TestTokenKeeper::anOldRefusalDoesNotEndANewSession() {
    m_keeper->setTokens({"access-new", "refresh-new", std::chrono::seconds(900)});
    m_keeper->sessionRefused(ApiError(), "access-old");
    QVERIFY(m_keeper->hasSession());
    m_keeper->sessionRefused(ApiError(), "access-new");
    m_keeper->sessionRefused(ApiError(), "access-new");
    QVERIFY(!m_keeper->hasSession());
    QCOMPARE(m_ended, 1);
}

void TestTokenKeeper::withoutASessionNobodyIsAsked() {
    m_keeper->clear();
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(asked.failed, 1);
    QCOMPARE(asked.error->kind, ApiError::Kind::SignedOut);
    QVERIFY(m_network->seen.empty());
    QCOMPARE(m_ended, 0);
}

void TestTokenKeeper::whoWentIsNotCalled() {
    m_network->delay = std::chrono::milliseconds(20);
    m_network->script = [](FakeCall& call) { call.answer(200, tokens("access-2", "refresh-2")); };
    Asked gone;
    Asked there;
    {
        QObject context;
        m_keeper->accessToken(&context, gone.callback());
    }
    m_keeper->accessToken(this, there.callback());
    QTRY_COMPARE(there.ok, 1);
    QCOMPARE(gone.all(), 0);
}

void TestTokenKeeper::signingOutWhileRefreshing() {
    Asked asked;
    m_keeper->accessToken(this, asked.callback());
    QTRY_COMPARE(m_network->count(RefreshCall), 1);
    m_keeper->clear();
    QTRY_COMPARE(asked.failed, 1);
    QCOMPARE(asked.error->kind, ApiError::Kind::SignedOut);
    QVERIFY(m_network->calls.front() == nullptr); // given up, so that its answer brings no tokens back
    QCOMPARE(m_ended, 0);
}

Q_DECLARE_METATYPE(std::function<void(FakeCall&)>)
Q_DECLARE_METATYPE(ApiError::Kind)

QTEST_GUILESS_MAIN(TestTokenKeeper)
#include "tst_token_keeper.moc"

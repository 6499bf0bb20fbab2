// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/token_chain.h"

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

class TestSessionService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void logoutIsAlwaysSuccess();
    void firstUseIsWrittenBeforeTheAnswer();
    void lastUseIsWrittenOnceAMinute();
    void cacheAnswersOnlyWhatWasChecked();
    void cacheForgets_data();
    void cacheForgets();
    void readThatBeganBeforeTheEndIsNotCached();
    void sessionLimit();
    void accessTokenLivesNoLongerThanItsSession();
    void sweep();
};

void TestSessionService::refusals_data() {
    QTest::addColumn<QString>("deed");
    QTest::addColumn<QString>("access");
    QTest::addColumn<QString>("refresh");
    QTest::newRow("nothing") << "nothing"
                             << "ok:"
                             << "ok:";
    QTest::newRow("logout") << "logout"
                            << "session_revoked:logout"
                            << "session_revoked:logout";
    QTest::newRow("suspended") << "suspend"
                               << "account_suspended:suspended"
                               << "account_suspended:suspended";
    QTest::newRow("suspended and active again") << "reactivate"
                                                << "session_revoked:suspended"
                                                << "session_revoked:suspended";
    QTest::newRow("15 minutes") << "wait 961"
                                << "token_expired:"
                                << "ok:";
    QTest::newRow("30 days") << "wait 2592061"
                             << "token_expired:"
                             << "token_expired:";
    QTest::newRow("tokens swapped") << "swap"
                                    << "token_invalid:"
                                    << "token_invalid:";
    QTest::newRow("other key") << "tamper"
                               << "token_invalid:"
                               << "token_invalid:";
}

void TestSessionService::refusals() {
    QFETCH(QString, deed);
    QFETCH(QString, access);
    QFETCH(QString, refresh);
    ServiceFixture f;
    const auto user = f.addUser("anna");
    auto pair = f.login("anna");
    if (deed == QStringLiteral("logout"))
        must(f.sessions->logout(pair.refresh_token));
    if (deed == QStringLiteral("suspend") || deed == QStringLiteral("reactivate"))
        must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    if (deed == QStringLiteral("reactivate"))
        must(f.accounts->setStatus(user.id, stores::UserStatus::Active));
    if (deed.startsWith(QStringLiteral("wait")))
        f.clock.advance(std::chrono::seconds(deed.mid(5).toInt()));
    if (deed == QStringLiteral("swap"))
        std::swap(pair.access_token, pair.refresh_token);
    if (deed == QStringLiteral("tamper")) {
        pair.access_token[pair.access_token.size() / 2] ^= 1;
        pair.refresh_token[pair.refresh_token.size() / 2] ^= 1;
    }
    const auto first = f.sessions->authenticate(pair.access_token);
    QCOMPARE(wordAndReason(first), access.toStdString());
    const auto second = f.sessions->refresh(pair.refresh_token, f.Client);
    QCOMPARE(wordAndReason(second), refresh.toStdString());
    if (!second && second.error().extras.reason)
        QCOMPARE(second.error().extras.at, std::optional(f.clock.now()));
}

void TestSessionService::logoutIsAlwaysSuccess() {
    ServiceFixture f;
    f.addUser("anna");
    const Chain chain = makeChain(f);
    QCOMPARE(wordOf(f.sessions->logout("")), "ok");
    QCOMPARE(wordOf(f.sessions->logout("nonsense")), "ok");
    QCOMPARE(wordOf(f.sessions->logout(chain.current.access_token)), "ok");
    QCOMPARE(wordOf(f.sessions->authenticate(chain.current.access_token)), "ok");
    // A rotated token ends its session too: whoever signs out means it.
    QCOMPARE(wordOf(f.sessions->logout(chain.grandparent.refresh_token)), "ok");
    QCOMPARE(wordOf(f.sessions->authenticate(chain.current.access_token)), "session_revoked");
    QCOMPARE(wordOf(f.sessions->logout(chain.current.refresh_token)), "ok");
    f.clock.advance(40 * 24h);
    QCOMPARE(wordOf(f.sessions->logout(chain.current.refresh_token)), "ok");
}

void TestSessionService::firstUseIsWrittenBeforeTheAnswer() {
    ServiceFixture f;
    f.addUser("anna");
    const Chain chain = makeChain(f);
    const SessionId id = sessionOf(f, chain.current);
    // An access token of the generation before says nothing about the successor.
    must(f.sessions->authenticate(chain.parent.access_token));
    QCOMPARE(f.session(id).current_used_at.has_value(), false);
    f.work.failCommits(1);
    QCOMPARE(wordOf(f.sessions->authenticate(chain.current.access_token)), "service_unavailable");
    QVERIFY(!f.sessions->authenticateCached(chain.current.access_token));
    must(f.sessions->authenticate(chain.current.access_token));
    QCOMPARE(f.session(id).current_used_at, std::optional(f.clock.now()));
}

void TestSessionService::lastUseIsWrittenOnceAMinute() {
    ServiceFixture f;
    f.addUser("anna");
    const auto pair = f.login("anna");
    must(f.sessions->authenticate(pair.access_token)); // the first use
    const int before = f.work.writes();
    for (int i = 0; i < 12; ++i) {
        f.clock.advance(10s);
        must(f.sessions->authenticate(pair.access_token));
    }
    QCOMPARE(f.work.writes() - before, 2);
    QCOMPARE(f.session(sessionOf(f, pair)).last_used_at, f.clock.now());
    // It is worth no failure.
    f.clock.advance(61s);
    f.work.failCommits(1);
    QCOMPARE(wordOf(f.sessions->authenticate(pair.access_token)), "ok");
}

void TestSessionService::cacheAnswersOnlyWhatWasChecked() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto pair = f.login("anna");
    QVERIFY(!f.sessions->authenticateCached(pair.access_token));
    must(f.sessions->authenticate(pair.access_token));
    const auto cached = f.sessions->authenticateCached(pair.access_token);
    QVERIFY(cached && cached->ok());
    QCOMPARE((*cached)->userId(), user.id);
    QCOMPARE((*cached)->sessionId(), sessionOf(f, pair));
    auto tampered = pair.access_token;
    tampered.back() = tampered.back() == 'A' ? 'B' : 'A';
    QVERIFY(!f.sessions->authenticateCached(tampered));
    QVERIFY(!f.sessions->authenticateCached(pair.refresh_token));
    QVERIFY(!f.sessions->authenticateCached(""));
    f.clock.advance(4999ms);
    QVERIFY(f.sessions->authenticateCached(pair.access_token));
    f.clock.advance(1ms);
    QVERIFY(!f.sessions->authenticateCached(pair.access_token));
    f.clock.advance(890s);
    must(f.sessions->authenticate(pair.access_token));
    f.clock.jump(10s); // past its end, though the entry is fresh
    QVERIFY(!f.sessions->authenticateCached(pair.access_token));
}

void TestSessionService::cacheForgets_data() {
    QTest::addColumn<QString>("deed");
    QTest::addColumn<QString>("next");
    QTest::newRow("logout") << "logout"
                            << "session_revoked:logout";
    QTest::newRow("suspend") << "suspend"
                             << "account_suspended:suspended";
    QTest::newRow("reuse") << "reuse"
                           << "session_revoked:reused";
    QTest::newRow("role") << "role"
                          << "ok:";
}

/// What ended is refused on the very next call, not when the cache is old enough.
void TestSessionService::cacheForgets() {
    QFETCH(QString, deed);
    QFETCH(QString, next);
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const Chain chain = makeChain(f);
    must(f.sessions->authenticate(chain.current.access_token));
    QVERIFY(f.sessions->authenticateCached(chain.current.access_token));
    if (deed == QStringLiteral("logout"))
        must(f.sessions->logout(chain.current.refresh_token));
    if (deed == QStringLiteral("suspend"))
        must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    if (deed == QStringLiteral("reuse"))
        QVERIFY(!f.sessions->refresh(chain.grandparent.refresh_token, f.Client));
    if (deed == QStringLiteral("role"))
        must(f.accounts->setRole(user.id, stores::Role::Admin));
    QVERIFY(!f.sessions->authenticateCached(chain.current.access_token));
    const auto again = f.sessions->authenticate(chain.current.access_token);
    QCOMPARE(wordAndReason(again), next.toStdString());
    if (again)
        QVERIFY(again->isAdmin());
}

/// The rows were read, then the user was suspended and that was answered, and only then the reader fills the
/// cache: its entry must not count.
void TestSessionService::readThatBeganBeforeTheEndIsNotCached() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const auto pair = f.login("anna");
    must(f.sessions->authenticate(pair.access_token));
    f.work.afterNextRead([&] { must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended)); });
    QCOMPARE(wordOf(f.sessions->authenticate(pair.access_token)), "ok"); // it began before
    QVERIFY(!f.sessions->authenticateCached(pair.access_token));
    QCOMPARE(wordOf(f.sessions->authenticate(pair.access_token)), "account_suspended");
}

void TestSessionService::sessionLimit() {
    ServiceFixture::Options options;
    options.sessions.sessions_per_user = 3;
    ServiceFixture f(options);
    f.addUser("anna");
    std::vector<services::TokenPair> pairs;
    for (int i = 0; i < 4; ++i) {
        pairs.push_back(f.login("anna"));
        must(f.sessions->authenticate(pairs.back().access_token));
        f.clock.advance(1s);
    }
    QVERIFY(!f.sessions->authenticateCached(pairs[0].access_token));
    QCOMPARE(wordAndReason(f.sessions->authenticate(pairs[0].access_token)), "session_revoked:session_limit");
    for (int i = 1; i < 4; ++i)
        QCOMPARE(wordOf(f.sessions->authenticate(pairs[static_cast<std::size_t>(i)].access_token)), "ok");
}

void TestSessionService::accessTokenLivesNoLongerThanItsSession() {
    ServiceFixture::Options options;
    options.sessions.absolute_life = 2h;
    ServiceFixture f(options);
    f.addUser("anna");
    auto pair = f.login("anna");
    QCOMPARE(pair.expires_in.count(), 900);
    f.clock.advance(1h + 55min);
    pair = must(f.sessions->refresh(pair.refresh_token, f.Client));
    QVERIFY(pair.expires_in <= 300s && pair.expires_in >= 299s);
    f.clock.advance(5min);
    QCOMPARE(wordAndReason(f.sessions->refresh(pair.refresh_token, f.Client)), "session_revoked:expired");
    QCOMPARE(wordAndReason(f.sessions->authenticate(pair.access_token)), "session_revoked:expired");
}

void TestSessionService::sweep() {
    ServiceFixture f;
    f.addUser("anna");
    const auto ended = f.login("anna");
    const auto alive = f.login("anna");
    must(f.sessions->logout(ended.refresh_token));
    f.clock.advance(29 * 24h);
    QCOMPARE(must(f.sessions->sweep()), 0);
    f.clock.advance(2 * 24h);
    QCOMPARE(must(f.sessions->sweep()), 1);
    QCOMPARE(f.session(must(f.tokens.verifyRefresh(alive.refresh_token, f.clock.now() - 5 * 24h)).session_id)
                 .ended_at.has_value(),
             false);
}

QTEST_GUILESS_MAIN(TestSessionService)
#include "tst_session_service.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include "backend/security/token_hash.h"

#include <set>
#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

/// A session whose refresh token was rotated, with the tokens before.
struct Chain {
    services::TokenPair grandparent;
    services::TokenPair parent;
    services::TokenPair current;
};

SessionId sessionOf(ServiceFixture& f, const services::TokenPair& pair) {
    return must(f.tokens.verifyRefresh(pair.refresh_token, f.clock.now())).session_id;
}

Chain makeChain(ServiceFixture& f) {
    Chain chain;
    chain.grandparent = f.login("anna");
    f.clock.advance(60s);
    chain.parent = must(f.sessions->refresh(chain.grandparent.refresh_token, f.Client));
    f.clock.advance(60s);
    chain.current = must(f.sessions->refresh(chain.parent.refresh_token, f.Client));
    return chain;
}

/// Lets another request win the rotation in the moment between reading the row and changing it.
class RacingSessions final : public stores::SessionStore {
public:
    explicit RacingSessions(stores::SessionStore& inner) : m_inner(inner) {}
    Result<bool> rotate(const SessionId& id, std::string_view hash, const Successor& successor,
                        Timestamp at) override {
        DROPSEAL_TRY(m_inner.rotate(id, hash, successor, at));
        return false;
    }
    Result<void> insert(const stores::SessionRecord& s) override { return m_inner.insert(s); }
    Result<std::optional<stores::SessionRecord>> find(const SessionId& id) override {
        return m_inner.find(id);
    }
    Result<void> markUsed(const SessionId& id, std::string_view jti, Timestamp at) override {
        return m_inner.markUsed(id, jti, at);
    }
    Result<void> touch(const SessionId& id, Timestamp at) override { return m_inner.touch(id, at); }
    Result<bool> end(const SessionId& id, std::string_view reason, Timestamp at) override {
        return m_inner.end(id, reason, at);
    }
    Result<std::vector<SessionId>> endAll(const UserId& user, std::string_view reason, Timestamp at,
                                          const std::optional<SessionId>& except) override {
        return m_inner.endAll(user, reason, at, except);
    }
    Result<std::vector<SessionId>> endBeyond(const UserId& user, int keep, Timestamp at) override {
        return m_inner.endBeyond(user, keep, at);
    }
    Result<std::vector<stores::SessionRecord>> listLive(const UserId& user) override {
        return m_inner.listLive(user);
    }
    Result<int> removeEndedBefore(Timestamp before) override { return m_inner.removeEndedBefore(before); }

private:
    stores::SessionStore& m_inner;
};

} // namespace

class TestSessionService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gracePeriod_data();
    void gracePeriod();
    void parallelRefreshes();
    void failedCommitDoesNotConsume();
    void functionsMayRunAgain();
    void lostRaceGetsTheSuccessor();
    void replayAfterRestart();
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

/// The grace rule, row by row: which token comes back, how long after its rotation, and whether the successor
/// had been used by then.
void TestSessionService::gracePeriod_data() {
    QTest::addColumn<int>("grace_s");
    QTest::addColumn<QString>("token");
    QTest::addColumn<int>("after_s");
    QTest::addColumn<bool>("used");
    QTest::addColumn<QString>("expected");
    QTest::newRow("current") << 30 << "current" << 5 << false << "new";
    QTest::newRow("current, later") << 30 << "current" << 86400 << true << "new";
    QTest::newRow("parent at once") << 30 << "parent" << 0 << false << "same";
    QTest::newRow("parent at once, used") << 30 << "parent" << 0 << true << "same";
    QTest::newRow("parent at 30 s, used") << 30 << "parent" << 30 << true << "same";
    QTest::newRow("parent at 31 s, used") << 30 << "parent" << 31 << true << "reused";
    QTest::newRow("parent at 31 s, lost answer") << 30 << "parent" << 31 << false << "same";
    QTest::newRow("parent at 24 h, lost answer") << 30 << "parent" << 86400 << false << "same";
    QTest::newRow("parent after 24 h") << 30 << "parent" << 86401 << false << "reused";
    QTest::newRow("grandparent at once") << 30 << "grandparent" << 0 << false << "reused";
    QTest::newRow("no grace, current") << 0 << "current" << 5 << false << "new";
    QTest::newRow("no grace, parent at once") << 0 << "parent" << 0 << false << "reused";
    QTest::newRow("no grace, parent lost") << 0 << "parent" << 3600 << false << "reused";
}

void TestSessionService::gracePeriod() {
    QFETCH(int, grace_s);
    QFETCH(QString, token);
    QFETCH(int, after_s);
    QFETCH(bool, used);
    QFETCH(QString, expected);
    ServiceFixture::Options options;
    options.sessions.refresh_grace = std::chrono::seconds(grace_s);
    ServiceFixture f(options);
    f.addUser("anna");
    const Chain chain = makeChain(f);
    if (used)
        must(f.sessions->authenticate(chain.current.access_token));
    f.clock.advance(std::chrono::seconds(after_s));
    const auto& presented = token == QStringLiteral("current")  ? chain.current
                            : token == QStringLiteral("parent") ? chain.parent
                                                                : chain.grandparent;

    const auto answer = f.sessions->refresh(presented.refresh_token, f.Client);

    if (expected == QStringLiteral("reused")) {
        QCOMPARE(wordAndReason(answer), "refresh_reused:reused");
        QCOMPARE(answer.error().extras.at, std::optional(f.clock.now()));
        // The whole family is dead: the successor and the access tokens as well.
        QCOMPARE(wordAndReason(f.sessions->refresh(chain.current.refresh_token, f.Client)),
                 "session_revoked:reused");
        QCOMPARE(f.session(sessionOf(f, chain.current)).end_reason, std::optional<std::string>("reused"));
        return;
    }
    QCOMPARE(wordOf(answer), "ok");
    QCOMPARE(answer->refresh_token == chain.current.refresh_token, expected == QStringLiteral("same"));
    QVERIFY(answer->expires_in > 400s && answer->expires_in <= 900s);
    QCOMPARE(wordOf(f.sessions->authenticate(answer->access_token)), "ok");
    QCOMPARE(f.session(sessionOf(f, chain.current)).ended_at.has_value(), false);
}

/// SECURITY.md section 2 row 1: one successor, byte for byte the same for everybody, one live family.
void TestSessionService::parallelRefreshes() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    services::TokenPair pair = f.login("anna");
    for (int round = 0; round < 20; ++round) {
        std::vector<std::string> answers(50);
        std::vector<std::thread> threads;
        for (auto& answer : answers)
            threads.emplace_back([&f, &pair, &answer] {
                const auto result = f.sessions->refresh(pair.refresh_token, f.Client);
                answer = result ? result->refresh_token : wordOf(result);
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(std::set<std::string>(answers.begin(), answers.end()).size(), std::size_t{1});
        QVERIFY(answers[0] != pair.refresh_token);
        pair.refresh_token = answers[0];
        f.clock.advance(1s);
    }
    std::vector<stores::SessionRecord> live;
    f.write([&](const stores::Stores& s) -> Result<void> {
        live = must(s.sessions.listLive(user.id));
        return {};
    });
    QCOMPARE(live.size(), std::size_t{1});
    QCOMPARE(live[0].current_hash, security::tokenHash(pair.refresh_token));
}

/// SECURITY.md section 2 row 3: a hiccup of the database costs nobody the session.
void TestSessionService::failedCommitDoesNotConsume() {
    ServiceFixture f;
    f.addUser("anna");
    const auto pair = f.login("anna");
    for (int i = 0; i < 10; ++i) {
        f.work.failCommits(1);
        QCOMPARE(wordOf(f.sessions->refresh(pair.refresh_token, f.Client)), "service_unavailable");
    }
    f.clock.advance(1h);
    QCOMPARE(wordOf(f.sessions->refresh(pair.refresh_token, f.Client)), "ok");
    // Nor does the end of a family count whose commit failed.
    f.clock.advance(25h);
    f.work.failCommits(1);
    QCOMPARE(wordOf(f.sessions->refresh(pair.refresh_token, f.Client)), "service_unavailable");
    QCOMPARE(f.session(sessionOf(f, pair)).ended_at.has_value(), false);
    QCOMPARE(wordOf(f.sessions->refresh(pair.refresh_token, f.Client)), "refresh_reused");
}

void TestSessionService::functionsMayRunAgain() {
    ServiceFixture f;
    f.work.runTwice(true);
    f.addUser("anna");
    const Chain chain = makeChain(f);
    QCOMPARE(wordOf(f.sessions->authenticate(chain.current.access_token)), "ok");
    QCOMPARE(f.session(sessionOf(f, chain.current)).current_hash,
             security::tokenHash(chain.current.refresh_token));
    QCOMPARE(wordOf(f.sessions->refresh(chain.grandparent.refresh_token, f.Client)), "refresh_reused");
    QCOMPARE(wordOf(f.sessions->logout(chain.current.refresh_token)), "ok");
}

void TestSessionService::lostRaceGetsTheSuccessor() {
    ServiceFixture f;
    f.addUser("anna");
    const auto pair = f.login("anna");
    f.work.wrapWrites([](const stores::Stores& s, const stores::UnitOfWork::Function& fn) {
        RacingSessions racing(s.sessions);
        return fn({s.users, racing, s.files, s.uploads});
    });
    const auto answer = f.sessions->refresh(pair.refresh_token, f.Client);
    QCOMPARE(wordOf(answer), "ok");
    const auto row = f.session(sessionOf(f, pair));
    QCOMPARE(security::tokenHash(answer->refresh_token), row.current_hash);
    QCOMPARE(row.ended_at.has_value(), false);
}

/// CVE-2026-9802: nothing about revocation lives in memory only.
void TestSessionService::replayAfterRestart() {
    ServiceFixture f;
    f.addUser("anna");
    const Chain chain = makeChain(f);
    must(f.sessions->authenticate(chain.current.access_token));
    f.clock.advance(31s);
    f.restart();
    QCOMPARE(wordOf(f.sessions->refresh(chain.parent.refresh_token, f.Client)), "refresh_reused");
    f.restart();
    QCOMPARE(wordOf(f.sessions->authenticate(chain.current.access_token)), "session_revoked");
}

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/token_hash.h"
#include "tests/backend/services/token_chain.h"

#include <set>
#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

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

class TestSessionRotation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gracePeriod_data();
    void gracePeriod();
    void parallelRefreshes();
    void failedCommitDoesNotConsume();
    void functionsMayRunAgain();
    void lostRaceGetsTheSuccessor();
    void replayAfterRestart();
};

/// The grace rule, row by row: which token comes back, how long after its rotation, and whether the successor
/// had been used by then.
void TestSessionRotation::gracePeriod_data() {
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

void TestSessionRotation::gracePeriod() {
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
void TestSessionRotation::parallelRefreshes() {
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
void TestSessionRotation::failedCommitDoesNotConsume() {
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

void TestSessionRotation::functionsMayRunAgain() {
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

void TestSessionRotation::lostRaceGetsTheSuccessor() {
    ServiceFixture f;
    f.addUser("anna");
    const auto pair = f.login("anna");
    f.work.wrapWrites([](const stores::Stores& s, const stores::UnitOfWork::Function& fn) {
        RacingSessions racing(s.sessions);
        return fn({s.users, racing, s.files, s.uploads, s.small_blobs});
    });
    const auto answer = f.sessions->refresh(pair.refresh_token, f.Client);
    QCOMPARE(wordOf(answer), "ok");
    const auto row = f.session(sessionOf(f, pair));
    QCOMPARE(security::tokenHash(answer->refresh_token), row.current_hash);
    QCOMPARE(row.ended_at.has_value(), false);
}

/// CVE-2026-9802: nothing about revocation lives in memory only.
void TestSessionRotation::replayAfterRestart() {
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

QTEST_GUILESS_MAIN(TestSessionRotation)
#include "tst_session_rotation.moc"

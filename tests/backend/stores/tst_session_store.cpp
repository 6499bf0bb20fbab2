// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/store_test.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::stores;
using dropseal::test::valueOf;

class TestSessionStore : public test::StoreTest {
    Q_OBJECT

    SessionRecord session(const UserId& user, std::int64_t second = 0) {
        SessionRecord record;
        record.id = SessionId::make(at());
        record.user_id = user;
        record.current_jti = "jti-0";
        record.current_kid = "kid-0";
        record.current_issued_at = at(second);
        record.current_expires_at = at(second + 1000);
        record.current_hash = std::string(64, 'a');
        record.created_at = at(second);
        record.last_used_at = at(second);
        record.expires_at = at(second + 9000);
        record.device_info = "curl/8 \"☃\"";
        record.ip_address = "2001:db8::1";
        return record;
    }
    SessionId add(const SessionRecord& record) {
        valueOf(write([&](const Stores& s) { return s.sessions.insert(record); }));
        return record.id;
    }
    SessionRecord find(const SessionId& id) {
        return valueOf(read([&](const Stores& s) { return s.sessions.find(id); })).value_or(SessionRecord{});
    }
    bool rotate(const SessionId& id, const std::string& presented, const std::string& successor,
                std::int64_t second) {
        const SessionStore::Successor next{"jti-" + successor.substr(0, 1), "kid-1", at(second),
                                           at(second + 1000), successor};
        return valueOf(
            write([&](const Stores& s) { return s.sessions.rotate(id, presented, next, at(second)); }));
    }
    bool end(const SessionId& id, const char* reason, std::int64_t second) {
        return valueOf(write([&](const Stores& s) { return s.sessions.end(id, reason, at(second)); }));
    }

private Q_SLOTS:
    void givesBackEveryField();
    void rotates();
    void rotatesOnlyWhatIsAlive_data();
    void rotatesOnlyWhatIsAlive();
    void oneOfManyRotationsWins();
    void marksTheFirstUse();
    void touchesForwardsOnly();
    void endsOnce();
    void endsAllButOne();
    void endsTheLongestUnused_data();
    void endsTheLongestUnused();
    void listsLiveNewestFirst();
    void removesWhatEndedLongAgo();
};

void TestSessionStore::givesBackEveryField() {
    SessionRecord full = session(addUser("ada@example.org"));
    full.current_used_at = at(1);
    full.previous_hash = std::string(64, 'b');
    full.rotated_at = at(2);
    full.ended_at = at(3);
    full.end_reason = "logout";
    add(full);
    restart();
    const SessionRecord found = find(full.id);
    QVERIFY(found.id == full.id && found.user_id == full.user_id);
    QCOMPARE(found.current_jti, full.current_jti);
    QCOMPARE(found.current_kid, full.current_kid);
    QCOMPARE(found.current_hash, full.current_hash);
    QCOMPARE(found.previous_hash, full.previous_hash);
    QCOMPARE(found.device_info, full.device_info);
    QCOMPARE(found.ip_address, full.ip_address);
    QCOMPARE(found.end_reason, full.end_reason);
    QVERIFY(found.current_issued_at == full.current_issued_at &&
            found.current_expires_at == full.current_expires_at);
    QVERIFY(found.current_used_at == full.current_used_at && found.rotated_at == full.rotated_at);
    QVERIFY(found.created_at == full.created_at && found.last_used_at == full.last_used_at);
    QVERIFY(found.expires_at == full.expires_at && found.ended_at == full.ended_at);
    QVERIFY(!valueOf(read([&](const Stores& s) { return s.sessions.find(SessionId::make(at())); })));
}

void TestSessionStore::rotates() {
    const SessionId id = add(session(addUser("ada@example.org")));
    valueOf(write([&](const Stores& s) { return s.sessions.markUsed(id, "jti-0", at(5)); }));
    const std::string first(64, 'a');
    const std::string second(64, 'b');
    QVERIFY(rotate(id, first, second, 10));
    const SessionRecord found = find(id);
    QCOMPARE(found.current_hash, second);
    QCOMPARE(found.current_jti, std::string("jti-b"));
    QCOMPARE(found.current_kid, std::string("kid-1"));
    QCOMPARE(found.previous_hash, std::optional<std::string>(first));
    QVERIFY(found.rotated_at == at(10) && found.last_used_at == at(10));
    QVERIFY(found.current_issued_at == at(10) && found.current_expires_at == at(1010));
    QVERIFY(!found.current_used_at);
    QVERIFY(found.expires_at == at(9000)); // the absolute end stays
    QVERIFY(!rotate(id, first, std::string(64, 'c'), 11));
    QCOMPARE(find(id).current_hash, second);
}

void TestSessionStore::rotatesOnlyWhatIsAlive_data() {
    QTest::addColumn<bool>("ended");
    QTest::addColumn<qint64>("second");
    QTest::addColumn<bool>("rotated");
    QTest::newRow("alive") << false << qint64(10) << true;
    QTest::newRow("ended") << true << qint64(10) << false;
    QTest::newRow("just before its absolute end") << false << qint64(8999) << true;
    QTest::newRow("at its absolute end") << false << qint64(9000) << false;
}

void TestSessionStore::rotatesOnlyWhatIsAlive() {
    QFETCH(bool, ended);
    QFETCH(qint64, second);
    QFETCH(bool, rotated);
    const SessionId id = add(session(addUser("ada@example.org")));
    if (ended)
        QVERIFY(end(id, "logout", 1));
    QCOMPARE(rotate(id, std::string(64, 'a'), std::string(64, 'b'), second), rotated);
}

/// CVE-2026-1035: 50 refreshes with one token at once, one successor.
void TestSessionStore::oneOfManyRotationsWins() {
    const SessionId id = add(session(addUser("ada@example.org")));
    std::string current(64, 'a');
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> won{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 50; ++i) {
            threads.emplace_back([&, i] {
                const std::string next = std::to_string(round) + "-" + std::to_string(i);
                won += rotate(id, current, next, 10 + round) ? 1 : 0;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(won.load(), 1);
        QCOMPARE(find(id).previous_hash, std::optional<std::string>(current));
        current = find(id).current_hash;
    }
}

void TestSessionStore::marksTheFirstUse() {
    const SessionId id = add(session(addUser("ada@example.org")));
    const auto mark = [&](const char* jti, std::int64_t second) {
        valueOf(write([&](const Stores& s) { return s.sessions.markUsed(id, jti, at(second)); }));
        return find(id).current_used_at;
    };
    QVERIFY(!mark("another", 4));
    QVERIFY(mark("jti-0", 5) == at(5));
    QVERIFY(mark("jti-0", 6) == at(5));
}

void TestSessionStore::touchesForwardsOnly() {
    const SessionId id = add(session(addUser("ada@example.org"), 100));
    const auto touch = [&](std::int64_t second) {
        valueOf(write([&](const Stores& s) { return s.sessions.touch(id, at(second)); }));
        return find(id).last_used_at;
    };
    QVERIFY(touch(200) == at(200));
    QVERIFY(touch(150) == at(200));
}

void TestSessionStore::endsOnce() {
    const SessionId id = add(session(addUser("ada@example.org")));
    QVERIFY(end(id, "reused", 7));
    QVERIFY(!end(id, "logout", 8));
    QCOMPARE(find(id).end_reason, std::optional<std::string>("reused"));
    QVERIFY(find(id).ended_at == at(7));
    QVERIFY(!end(SessionId::make(at()), "logout", 8));
}

void TestSessionStore::endsAllButOne() {
    const UserId ada = addUser("ada@example.org");
    const SessionId kept = add(session(ada));
    const SessionId other = add(session(ada));
    const SessionId ended = add(session(ada));
    const SessionId foreign = add(session(addUser("bob@example.org")));
    QVERIFY(end(ended, "logout", 1));
    const auto endAll = [&](const std::optional<SessionId>& except) {
        return valueOf(write(
            [&](const Stores& s) { return s.sessions.endAll(ada, "password_changed", at(2), except); }));
    };
    QVERIFY((endAll(kept) == std::vector<SessionId>{other}));
    QVERIFY(!find(kept).ended_at && !find(foreign).ended_at);
    QCOMPARE(find(ended).end_reason, std::optional<std::string>("logout"));
    QVERIFY((endAll({}) == std::vector<SessionId>{kept}));
    QVERIFY(endAll({}).empty());
}

void TestSessionStore::endsTheLongestUnused_data() {
    QTest::addColumn<int>("keep");
    QTest::addColumn<int>("ended");
    QTest::newRow("room left") << 5 << 0;
    QTest::newRow("full") << 4 << 0;
    QTest::newRow("one too many") << 3 << 1;
    QTest::newRow("three too many") << 1 << 3;
    QTest::newRow("none stays") << 0 << 4;
}

void TestSessionStore::endsTheLongestUnused() {
    QFETCH(int, keep);
    QFETCH(int, ended);
    const UserId ada = addUser("ada@example.org");
    std::vector<SessionId> oldest_first;
    for (const int second : {10, 20, 30, 40})
        oldest_first.push_back(add(session(ada, second)));
    add(session(addUser("bob@example.org"), 1));
    auto gone = valueOf(write([&](const Stores& s) { return s.sessions.endBeyond(ada, keep, at(50)); }));
    oldest_first.resize(static_cast<std::size_t>(ended));
    std::sort(gone.begin(), gone.end());
    std::sort(oldest_first.begin(), oldest_first.end());
    QVERIFY(gone == oldest_first);
    for (const SessionId& id : gone)
        QCOMPARE(find(id).end_reason, std::optional<std::string>("session_limit"));
}

void TestSessionStore::listsLiveNewestFirst() {
    const UserId ada = addUser("ada@example.org");
    const SessionId first = add(session(ada, 10));
    const SessionId ended = add(session(ada, 20));
    const SessionId last = add(session(ada, 30));
    add(session(addUser("bob@example.org"), 40));
    QVERIFY(end(ended, "logout", 50));
    const auto live = valueOf(read([&](const Stores& s) { return s.sessions.listLive(ada); }));
    QCOMPARE(live.size(), std::size_t(2));
    QVERIFY(live[0].id == last && live[1].id == first);
}

void TestSessionStore::removesWhatEndedLongAgo() {
    const UserId ada = addUser("ada@example.org");
    const SessionId live = add(session(ada, 9000));
    const SessionId ended_before = add(session(ada, 9000));
    const SessionId ended_after = add(session(ada, 9000));
    const SessionId expired = add(session(ada, -9000)); // its absolute end is at 0
    QVERIFY(end(ended_before, "logout", 99));
    QVERIFY(end(ended_after, "logout", 100));
    QCOMPARE(valueOf(write([](const Stores& s) { return s.sessions.removeEndedBefore(at(100)); })), 2);
    for (const auto& [id, there] :
         {std::pair(live, true), {ended_before, false}, {ended_after, true}, {expired, false}})
        QCOMPARE(find(id).id == id, there);
}

QTEST_GUILESS_MAIN(TestSessionStore)
#include "tst_session_store.moc"

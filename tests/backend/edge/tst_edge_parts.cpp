// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/answer_collector.h"
#include "backend/edge/deadline_wheel.h"
#include "backend/edge/io_pool.h"
#include "backend/edge/mailbox.h"
#include "tests/support/qtest_print.h"

#include <atomic>
#include <map>
#include <random>
#include <string>

using namespace dropseal;
using namespace std::chrono_literals;
using edge::AnswerCollector;
using edge::Deadline;
using edge::DeadlineWheel;

namespace {

class Alarm final : public Deadline {
public:
    void expired() override {
        ++rang;
        if (onExpired)
            onExpired();
    }

    int rang = 0;
    std::function<void()> onExpired;
};

/// The answer as the client gets it, whatever the pieces in which it is written; "incomplete" or "broken".
std::string collected(const std::string& written, std::size_t piece, bool headRequest, bool http_1_0,
                      bool keep, std::int64_t elsewhere = -1) {
    AnswerCollector collector(headRequest);
    if (elsewhere >= 0)
        collector.expectBodyElsewhere(elsewhere);
    for (std::size_t at = 0; at < written.size(); at += piece)
        collector.append(std::string_view(written).substr(at, piece));
    if (collector.status() == AnswerCollector::Status::Incomplete)
        return "incomplete";
    if (collector.status() == AnswerCollector::Status::Broken)
        return "broken";
    return collector.take(http_1_0, keep);
}

} // namespace

class TestEdgeParts final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void deadlines();
    void deadlinesMove();
    void deadlinesSurviveEachOther();
    void deadlinesAfterAPause();
    void closedMailboxDropsLetters();
    void poolDropsTurnsAtItsEnd();
};

void TestEdgeParts::answers_data() {
    QTest::addColumn<std::string>("written");
    QTest::addColumn<std::string>("kind"); // h: HEAD, 0: HTTP/1.0, c: close, e: 5 bytes from elsewhere
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& written, const std::string& kind,
                        const std::string& expected) { QTest::newRow(name) << written << kind << expected; };
    const std::string ok = "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\n";
    row("whole", ok + "\r\nhello", "", ok + "\r\nhello");
    row("more than it said", ok + "\r\nhello!!", "", ok + "\r\nhello");
    row("less than it said", ok + "\r\nhell", "", "incomplete");
    row("no body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    row("close", ok + "\r\nhello", "c", ok + "Connection: close\r\n\r\nhello");
    row("1.0", ok + "\r\nhello", "0", ok + "Connection: keep-alive\r\n\r\nhello");
    row("1.0 close", ok + "\r\nhello", "0c", ok + "Connection: close\r\n\r\nhello");
    row("foreign connection", ok + "connection: x\r\nKeep-Alive: y\r\n\r\nhello", "", ok + "\r\nhello");
    row("HEAD", ok + "\r\nhello", "h", ok + "\r\n");
    row("HEAD without length", "HTTP/1.1 200 OK\r\n\r\n", "h", "HTTP/1.1 200 OK\r\n\r\n");
    row("204", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nA: b\r\n\r\n", "",
        "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n");
    row("304 with a body", "HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\nxx", "",
        "HTTP/1.1 304 Not Modified\r\n\r\n");
    row("elsewhere", ok + "\r\n", "e", ok + "\r\n");
    row("elsewhere, another length", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "e", "broken");
    row("no length", "HTTP/1.1 200 OK\r\n\r\nhello", "", "broken");
    row("two lengths", ok + "Content-Length: 5\r\n\r\nhello", "", "broken");
    row("bad length", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello", "", "broken");
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "", "broken");
    row("no answer", "hello\r\n\r\n", "", "broken");
    row("endless head", "HTTP/1.1 200 OK\r\nA: " + std::string(70000, 'b'), "", "broken");
}

void TestEdgeParts::answers() {
    QFETCH(std::string, written);
    QFETCH(std::string, kind);
    QFETCH(std::string, expected);
    const auto is = [&](char c) { return kind.find(c) != std::string::npos; };
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{50}, written.size()})
        QCOMPARE(collected(written, piece, is('h'), is('0'), !is('c'), is('e') ? 5 : -1), expected);
}

/// Every deadline rings once, not before its time, and soon after it.
void TestEdgeParts::deadlines() {
    const DeadlineWheel::Steady::time_point begin{};
    DeadlineWheel wheel(100ms, begin);
    std::mt19937 random(1);
    std::map<int, std::unique_ptr<Alarm>> alarms;
    for (int i = 0; i < 300; ++i) {
        const int after = static_cast<int>(random() % 200000); // some are far beyond one turn of the wheel
        alarms[after] = std::make_unique<Alarm>();
        wheel.arm(*alarms[after], std::chrono::milliseconds(after), begin);
    }
    for (int now = 0; now <= 201000; now += 50) {
        wheel.advance(begin + std::chrono::milliseconds(now));
        for (const auto& [after, alarm] : alarms) {
            if (now < after)
                QCOMPARE(alarm->rang, 0);
            else if (now >= after + 200)
                QCOMPARE(alarm->rang, 1);
        }
    }
}

void TestEdgeParts::deadlinesMove() {
    const DeadlineWheel::Steady::time_point begin{};
    DeadlineWheel wheel(100ms, begin);
    Alarm later;
    Alarm sooner;
    Alarm never;
    wheel.arm(later, 1s, begin);
    wheel.arm(sooner, 10s, begin);
    wheel.arm(never, 1s, begin);
    wheel.arm(later, 10s, begin);
    wheel.arm(sooner, 1s, begin);
    wheel.disarm(never);
    wheel.advance(begin + 5s);
    QCOMPARE(later.rang, 0);
    QCOMPARE(sooner.rang, 1);
    wheel.advance(begin + 11s);
    QCOMPARE(later.rang, 1);
    QCOMPARE(sooner.rang, 1);
    QCOMPARE(never.rang, 0);
}

void TestEdgeParts::deadlinesSurviveEachOther() {
    const DeadlineWheel::Steady::time_point begin{};
    DeadlineWheel wheel(100ms, begin);
    Alarm first;
    Alarm again;
    auto second = std::make_unique<Alarm>();
    auto third = std::make_unique<Alarm>();
    for (Alarm* alarm : {&first, second.get(), third.get(), &again})
        wheel.arm(*alarm, 1s, begin);
    first.onExpired = [&] { second.reset(); };
    again.onExpired = [&] { wheel.arm(again, 0ms, begin + 2s); };
    wheel.advance(begin + 2s);
    QCOMPARE(first.rang, 1);
    QCOMPARE(third->rang, 1);
    QCOMPARE(again.rang, 1); // armed in its own call, so for the next tick
    wheel.advance(begin + 2100ms);
    QCOMPARE(again.rang, 2);
}

void TestEdgeParts::deadlinesAfterAPause() {
    const DeadlineWheel::Steady::time_point begin{};
    DeadlineWheel wheel(100ms, begin);
    Alarm alarm;
    wheel.arm(alarm, 1s, begin);
    wheel.advance(begin + 1h); // the machine slept
    QCOMPARE(alarm.rang, 1);
    wheel.arm(alarm, 1s, begin + 1h);
    wheel.advance(begin + 1h + 1200ms);
    QCOMPARE(alarm.rang, 2);
}

void TestEdgeParts::closedMailboxDropsLetters() {
    edge::Mailbox box;
    auto held = std::make_shared<int>(1);
    int ran = 0;
    QVERIFY(box.post([&ran] { ++ran; }));
    box.deliver();
    QCOMPARE(ran, 1);
    QVERIFY(box.post([held] {}));
    box.close();
    QVERIFY(!box.post([held] {}));
    box.deliver();
    QCOMPARE(held.use_count(), 1L);
}

void TestEdgeParts::poolDropsTurnsAtItsEnd() {
    auto held = std::make_shared<int>(1);
    std::atomic<int> ran = 0;
    std::atomic<bool> go = false;
    {
        edge::IoPool pool(1);
        pool.post([&](edge::IoPool::Buffer buffer) {
            ran += buffer.size() == edge::IoPool::BufferBytes ? 1 : 0;
            while (!go)
                std::this_thread::yield();
        });
        while (ran == 0)
            std::this_thread::yield();
        pool.post([held](edge::IoPool::Buffer) {});
        go = true;
    }
    QCOMPARE(ran, 1);
    QCOMPARE(held.use_count(), 1L);
}

QTEST_APPLESS_MAIN(TestEdgeParts)
#include "tst_edge_parts.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/transfers/queue_bench.h"

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

using Numbers = QueueBench::Numbers;
using State = TransferState;

namespace {

enum class Act {
    Pause,
    Resume,
    Cancel,
    Retry,
    StartNow,
    PauseAll,
    ResumeAll,
    RetryFailed,
    ClearDone,
    Offline
};

void perform(TransferQueue& queue, Act act, TransferNumber number) {
    switch (act) {
    case Act::Pause:
        return queue.pause(number);
    case Act::Resume:
        return queue.resume(number);
    case Act::Cancel:
        return queue.cancel(number);
    case Act::Retry:
        return queue.retry(number);
    case Act::StartNow:
        return queue.startNow(number);
    case Act::PauseAll:
        return queue.pauseAll();
    case Act::ResumeAll:
        return queue.resumeAll();
    case Act::RetryFailed:
        return queue.retryFailed();
    case Act::ClearDone:
        return queue.clearDone();
    case Act::Offline:
        return queue.setOffline(true);
    }
}

} // namespace

Q_DECLARE_METATYPE(Act)
Q_DECLARE_METATYPE(std::optional<TransferState>)

class TestQueueActs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyActInEveryState_data();
    void everyActInEveryState();
    void orderDecides();
    void startNowGoesFirst();
    void aPausedOneContinues();
    void cancelFromWithinASignal_data();
    void cancelFromWithinASignal();

private:
    /// Brings one upload of the bench into that state.
    static TransferNumber bring(QueueBench& bench, State state);
};

TransferNumber TestQueueActs::bring(QueueBench& bench, State state) {
    bench.settings.setParallelTransfers(1);
    const bool is_busy = state == State::Waiting || state == State::Paused;
    bench.network.script = [&bench, state](FakeCall& call) {
        switch (state) {
        case State::Checking:
            call.takeBody();
            return;
        case State::Sealed:
            bench.honest(call);
            return;
        case State::Failed:
            call.problem(ErrorCode::insufficient_storage);
            return;
        case State::Offline:
            call.fail(ApiError::Kind::NoConnection);
            return;
        case State::Changed:
            call.takeBody(400);
            bench.write(QStringLiteral("file-1"), "other bytes");
            call.takeBody();
            return;
        default:
            QueueBench::hang(call);
        }
    };
    // What changes is larger than what is read ahead.
    const Numbers numbers = bench.addFiles(is_busy ? 2 : 1, state == State::Changed ? 1000000 : 1000);
    const TransferNumber number = numbers.back();
    if (state == State::Paused)
        bench.queue->pause(number);
    if (!bench.reaches(number, state))
        qFatal("the state was not reached");
    if (state == State::Sending && !QTest::qWaitFor([&] { return bench.at(number).done > 0; }, 20000))
        qFatal("nothing was sent");
    if (is_busy && !bench.reaches(numbers.front(), State::Sending))
        qFatal("the first does not run");
    return number;
}

void TestQueueActs::everyActInEveryState_data() {
    using Expected = std::optional<State>; // none: it is gone
    QTest::addColumn<State>("state");
    QTest::addColumn<Act>("act");
    QTest::addColumn<Expected>("after");
    struct Column {
        const char* name;
        State state;
    };
    const Column columns[] = {{"waiting", State::Waiting}, {"sending", State::Sending},
                              {"paused", State::Paused},   {"checking", State::Checking},
                              {"sealed", State::Sealed},   {"failed", State::Failed},
                              {"changed", State::Changed}, {"offline", State::Offline}};
    constexpr Expected Same = std::nullopt;
    struct Line {
        const char* name;
        Act act;
        std::array<Expected, 8> after; ///< in the order of the columns; Same: nothing happens
    };
    constexpr State P = State::Paused, W = State::Waiting, S = State::Sending, O = State::Offline;
    const Line lines[] = {
        {"pause", Act::Pause, {P, P, Same, Same, Same, Same, P, P}},
        {"resume", Act::Resume, {Same, Same, W, Same, Same, Same, Same, Same}},
        {"retry", Act::Retry, {Same, Same, Same, Same, Same, W, Same, Same}},
        {"start now", Act::StartNow, {S, Same, S, Same, Same, Same, S, S}},
        {"pause all", Act::PauseAll, {P, P, Same, Same, Same, Same, P, P}},
        {"resume all", Act::ResumeAll, {Same, Same, W, Same, Same, Same, Same, Same}},
        {"retry failed", Act::RetryFailed, {Same, Same, Same, Same, Same, W, Same, Same}},
        {"offline", Act::Offline, {Same, O, Same, Same, Same, Same, Same, Same}},
    };
    for (const Line& line : lines) {
        for (std::size_t i = 0; i < line.after.size(); ++i)
            QTest::addRow("%s, %s", line.name, columns[i].name)
                << columns[i].state << line.act << Expected(line.after[i].value_or(columns[i].state));
    }
    for (const Column& column : columns) {
        QTest::addRow("cancel, %s", column.name) << column.state << Act::Cancel << Expected();
        QTest::addRow("clear done, %s", column.name)
            << column.state << Act::ClearDone
            << (column.state == State::Sealed ? Expected() : Expected(column.state));
    }
}

void TestQueueActs::everyActInEveryState() {
    QFETCH(State, state);
    QFETCH(Act, act);
    QFETCH(std::optional<State>, after);
    QueueBench bench;
    const TransferNumber number = bring(bench, state);
    if (act == Act::StartNow)
        bench.network.script = QueueBench::hang;
    perform(*bench.queue, act, number);
    const auto now = bench.queue->find(number);
    QCOMPARE(now.has_value(), after.has_value());
    QCOMPARE(std::count(bench.removed.begin(), bench.removed.end(), number), now ? 0 : 1);
    if (now)
        QCOMPARE(static_cast<int>(now->state), static_cast<int>(*after));
    if (now && now->state == State::Paused)
        QCOMPARE(now->done, qint64{0}); // half an upload is none
    if (state == State::Sending && (!now || now->state == State::Paused))
        QTRY_VERIFY(bench.network.calls.front() == nullptr); // and the network knows
    // And on it goes: the queue still works for another one.
    bench.queue->setOffline(false);
    bench.settings.setParallelTransfers(8);
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    const Numbers next = bench.addFiles(1);
    QVERIFY(bench.reaches(next[0], State::Sealed));
    // What was only put off comes through as well.
    if (now && (after == State::Waiting || after == State::Offline))
        QVERIFY(bench.reaches(number, State::Sealed));
}

void TestQueueActs::orderDecides() {
    QueueBench bench;
    bench.settings.setParallelTransfers(1);
    bench.queue->setOffline(true);
    const Numbers numbers = bench.addFiles(4);
    bench.queue->move(numbers[3], -2);
    bench.queue->move(numbers[0], 99);
    const Numbers expected{numbers[3], numbers[1], numbers[2], numbers[0]};
    QCOMPARE(bench.queue->order(), expected);
    QCOMPARE(bench.at(numbers[3]).place_in_line, 1);
    bench.queue->setOffline(false);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{4});
    QCOMPARE(bench.sealed, expected);
}

void TestQueueActs::startNowGoesFirst() {
    QueueBench bench;
    bench.settings.setParallelTransfers(1);
    bench.network.script = QueueBench::hang;
    const Numbers numbers = bench.addFiles(4);
    QVERIFY(bench.reaches(numbers[0], State::Sending));
    bench.queue->startNow(numbers[3]);
    QVERIFY(bench.state(numbers[3]) == State::Sending); // beside the one that runs
    QVERIFY(bench.state(numbers[0]) == State::Sending);
    QVERIFY(bench.state(numbers[1]) == State::Waiting);
    QCOMPARE(bench.queue->order().front(), numbers[3]);
}

void TestQueueActs::aPausedOneContinues() {
    QueueBench bench;
    const TransferNumber number = bring(bench, State::Sending);
    QTRY_COMPARE(bench.at(number).done, qint64{400});
    bench.queue->pause(number);
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    QTest::qWait(50);
    QVERIFY(bench.state(number) == State::Paused);
    bench.queue->resume(number);
    QVERIFY(bench.reaches(number, State::Sealed));
}

void TestQueueActs::cancelFromWithinASignal_data() {
    QTest::addColumn<State>("when");
    QTest::newRow("sealed") << State::Sealed;
    QTest::newRow("failed") << State::Failed;
    QTest::newRow("sending") << State::Sending;
}

void TestQueueActs::cancelFromWithinASignal() {
    QFETCH(State, when);
    QueueBench bench;
    if (when == State::Failed)
        bench.network.script = [](FakeCall& call) { call.problem(ErrorCode::forbidden); };
    const auto cancel = [&](TransferNumber number) {
        if (bench.state(number) == when)
            bench.queue->cancel(number);
    };
    connect(bench.queue.get(), &TransferQueue::sealed, this, cancel);
    connect(bench.queue.get(), &TransferQueue::failed, this, cancel);
    connect(bench.queue.get(), &TransferQueue::changed, this, cancel);
    if (when == State::Sending)
        bench.network.script = QueueBench::hang;
    bench.addFiles(5);
    QTRY_COMPARE(bench.removed.size(), std::size_t{5});
    QVERIFY(bench.queue->order().empty());
}

QTEST_GUILESS_MAIN(TestQueueActs)
#include "tst_queue_acts.moc"

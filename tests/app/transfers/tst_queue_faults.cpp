// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/transfers/queue_bench.h"

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

using Numbers = QueueBench::Numbers;
using State = TransferState;

/// A network that refuses, hangs, delays, cuts and lies.
class TestQueueFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAnAnswerLeadsTo_data();
    void whatAnAnswerLeadsTo();
    void theQueueGoesOnAfterAFault();
    void whatPassesIsTriedAgain();
    void oneWithBadLuckHoldsNobodyUp();
    void whileAllFailsNothingNewIsTried();
    void offlineAndBack();
    void offlineButStillMoving();
    void aReachedServerShortensThePause();
    void askedToWaitItWaits();
    void aLyingServerIsToldAgain();
    void aServerThatAlwaysLiesIsGivenUp();
    void aFileThatChangesStartsAgain();
    void theSessionEnds();
    void retryFailed();
    void slowAnswersAreFine();
};

void TestQueueFaults::whatAnAnswerLeadsTo_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<State>("state");
    const auto row = [](const char* name, ErrorCode code, State state) {
        QTest::newRow(name) << static_cast<int>(code) << state;
    };
    row("413", ErrorCode::file_too_large, State::Failed);
    row("507", ErrorCode::insufficient_storage, State::Failed);
    row("quota", ErrorCode::quota_exceeded, State::Failed);
    row("403", ErrorCode::forbidden, State::Failed);
    row("400", ErrorCode::bad_request, State::Failed);
    row("500", ErrorCode::internal_error, State::Failed);
    row("429", ErrorCode::too_many_requests, State::Offline);
    row("503", ErrorCode::service_unavailable, State::Offline);
    row("401", ErrorCode::session_revoked, State::Waiting);
    row("suspended", ErrorCode::account_suspended, State::Waiting);
}

void TestQueueFaults::whatAnAnswerLeadsTo() {
    QFETCH(int, code);
    QFETCH(State, state);
    QueueBench bench;
    int puts = 0;
    bench.network.script = [&](FakeCall& call) {
        puts += call.request.method == "PUT" ? 1 : 0;
        call.takeBody(300);
        call.problem(static_cast<ErrorCode>(code));
    };
    const Numbers numbers = bench.addFiles(1);
    QTRY_COMPARE(puts, 1);
    QVERIFY(bench.reaches(numbers[0], state));
    const Transfer transfer = bench.at(numbers[0]);
    QCOMPARE(transfer.done, qint64{0});
    QCOMPARE(bench.failed.size(), std::size_t{state == State::Failed ? 1u : 0u});
    if (state == State::Waiting) {
        QVERIFY(!transfer.fault);
        QTest::qWait(100);
        QCOMPARE(puts, 1); // nobody tries without a session
    } else {
        QVERIFY(transfer.fault && transfer.fault->problem.code == static_cast<ErrorCode>(code));
    }
}

void TestQueueFaults::theQueueGoesOnAfterAFault() {
    QueueBench bench;
    bench.network.script = [&](FakeCall& call) {
        if (call.path().endsWith("2"))
            call.problem(ErrorCode::file_too_large);
        else
            bench.honest(call);
    };
    const Numbers numbers = bench.addFiles(5);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{4});
    QCOMPARE(bench.failed, Numbers{numbers[1]});
}

void TestQueueFaults::whatPassesIsTriedAgain() {
    QueueBench bench;
    int tries = 0;
    bench.network.script = [&](FakeCall& call) {
        if (call.request.method == "PUT" && ++tries <= 2)
            call.fail(tries == 1 ? ApiError::Kind::NoConnection : ApiError::Kind::Timeout);
        else if (tries <= 2)
            call.fail(ApiError::Kind::NoConnection);
        else
            bench.honest(call);
    };
    const Numbers numbers = bench.addFiles(1);
    QVERIFY(bench.reaches(numbers[0], State::Offline));
    QVERIFY(bench.at(numbers[0]).fault->kind == ApiError::Kind::NoConnection);
    QVERIFY(bench.reaches(numbers[0], State::Sealed)); // after about 3 s, by itself
    QCOMPARE(tries, 3);
    QVERIFY(!bench.at(numbers[0]).fault);
}

void TestQueueFaults::oneWithBadLuckHoldsNobodyUp() {
    QueueBench bench;
    bench.settings.setParallelTransfers(1);
    bench.network.script = [&](FakeCall& call) {
        if (call.path().endsWith("/file-1"))
            call.fail(ApiError::Kind::Timeout);
        else
            bench.honest(call);
    };
    const Numbers numbers = bench.addFiles(20);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{19});
    QVERIFY(bench.state(numbers[0]) == State::Offline);
}

void TestQueueFaults::whileAllFailsNothingNewIsTried() {
    QueueBench bench;
    bench.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    const Numbers numbers = bench.addFiles(50);
    QVERIFY(bench.reaches(numbers[0], State::Offline));
    QTest::qWait(1500);
    const auto waiting = std::count_if(numbers.begin(), numbers.end(), [&](TransferNumber number) {
        return bench.state(number) == State::Waiting;
    });
    QVERIFY2(waiting >= 40, qPrintable(QString::number(waiting)));
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    QTRY_COMPARE_WITH_TIMEOUT(bench.sealed.size(), std::size_t{50}, 30000);
}

void TestQueueFaults::offlineAndBack() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    const Numbers numbers = bench.addFiles(5);
    QVERIFY(bench.reaches(numbers[2], State::Sending));
    QTRY_COMPARE(bench.at(numbers[0]).done, qint64{400});
    QTRY_COMPARE(bench.network.seen.size(), std::size_t{3});
    bench.queue->setOffline(true);
    QVERIFY(bench.state(numbers[0]) == State::Offline);
    QVERIFY(bench.state(numbers[4]) == State::Waiting);
    QCOMPARE(bench.at(numbers[0]).done, qint64{400}); // the bar stands
    const std::size_t calls = bench.network.seen.size();
    const Numbers more = bench.addFiles(1);
    QTest::qWait(100);
    QVERIFY(bench.state(more[0]) == State::Waiting);
    QCOMPARE(bench.network.seen.size(), calls);
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    bench.queue->setOffline(false);
    QTRY_COMPARE_WITH_TIMEOUT(bench.sealed.size(), std::size_t{6}, 10000); // those that hung too
}

void TestQueueFaults::offlineButStillMoving() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    const Numbers numbers = bench.addFiles(1);
    QTRY_COMPARE(bench.at(numbers[0]).done, qint64{400});
    const QPointer<FakeCall> call = bench.network.calls.back();
    bench.queue->setOffline(true);
    QVERIFY(bench.state(numbers[0]) == State::Offline);
    QTest::qWait(150); // progress is told ten times a second
    call->takeBody(300);
    QTRY_VERIFY(bench.state(numbers[0]) == State::Sending);
    bench.queue->setOffline(false);
    QVERIFY(call != nullptr); // it was not begun anew
    bench.network.script = [&bench](FakeCall& other) { bench.honest(other); };
    const QByteArray rest = call->takeBody();
    QVERIFY(bench.reaches(numbers[0], State::Checking));
    call->answer(200, encoded(uploadAnswer(someBytes(1000))));
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QCOMPARE(bench.network.count("PUT /upload/file-1"), 1);
}

void TestQueueFaults::aReachedServerShortensThePause() {
    QueueBench bench;
    bench.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    const Numbers numbers = bench.addFiles(1);
    QTRY_VERIFY_WITH_TIMEOUT(bench.network.count("PUT /upload/file-1") >= 4, 30000); // the next pause is 10 s
    QVERIFY(bench.reaches(numbers[0], State::Offline));
    QElapsedTimer clock;
    clock.start();
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    bench.client.root(this, [](const ApiResult<api::RootInfo>&) {});
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QVERIFY2(clock.elapsed() < 7000, qPrintable(QString::number(clock.elapsed())));
}

void TestQueueFaults::askedToWaitItWaits() {
    QueueBench bench;
    bench.settings.setParallelTransfers(1);
    int refused = 0;
    QElapsedTimer clock;
    bench.network.script = [&](FakeCall& call) {
        if (refused++ > 0) {
            bench.honest(call);
            return;
        }
        Error error(ErrorCode::too_many_requests);
        error.extras.retry_after = std::chrono::seconds(2);
        clock.start();
        call.problem(error);
    };
    const Numbers numbers = bench.addFiles(2);
    QVERIFY(bench.reaches(numbers[0], State::Offline));
    bench.client.root(this, [](const ApiResult<api::RootInfo>&) {}); // reached, but told to wait
    QTest::qWait(1000);
    QCOMPARE(bench.network.count("PUT /upload/file-1") + bench.network.count("PUT /upload/file-2"), 1);
    QVERIFY(bench.reaches(numbers[1], State::Sealed));
    QVERIFY(clock.elapsed() >= 2000);
}

void TestQueueFaults::aLyingServerIsToldAgain() {
    QueueBench bench;
    int lies = 0;
    bench.network.script = [&](FakeCall& call) {
        if (call.request.method == "PUT" && ++lies <= 2) {
            const QPointer<FakeCall> alive(&call);
            call.takeBody();
            if (alive)
                call.answer(200, encoded(uploadAnswer("something else")));
        } else {
            bench.honest(call);
        }
    };
    const Numbers numbers = bench.addFiles(1);
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QCOMPARE(lies, 3);
    QVERIFY(bench.failed.empty());
}

void TestQueueFaults::aServerThatAlwaysLiesIsGivenUp() {
    QueueBench bench;
    bench.network.script = [&](FakeCall& call) {
        const QPointer<FakeCall> alive(&call);
        call.takeBody();
        if (alive)
            call.answer(200, encoded(uploadAnswer("something else")));
    };
    const Numbers numbers = bench.addFiles(1);
    QVERIFY(bench.reaches(numbers[0], State::Failed));
    QVERIFY(bench.at(numbers[0]).fault->problem.code == ErrorCode::checksum_mismatch);
    QCOMPARE(bench.network.count("PUT /upload/file-1"), 3);
}

void TestQueueFaults::aFileThatChangesStartsAgain() {
    QueueBench bench;
    bool is_changed = false;
    bench.network.script = [&](FakeCall& call) {
        if (call.request.method == "PUT" && !std::exchange(is_changed, true)) {
            call.takeBody(400);
            bench.write(QStringLiteral("file-1"), someBytes(2345));
            call.takeBody();
        } else {
            bench.honest(call);
        }
    };
    const Numbers numbers = bench.addFiles(1, 1000000);
    QVERIFY(bench.reaches(numbers[0], State::Changed));
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QCOMPARE(bench.at(numbers[0]).size, qint64{2345}); // as it is now
    QCOMPARE(bench.at(numbers[0]).sha256, QString::fromLatin1(sha256Hex(someBytes(2345))));
}

void TestQueueFaults::theSessionEnds() {
    QueueBench bench;
    bench.settings.setParallelTransfers(2);
    bench.network.script = [](FakeCall& call) {
        call.takeBody(300);
        call.problem(ErrorCode::session_revoked);
    };
    const Numbers numbers = bench.addFiles(4);
    QTRY_VERIFY(!bench.tokens.hasSession());
    QVERIFY(bench.reaches(numbers[0], State::Waiting));
    QVERIFY(bench.reaches(numbers[1], State::Waiting));
    QVERIFY(bench.failed.empty());
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    bench.tokens.setTokens({"access-2", "refresh-2", std::chrono::seconds(900)});
    bench.queue->setAccount(Ada);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{4});
}

void TestQueueFaults::retryFailed() {
    QueueBench bench;
    bench.network.script = [](FakeCall& call) { call.problem(ErrorCode::insufficient_storage); };
    const Numbers numbers = bench.addFiles(3);
    QTRY_COMPARE(bench.failed.size(), std::size_t{3});
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    bench.queue->retry(numbers[1]);
    QVERIFY(bench.reaches(numbers[1], State::Sealed));
    bench.queue->retryFailed();
    QTRY_COMPARE(bench.sealed.size(), std::size_t{3});
}

void TestQueueFaults::slowAnswersAreFine() {
    QueueBench bench;
    bench.network.delay = std::chrono::milliseconds(200);
    bench.addFiles(4);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{4});
}

QTEST_GUILESS_MAIN(TestQueueFaults)
#include "tst_queue_faults.moc"

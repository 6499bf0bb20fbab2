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
    void filesAreSealedAndGetTheirLinks();
    void folderOfManyNames();
    void theLinkLivesAsLongAsIsSet();
    void withoutALinkItIsSealedAllTheSame();
    void asManyAtOnceAsIsSet();
    void aDownload();
    void pastedBytesGoWhenTheyAreSealed();
    void pastedBytesGoWhenTheyAreCancelled();
    void progressIsTold();
    void everyActInEveryState_data();
    void everyActInEveryState();
    void orderDecides();
    void startNowGoesFirst();
    void aPausedOneContinues();
    void cancelFromWithinASignal_data();
    void cancelFromWithinASignal();
    void accountsAreApart();
    void whatIsAddedWithoutAnAccountWaitsForOne();
    void tenThousandFiles();

private:
    /// Brings one upload of the bench into that state.
    static TransferNumber bring(QueueBench& bench, State state);
};

void TestQueueActs::filesAreSealedAndGetTheirLinks() {
    QueueBench bench;
    const QString path = bench.write(QStringLiteral("größer.bin"), someBytes(50000));
    const QString empty = bench.write(QStringLiteral("empty"), {});
    bench.queue->addUploads({path, empty});
    QVERIFY(bench.added.empty()); // at once
    QTRY_COMPARE(bench.sealed.size(), std::size_t{2});
    QCOMPARE(bench.queue->order(), bench.added);
    const Transfer transfer = bench.at(bench.added[0]);
    QVERIFY(transfer.state == State::Sealed);
    QCOMPARE(transfer.name, QStringLiteral("größer.bin"));
    QCOMPARE(transfer.local_path, path);
    QCOMPARE(transfer.size, qint64{50000});
    QCOMPARE(transfer.done, qint64{50000});
    QCOMPARE(transfer.sha256, QString::fromLatin1(sha256Hex(someBytes(50000))));
    QCOMPARE(transfer.link, QStringLiteral("http://127.0.0.1:8000/d/secret-link"));
    QVERIFY(transfer.link_expires > QDateTime::currentDateTimeUtc().addSecs(3000));
    QVERIFY(transfer.file_id && !transfer.fault);
    QCOMPARE(bench.at(bench.added[1]).size, qint64{0});
    QTRY_VERIFY(std::count(bench.changed.begin(), bench.changed.end(), transfer.number) > 0);
    bench.queue->clearDone();
    QCOMPARE(bench.removed, bench.added);
    QVERIFY(bench.queue->order().empty());
    QVERIFY(!bench.queue->find(transfer.number));
}

void TestQueueActs::folderOfManyNames() {
    QueueBench bench;
    bench.write(QStringLiteral("photos/2024/a.jpg"), "a");
    bench.queue->addUploads(
        {bench.folder.filePath(QStringLiteral("photos")), bench.folder.filePath(QStringLiteral("missing"))});
    QTRY_COMPARE(bench.added.size(), std::size_t{2});
    QTRY_COMPARE(bench.sealed.size(), std::size_t{1});
    QCOMPARE(bench.arrived, std::vector<QByteArray>{"photos%20%E2%80%93%202024%20%E2%80%93%20a.jpg"});
    QCOMPARE(bench.failed, Numbers{bench.added[1]});
    const Transfer failed = bench.at(bench.added[1]);
    QVERIFY(failed.state == State::Failed);
    QVERIFY(failed.fault && failed.fault->kind == ApiError::Kind::LocalFile);
}

void TestQueueActs::theLinkLivesAsLongAsIsSet() {
    QueueBench bench;
    QByteArray asked;
    bench.network.script = [&](FakeCall& call) {
        if (call.path() == "/api/v1/presign")
            asked = call.request.body;
        bench.honest(call);
    };
    bench.settings.setLinkLife(std::chrono::hours(1));
    QVERIFY(bench.reaches(bench.addFiles(1)[0], State::Sealed));
    const auto request = api::decodePresignRequest(asked.toStdString());
    QVERIFY(request.ok());
    QVERIFY(request->expires_in == std::chrono::hours(1));
    QVERIFY(request->method == api::Method::Get);
    QVERIFY(request->file_id == bench.at(bench.added[0]).file_id);
}

void TestQueueActs::withoutALinkItIsSealedAllTheSame() {
    QueueBench bench;
    bench.network.script = [&](FakeCall& call) {
        if (call.path() == "/api/v1/presign")
            call.problem(ErrorCode::service_unavailable);
        else
            bench.honest(call);
    };
    QVERIFY(bench.reaches(bench.addFiles(1)[0], State::Sealed));
    QCOMPARE(bench.sealed, bench.added);
    QVERIFY(bench.at(bench.added[0]).link.isEmpty());
    QVERIFY(!bench.at(bench.added[0]).link_expires.isValid());
}

void TestQueueActs::asManyAtOnceAsIsSet() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    bench.settings.setParallelTransfers(2);
    const Numbers numbers = bench.addFiles(6);
    const auto sending = [&] {
        return std::count_if(numbers.begin(), numbers.end(),
                             [&](TransferNumber number) { return bench.state(number) == State::Sending; });
    };
    QTRY_COMPARE(sending(), 2);
    QTest::qWait(50);
    QCOMPARE(sending(), 2);
    QCOMPARE(bench.at(numbers[2]).place_in_line, 1);
    QCOMPARE(bench.at(numbers[5]).place_in_line, 4);
    bench.settings.setParallelTransfers(4);
    QTRY_COMPARE(sending(), 4);
    QCOMPARE(bench.at(numbers[5]).place_in_line, 2);
}

void TestQueueActs::aDownload() {
    QueueBench bench;
    const QByteArray bytes = someBytes(100000);
    bench.network.script = [&](FakeCall& call) {
        call.head(200, {});
        call.piece(bytes);
        call.end();
    };
    const QString target = bench.folder.filePath(QStringLiteral("fetched"));
    const FileId file = FileId::make(SystemClock().now());
    bench.queue->addDownload(file, QStringLiteral("a.bin"), bytes.size(),
                             QString::fromLatin1(sha256Hex(bytes)), target);
    QTRY_COMPARE(bench.downloaded.size(), std::size_t{1});
    const Transfer transfer = bench.at(bench.added[0]);
    QVERIFY(transfer.kind == TransferKind::Download);
    QVERIFY(transfer.state == State::Sealed);
    QVERIFY(transfer.file_id == file);
    QCOMPARE(transfer.done, transfer.size);
    QFile got(target);
    QVERIFY(got.open(QIODevice::ReadOnly));
    QCOMPARE(got.readAll(), bytes);
    QVERIFY(bench.sealed.empty());
}

void TestQueueActs::pastedBytesGoWhenTheyAreSealed() {
    QueueBench bench;
    bench.settings.setParallelTransfers(1);
    bench.queue->setOffline(true);
    bench.queue->addUploadOfBytes(QStringLiteral("Pasted image.png"), someBytes(5000));
    QTRY_COMPARE(bench.added.size(), std::size_t{1});
    const QFileInfo file(bench.at(bench.added[0]).local_path);
    QVERIFY(file.absolutePath().endsWith(QStringLiteral("/queue/pasted")));
    QCOMPARE(file.size(), 5000);
    const auto others = QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::ExeOther;
    QVERIFY(!(file.permissions() & others));
    QVERIFY(!(QFileInfo(file.absolutePath()).permissions() & others));
    QVERIFY(!(QFileInfo(bench.queueFolder()).permissions() & others));
    bench.queue->setOffline(false);
    QVERIFY(bench.reaches(bench.added[0], State::Sealed));
    QCOMPARE(bench.arrived, std::vector<QByteArray>{"Pasted%20image.png"});
    QTRY_VERIFY(!QFileInfo::exists(file.filePath()));
}

void TestQueueActs::pastedBytesGoWhenTheyAreCancelled() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    bench.queue->addUploadOfBytes(QStringLiteral("text.txt"), someBytes(5000));
    QTRY_COMPARE(bench.added.size(), std::size_t{1});
    QVERIFY(bench.reaches(bench.added[0], State::Sending));
    const QString path = bench.at(bench.added[0]).local_path;
    QVERIFY(QFileInfo::exists(path));
    bench.queue->cancel(bench.added[0]);
    QTRY_VERIFY(!QFileInfo::exists(path));
    // A file of the person's own stays.
    const Numbers own = bench.addFiles(1);
    const QString own_path = bench.at(own[0]).local_path;
    bench.queue->cancel(own[0]);
    bench.queue->flush();
    QVERIFY(QFileInfo::exists(own_path));
}

void TestQueueActs::progressIsTold() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    const Numbers numbers = bench.addFiles(1);
    QTRY_COMPARE(bench.at(numbers[0]).done, qint64{400});
    QVERIFY(bench.state(numbers[0]) == State::Sending);
    QCOMPARE(bench.at(numbers[0]).bytes_per_second, 0.0); // too early to say
    QVERIFY(!bench.at(numbers[0]).time_left);
    QTRY_VERIFY(!bench.changed.empty());
    bench.network.calls.back()->takeBody();
    QTRY_VERIFY(bench.state(numbers[0]) == State::Checking);
    QCOMPARE(bench.at(numbers[0]).done, qint64{1000});
}

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
    const Numbers numbers = bench.addFiles(is_busy ? 2 : 1);
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

void TestQueueActs::accountsAreApart() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    const Numbers of_ada = bench.addFiles(2);
    QTRY_COMPARE(bench.at(of_ada[0]).done, qint64{400});
    bench.queue->setAccount(Bob);
    QTRY_VERIFY(bench.network.calls.front() == nullptr); // stopped
    QVERIFY(bench.queue->order().empty());
    QVERIFY(!bench.queue->find(of_ada[0]));
    bench.queue->cancel(of_ada[0]); // not Bob's to cancel
    bench.network.script = [&bench](FakeCall& call) { bench.honest(call); };
    const Numbers of_bob = bench.addFiles(1);
    QVERIFY(bench.reaches(of_bob[0], State::Sealed));
    QCOMPARE(bench.arrived.size(), std::size_t{1});
    bench.queue->setAccount(Ada);
    QCOMPARE(bench.queue->order(), of_ada);
    QVERIFY(bench.reaches(of_ada[0], State::Sealed));
    QVERIFY(bench.reaches(of_ada[1], State::Sealed));
    QVERIFY(!bench.queue->find(of_bob[0]));
}

void TestQueueActs::whatIsAddedWithoutAnAccountWaitsForOne() {
    QueueBench bench(QString{});
    bench.queue->addUploads(
        {bench.write(QStringLiteral("first"), "1")}); // perhaps before the journal is read
    QTRY_COMPARE(bench.added.size(), std::size_t{1});
    QTest::qWait(50);
    QVERIFY(bench.state(bench.added[0]) == State::Waiting);
    QVERIFY(bench.network.seen.empty());
    bench.queue->setAccount(Ada);
    QVERIFY(bench.reaches(bench.added[0], State::Sealed));
    bench.queue->setAccount({});
    const Numbers late = bench.addFiles(1);
    QCOMPARE(bench.queue->order(), late);
    bench.queue->setAccount(Eve); // of another server
    QVERIFY(bench.queue->order().empty());
    bench.queue->setAccount(Bob); // of the same one
    QVERIFY(bench.reaches(late[0], State::Sealed));
}

void TestQueueActs::tenThousandFiles() {
    constexpr int Count = 10000;
    QueueBench bench;
    bench.queue->setOffline(true);
    const QString folder = bench.folder.filePath(QStringLiteral("many"));
    QVERIFY(QDir().mkpath(folder));
    QStringList paths;
    for (int i = 0; i < Count; ++i) {
        QFile file(folder + QStringLiteral("/%1").arg(i, 5, 10, QLatin1Char('0')));
        QVERIFY(file.open(QIODevice::WriteOnly));
        paths += file.fileName();
    }
    QElapsedTimer clock;
    clock.start();
    bench.queue->addUploads(paths);
    const qint64 to_answer = clock.restart();
    QTimer tick;
    QElapsedTimer since;
    qint64 longest_ms = 0;
    connect(&tick, &QTimer::timeout, this, [&] { longest_ms = std::max(longest_ms, since.restart()); });
    tick.start(1);
    since.start();
    QTRY_COMPARE_WITH_TIMEOUT(bench.added.size(), std::size_t{Count}, 60000);
    const qint64 to_be_there = clock.elapsed();
    QVERIFY(bench.batches.size() > 1);
    QCOMPARE(bench.at(bench.added.back()).place_in_line, Count);
    QVERIFY(std::is_sorted(bench.added.begin(), bench.added.end()));
    bench.queue->pauseAll();
    QVERIFY(bench.state(bench.added.back()) == State::Paused);
    bench.queue->resumeAll();
    qInfo("answered in %lld ms, there in %lld ms, longest pause of the event loop %lld ms",
          static_cast<long long>(to_answer), static_cast<long long>(to_be_there),
          static_cast<long long>(longest_ms));
    QVERIFY(to_answer < 2000);
    bench.queue->setOffline(false);
    QTRY_VERIFY_WITH_TIMEOUT(bench.sealed.size() > 100, 60000);
    clock.restart();
    bench.reopen();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.queue->order().empty(), 60000);
    qInfo("read again in %lld ms", static_cast<long long>(clock.elapsed()));
    QVERIFY(bench.queue->order().size() + bench.arrived.size() >= std::size_t{Count});
}

QTEST_GUILESS_MAIN(TestQueueActs)
#include "tst_queue_acts.moc"

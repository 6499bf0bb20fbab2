// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/transfers/queue_bench.h"

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

using Numbers = QueueBench::Numbers;
using State = TransferState;

/// From what is added to what is sealed.
class TestQueueFlow : public QObject {
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
    void accountsAreApart();
    void whatIsAddedWithoutAnAccountWaitsForOne();
    void tenThousandFiles();
};

void TestQueueFlow::filesAreSealedAndGetTheirLinks() {
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

void TestQueueFlow::folderOfManyNames() {
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

void TestQueueFlow::theLinkLivesAsLongAsIsSet() {
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

void TestQueueFlow::withoutALinkItIsSealedAllTheSame() {
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

void TestQueueFlow::asManyAtOnceAsIsSet() {
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

void TestQueueFlow::aDownload() {
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

void TestQueueFlow::pastedBytesGoWhenTheyAreSealed() {
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

void TestQueueFlow::pastedBytesGoWhenTheyAreCancelled() {
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

void TestQueueFlow::progressIsTold() {
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

void TestQueueFlow::accountsAreApart() {
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

void TestQueueFlow::whatIsAddedWithoutAnAccountWaitsForOne() {
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

void TestQueueFlow::tenThousandFiles() {
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

QTEST_GUILESS_MAIN(TestQueueFlow)
#include "tst_queue_flow.moc"

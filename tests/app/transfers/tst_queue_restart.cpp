// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/transfers/queue_bench.h"

#include <QtCore/QProcess>

#include <unistd.h>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

using Numbers = QueueBench::Numbers;
using State = TransferState;

namespace {

constexpr const char* ChildFlag = "--queue-until-killed";

/// Writes a dot for each file that the queue says to have.
int queueUntilKilled(const QString& folder, const QStringList& paths) {
    FakeNetwork network;
    TokenKeeper tokens(network);
    ApiClient client(network, tokens);
    AppSettings settings(folder + QStringLiteral(".ini"));
    const auto queue = makeTransferQueue(client, settings, folder);
    QObject::connect(queue.get(), &TransferQueue::added, queue.get(), [](const Numbers& numbers) {
        const std::string dots(numbers.size(), '.');
        if (::write(STDOUT_FILENO, dots.data(), dots.size()) != static_cast<ssize_t>(dots.size()))
            ::_exit(3);
    });
    queue->setAccount(Ada);
    for (const QString& path : paths)
        queue->addUploads({path});
    return QCoreApplication::exec();
}

} // namespace

class TestQueueRestart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unfinishedOnesComeBack();
    void orderAndPausesComeBack();
    void ofAnotherAccountTheyWait();
    void pastedBytesComeBack();
    void leftoversOfPastedBytesGo();
    void aBrokenJournalIsBegunAnew();
    void whatWasJustDroppedComesBack();
    void aKillLosesNothing();
    void withoutAFolderItWorksInMemory();
};

void TestQueueRestart::unfinishedOnesComeBack() {
    QueueBench bench;
    bench.network.script = [&](FakeCall& call) {
        if (call.path().endsWith("/file-1") || call.path() == "/api/v1/presign")
            bench.honest(call);
        else if (call.path().endsWith("/file-2"))
            call.problem(Error(ErrorCode::file_too_large, "At most 7 bytes."));
        else
            QueueBench::hang(call);
    };
    const Numbers numbers = bench.addFiles(5);
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QVERIFY(bench.reaches(numbers[1], State::Failed));
    QVERIFY(bench.reaches(numbers[2], State::Sending));
    bench.queue->pause(numbers[3]);
    bench.network.script = QueueBench::hang;
    bench.reopen();
    QTRY_COMPARE(bench.queue->order(), (Numbers{numbers[1], numbers[2], numbers[3], numbers[4]}));
    QVERIFY(bench.state(numbers[3]) == State::Paused);
    const Transfer failed = bench.at(numbers[1]);
    QVERIFY(failed.state == State::Failed);
    QVERIFY(failed.fault && failed.fault->problem.code == ErrorCode::file_too_large);
    QCOMPARE(failed.fault->problem.detail, std::string("At most 7 bytes."));
    QVERIFY(bench.reaches(numbers[2], State::Sending)); // by itself
    QVERIFY(bench.addFiles(1)[0] > numbers[4]);
}

void TestQueueRestart::orderAndPausesComeBack() {
    QueueBench bench;
    bench.queue->setOffline(true);
    const Numbers numbers = bench.addFiles(4);
    bench.queue->move(numbers[3], -3);
    bench.queue->pauseAll();
    bench.queue->cancel(numbers[1]);
    bench.reopen();
    QTRY_COMPARE(bench.queue->order(), (Numbers{numbers[3], numbers[0], numbers[2]}));
    for (const TransferNumber number : bench.queue->order())
        QVERIFY(bench.state(number) == State::Paused);
    bench.queue->resumeAll();
    bench.reopen({});
    bench.queue->setAccount(Ada);
    QTRY_COMPARE(bench.sealed.size(), std::size_t{3});
}

void TestQueueRestart::ofAnotherAccountTheyWait() {
    QueueBench bench;
    bench.queue->setOffline(true);
    const Numbers numbers = bench.addFiles(2);
    bench.reopen(Bob);
    QTRY_VERIFY(bench.resets > 0);
    const Numbers own = bench.addFiles(1);
    QVERIFY(bench.reaches(own[0], State::Sealed));
    QCOMPARE(bench.queue->order(), own);
    bench.queue->setAccount(Ada);
    QCOMPARE(bench.queue->order(), numbers);
    QVERIFY(bench.reaches(numbers[1], State::Sealed));
}

void TestQueueRestart::pastedBytesComeBack() {
    QueueBench bench;
    bench.queue->setOffline(true);
    bench.queue->addUploadOfBytes(QStringLiteral("note.txt"), someBytes(777));
    bench.reopen(); // perhaps before they were written: the end waits for that
    QTRY_COMPARE(bench.sealed.size(), std::size_t{1});
    QCOMPARE(bench.at(bench.queue->order()[0]).sha256, QString::fromLatin1(sha256Hex(someBytes(777))));
}

void TestQueueRestart::leftoversOfPastedBytesGo() {
    QueueBench bench;
    bench.network.script = QueueBench::hang;
    bench.queue->addUploadOfBytes(QStringLiteral("note.txt"), someBytes(777));
    QTRY_COMPARE(bench.added.size(), std::size_t{1});
    const QString kept = bench.at(bench.added[0]).local_path;
    const QString left = bench.write(QStringLiteral("queue/pasted/left-over"), "x");
    bench.reopen();
    QTRY_VERIFY(!bench.queue->order().empty());
    QVERIFY(!QFileInfo::exists(left));
    QVERIFY(QFileInfo::exists(kept));
}

void TestQueueRestart::aBrokenJournalIsBegunAnew() {
    QueueBench bench;
    bench.queue->setOffline(true);
    bench.addFiles(50);
    bench.queue->addUploadOfBytes(QStringLiteral("note.txt"), "precious");
    QTRY_COMPARE(bench.added.size(), std::size_t{51});
    const QString pasted = bench.at(bench.added.back()).local_path;
    bench.queue.reset();
    bench.write(QStringLiteral("queue/journal.sqlite"), QByteArray(5000, 'x'));
    bench.reopen();
    const Numbers numbers = bench.addFiles(1);
    QVERIFY(bench.reaches(numbers[0], State::Sealed));
    QCOMPARE(bench.queue->order(), numbers);
    const QDir folder(bench.queueFolder());
    QCOMPARE(folder.entryList({QStringLiteral("*broken*")}).size(), 1);
    QVERIFY(QFileInfo::exists(pasted)); // nobody knows whose it is
}

/// The program ends before anybody has looked at what was dropped.
void TestQueueRestart::whatWasJustDroppedComesBack() {
    QueueBench bench;
    bench.write(QStringLiteral("photos/a.jpg"), "a");
    bench.write(QStringLiteral("photos/b.jpg"), "b");
    bench.queue->setOffline(true);
    bench.queue->addUploads({bench.folder.filePath(QStringLiteral("photos"))});
    bench.reopen();
    QTRY_COMPARE(bench.sealed.size(), std::size_t{2});
    QTest::qWait(100);
    QCOMPARE(bench.queue->order().size(), std::size_t{2}); // and not twice
}

/// Every file that the queue had said to have is there after a SIGKILL, wherever that hits.
void TestQueueRestart::aKillLosesNothing() {
    for (const int after_ms : {0, 5, 20, 80}) {
        QueueBench bench;
        bench.queue.reset();
        QStringList arguments{QString::fromLatin1(ChildFlag), bench.queueFolder()};
        for (int i = 0; i < 400; ++i)
            arguments += bench.write(QStringLiteral("f-%1").arg(i), "x");
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(QCoreApplication::applicationFilePath(), arguments);
        QVERIFY(child.waitForReadyRead(60000));
        QTest::qSleep(after_ms);
        child.kill();
        QVERIFY(child.waitForFinished(60000));
        QVERIFY(child.exitStatus() == QProcess::CrashExit);
        const auto told = static_cast<std::size_t>(child.readAllStandardOutput().size());
        QVERIFY(told > 0);
        bench.network.script = QueueBench::hang;
        bench.reopen();
        QTRY_VERIFY(bench.queue->order().size() >= told);
        QTRY_COMPARE(bench.queue->order().size(), std::size_t{400}); // what was dropped is looked at now
        QTest::qWait(100);
        QCOMPARE(bench.queue->order().size(), std::size_t{400}); // and nothing twice
        QVERIFY(QDir(bench.queueFolder()).entryList({QStringLiteral("*broken*")}).isEmpty());
    }
}

void TestQueueRestart::withoutAFolderItWorksInMemory() {
    QueueBench bench;
    bench.queue.reset();
    QVERIFY(QDir(bench.queueFolder()).removeRecursively());
    bench.write(QStringLiteral("queue"), "a file in its place");
    bench.reopen();
    const Numbers numbers = bench.addFiles(3);
    QVERIFY(bench.reaches(numbers[2], State::Sealed));
    bench.queue->cancel(numbers[0]);
    QCOMPARE(bench.queue->order().size(), std::size_t{2});
    bench.queue->flush();
}

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 2 && arguments[1] == QLatin1String(ChildFlag))
        return queueUntilKilled(arguments[2], arguments.mid(3));
    TestQueueRestart test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_queue_restart.moc"

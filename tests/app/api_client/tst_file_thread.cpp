// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_thread.h"
#include "app/api_client/part_file.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>
#include <cerrno>
#include <semaphore>
#include <thread>

using namespace dropseal::app;

class TestFileThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInOrderOnAnotherThread();
    void nothingWaitsForAHangingDisk();
    void theOwnerMayGoInItsOwnCall();
    void oneCanWaitForAJob();
    void aPartBecomesTheFile();
    void aPartThatIsNotMovedGoes();
};

void TestFileThread::jobsRunInOrderOnAnotherThread() {
    FileThread thread;
    auto order = std::make_shared<std::vector<int>>();
    auto is_elsewhere = std::make_shared<bool>(true);
    std::vector<int> heard;
    for (int i = 0; i < 1000; ++i) {
        thread.run(
            [order, is_elsewhere, i, here = std::this_thread::get_id()] {
                order->push_back(i);
                *is_elsewhere = *is_elsewhere && std::this_thread::get_id() != here;
            },
            [&heard, i] { heard.push_back(i); });
    }
    QVERIFY(heard.empty());
    QTRY_COMPARE(heard.size(), std::size_t{1000});
    QVERIFY(*is_elsewhere);
    QCOMPARE(heard, *order);
    QVERIFY(std::is_sorted(heard.begin(), heard.end()));
}

void TestFileThread::nothingWaitsForAHangingDisk() {
    auto disk = std::make_shared<std::binary_semaphore>(0);
    auto reached = std::make_shared<std::atomic<int>>(0);
    int heard = 0;
    {
        FileThread thread;
        for (int i = 0; i < 3; ++i) {
            thread.run(
                [disk, reached] {
                    ++*reached;
                    disk->acquire();
                    ++*reached;
                },
                [&heard] { ++heard; });
        }
        QTRY_COMPARE(reached->load(), 1);
    }
    disk->release();
    QTRY_COMPARE(reached->load(), 2); // it ended, and the others were dropped
    QTRY_COMPARE(disk.use_count(), 1L);
    QTest::qWait(50);
    QCOMPARE(reached->load(), 2);
    QCOMPARE(heard, 0);
}

void TestFileThread::theOwnerMayGoInItsOwnCall() {
    auto thread = std::make_unique<FileThread>();
    int heard = 0;
    for (int i = 0; i < 5; ++i)
        thread->run([] {},
                    [&] {
                        ++heard;
                        thread.reset();
                    });
    QTRY_COMPARE(heard, 1);
    QTest::qWait(50);
    QCOMPARE(heard, 1);
}

void TestFileThread::oneCanWaitForAJob() {
    FileThread thread;
    QVERIFY(!thread.waitForOne(std::chrono::milliseconds(10)));
    int heard = 0;
    thread.run([] {}, [&heard] { ++heard; });
    QVERIFY(thread.waitForOne(std::chrono::seconds(30)));
    QCOMPARE(heard, 1);
    QTest::qWait(20);
    QCOMPARE(heard, 1);
}

void TestFileThread::aPartBecomesTheFile() {
    QTemporaryDir folder;
    const QString target = folder.filePath(QStringLiteral("target"));
    {
        PartFile part(target);
        QCOMPARE(part.open(), 0);
        QCOMPARE(part.write("not this"), 0);
        QCOMPARE(part.startAgain(), 0);
        QCOMPARE(part.write("abc"), 0);
        QCOMPARE(part.sync(), 0);
        QCOMPARE(part.sha256(),
                 QStringLiteral("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QVERIFY(!QFile::exists(target));
        QCOMPARE(part.moveToTarget(), 0);
        part.discard();
    }
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("abc"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestFileThread::aPartThatIsNotMovedGoes() {
    QTemporaryDir folder;
    const auto left = [&] { return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(); };
    {
        PartFile part(folder.filePath(QStringLiteral("target")));
        QCOMPARE(part.open(), 0);
        QCOMPARE(left(), 1);
    }
    QCOMPARE(left(), 0);
    PartFile nowhere(folder.filePath(QStringLiteral("no/such/target")));
    QCOMPARE(nowhere.open(), ENOENT);
    PartFile over_a_folder(folder.path());
    QCOMPARE(over_a_folder.open(), 0);
    QVERIFY(over_a_folder.moveToTarget() != 0);
}

QTEST_GUILESS_MAIN(TestFileThread)
#include "tst_file_thread.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/plain_spaces.h"
#include "app/models/transfers_model.h"
#include "tests/support/app/fake_queue.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

constexpr auto Fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class TransfersModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsFollowTheQueue();
    void aQueueThatLies();
    void anotherOrderKeepsTheSelection();
    void whateverHappensTheRowsAreTheQueues();
    void changesAreGathered();
    void tenThousandChangesAreCheap();
    void placesInLineAreRepainted();
    void sums();
    void sumsFollowEveryChange();
    void filters();
};

void TransfersModelTest::rowsFollowTheQueue() {
    FakeQueue queue;
    queue.make();
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    queue.addMany(20);
    QCOMPARE(model.rowCount(), 21);
    QCOMPARE(inserted.count(), 1);
    const QPersistentModelIndex chosen(model.index(10, 0));
    queue.remove({1, 2, 3, 15, 16, 21});
    QCOMPARE(model.rowCount(), 15);
    QCOMPARE(removed.count(), 3); // neighbours go together
    QCOMPARE(chosen.row(), 7);
    QCOMPARE(model.numberAt(7), TransferNumber{11});
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.numberAt(row), queue.numbers[static_cast<std::size_t>(row)]);
        QCOMPARE(model.rowOf(model.numberAt(row)), row);
    }
    QCOMPARE(resets.count(), 0);
    queue.numbers.clear(); // another account
    queue.transfers.clear();
    Q_EMIT queue.reset();
    QCOMPARE(resets.count(), 1);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.summaryText(), QString());
}

void TransfersModelTest::aQueueThatLies() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    queue.addMany(3);
    Q_EMIT queue.added({1, 2, 3});
    Q_EMIT queue.added({});
    Q_EMIT queue.added({9, 9});
    QCOMPARE(model.rowCount(), 4);
    Q_EMIT queue.removed({77, 2, 2, 78});
    Q_EMIT queue.removed({2});
    Q_EMIT queue.changed(2);
    Q_EMIT queue.changed(77);
    QCOMPARE(model.rowCount(), 3);
    queue.transfers[1].done = 5000; // more than there is
    queue.transfers[1].size = 1000;
    queue.transfers[3].size = -7;
    Q_EMIT queue.changed(1);
    Q_EMIT queue.changed(3);
    QCOMPARE(model.summary().fraction, 1.0);
    QCOMPARE(model.summary().unfinished, 3);
    queue.numbers = {3, 3, 1};
    Q_EMIT queue.reset();
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.summary().unfinished, 2);
}

void TransfersModelTest::anotherOrderKeepsTheSelection() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    TransfersFilter filter(model);
    const QAbstractItemModelTester filter_tester(&filter, Fatal);
    queue.addMany(5);
    const QPersistentModelIndex chosen(model.index(3, 1));
    const QPersistentModelIndex shown(filter.index(3, 1));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    queue.numbers = {4, 1, 2, 3, 5};
    queue.transfers[2].state = TransferState::Failed;
    Q_EMIT queue.reset();
    QCOMPARE(resets.count(), 0);
    QCOMPARE(chosen.row(), 0);
    QCOMPARE(chosen.column(), 1);
    QCOMPARE(shown.row(), 0);
    QCOMPARE(model.numberAt(0), TransferNumber{4});
    QCOMPARE(model.summary().failed, 1);
    QCOMPARE(model.rowOf(5), 4);
    queue.add();
    QCOMPARE(model.rowOf(6), 5);
}

void TransfersModelTest::whateverHappensTheRowsAreTheQueues() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    TransfersFilter filter(model);
    const QAbstractItemModelTester filter_tester(&filter, Fatal);
    filter.setShow(TransfersFilter::Show::Active);
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        const int choice = random.bounded(5);
        std::vector<TransferNumber> some;
        for (const TransferNumber number : queue.numbers) {
            if (random.bounded(4) == 0)
                some.push_back(number);
        }
        if (choice == 0 && queue.numbers.size() < 30)
            queue.addMany(random.bounded(6));
        else if (choice == 1)
            queue.remove(some);
        else if (choice == 2 && random.bounded(4) == 0)
            std::shuffle(queue.numbers.begin(), queue.numbers.end(), random), Q_EMIT queue.reset();
        else
            for (const TransferNumber number : some)
                queue.change(number, [&random](Transfer& made) {
                    made.state = static_cast<TransferState>(random.bounded(8));
                    made.done = random.bounded(2000);
                    made.bytes_per_second = random.bounded(100);
                });
        if (round % 50 == 0)
            QTest::qWait(120);
        int rows = 0;
        TransfersModel::Summary sums;
        for (const TransferNumber number : queue.numbers) {
            QCOMPARE(model.rowOf(number), rows++);
            const Transfer& made = queue.transfers.at(number);
            sums.done += made.state == TransferState::Sealed;
            sums.failed += made.state == TransferState::Failed;
            sums.bytes_per_second += made.state == TransferState::Sending ? made.bytes_per_second : 0;
        }
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.summary().done, sums.done);
        QCOMPARE(model.summary().failed, sums.failed);
        QCOMPARE(model.summary().unfinished, rows - sums.done - sums.failed);
        QCOMPARE(model.summary().bytes_per_second, sums.bytes_per_second);
    }
    QTest::qWait(200);
    QCOMPARE(filter.rowCount(), model.summary().unfinished);
}

void TransfersModelTest::changesAreGathered() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    queue.addMany(20);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy summaries(&model, &TransfersModel::summaryChanged);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 1000) {
        for (const TransferNumber number : {3, 4, 7})
            queue.change(number, [](Transfer& made) {
                made.state = TransferState::Sending;
                ++made.done;
            });
        QTest::qWait(1);
    }
    QVERIFY2(changes.count() >= 2 && changes.count() <= 11, qPrintable(QString::number(changes.count())));
    QVERIFY2(summaries.count() >= 1 && summaries.count() <= 5,
             qPrintable(QString::number(summaries.count())));
    QCOMPARE(changes[0][0].toModelIndex(), model.index(2, 0));
    QCOMPARE(changes[0][1].toModelIndex(), model.index(6, 2));
    queue.change(3, [](Transfer& made) { ++made.done; });
    queue.remove({3}); // what changed and went is not said
    changes.clear();
    QTest::qWait(150);
    QVERIFY(changes.count() <= 1);
}

void TransfersModelTest::tenThousandChangesAreCheap() {
    FakeQueue queue;
    TransfersModel model(queue);
    queue.addMany(10'000);
    QCOMPARE(model.rowCount(), 10'000);
    QCOMPARE(queue.finds, 10'000);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    queue.finds = 0;
    for (int i = 0; i < 10'000; ++i)
        queue.change(1 + (i * 7919) % 10'000, [](Transfer& made) { made.state = TransferState::Sending; });
    QCOMPARE(queue.finds, 10'000); // one per change, whatever the number of rows
    QCOMPARE(model.summary().unfinished, 10'000);
    QTRY_VERIFY(changes.count() > 0);
    QVERIFY(changes.count() <= 2);
    // Every second one goes, in one signal and one by one.
    std::vector<TransferNumber> even;
    for (TransferNumber number = 2; number <= 10'000; number += 2)
        even.push_back(number);
    queue.finds = 0;
    queue.remove(even);
    for (TransferNumber number = 1; number <= 9'999; number += 4)
        queue.remove({number});
    QCOMPARE(queue.finds, 0);
    QCOMPARE(model.rowCount(), 2'500);
    QCOMPARE(model.summary().unfinished, 2'500);
}

void TransfersModelTest::placesInLineAreRepainted() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    queue.addMany(10);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    queue.change(1, [](Transfer& made) { made.state = TransferState::Sending; });
    QTRY_VERIFY(changes.count() >= 2); // the row, and a little later those behind it
    QCOMPARE(changes.back()[0].toModelIndex().row(), 0);
    QCOMPARE(changes.back()[1].toModelIndex().row(), 9);
}

void TransfersModelTest::sums() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    QCOMPARE(model.summaryText(), QString());
    const TransferNumber first = queue.add(TransferState::Waiting, 1000);
    queue.add(TransferState::Paused, 3000);
    queue.add(TransferState::Offline, -1);
    QCOMPARE(model.summaryText(), text("3 not finished"));
    queue.change(first, [](Transfer& made) {
        made.state = TransferState::Sending;
        made.done = 800;
        made.bytes_per_second = 84'100'000;
    });
    queue.add(TransferState::Failed, 9999);
    queue.add(TransferState::Sealed, 9999);
    QCOMPARE(plainSpaces(model.summaryText()), text("3 not finished, 1 failed · 84.1 MB/s"));
    const TransfersModel::Summary summary = model.summary();
    QCOMPARE(summary.unfinished, 3);
    QCOMPARE(summary.failed, 1);
    QCOMPARE(summary.done, 1);
    QCOMPARE(summary.fraction, 0.2);
    queue.remove({1, 2, 3});
    QCOMPARE(model.summaryText(), text("1 failed"));
    QCOMPARE(model.summary().fraction, 0.0);
}

void TransfersModelTest::sumsFollowEveryChange() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    QSignalSpy summaries(&model, &TransfersModel::summaryChanged);
    queue.addMany(2);
    QTRY_COMPARE(summaries.count(), 1);
    queue.change(1, [](Transfer& made) { made.state = TransferState::Sealed; });
    QTRY_COMPARE(summaries.count(), 2);
    queue.remove({1});
    QTRY_COMPARE(summaries.count(), 3);
    queue.numbers.clear();
    Q_EMIT queue.reset();
    QTRY_COMPARE(summaries.count(), 4);
}

void TransfersModelTest::filters() {
    FakeQueue queue;
    TransfersModel model(queue);
    TransfersFilter filter(model);
    const QAbstractItemModelTester tester(&filter, Fatal);
    for (int state = 0; state < 8; ++state)
        queue.add(static_cast<TransferState>(state));
    using Show = TransfersFilter::Show;
    for (const auto& [show, rows] : {std::pair(Show::Active, 6), std::pair(Show::Failed, 1),
                                     std::pair(Show::Done, 1), std::pair(Show::All, 8)}) {
        filter.setShow(show);
        QCOMPARE(filter.rowCount(), rows);
    }
    filter.setShow(Show::Active);
    queue.change(1, [](Transfer& made) { made.state = TransferState::Sealed; });
    QTRY_COMPARE(filter.rowCount(), 5);
    filter.setShow(Show::Done);
    QCOMPARE(filter.rowCount(), 2);
    QCOMPARE(model.stateAt(filter.mapToSource(filter.index(0, 0)).row()), TransferState::Sealed);
}

QTEST_GUILESS_MAIN(TransfersModelTest)
#include "tst_transfers_model.moc"

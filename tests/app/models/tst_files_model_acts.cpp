// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/files_rig.h"

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class FilesModelActsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aThousandDeletionsDoNotFlood();
    void whatIsRefusedComesBackToItsPlace();
    void aLostConnectionEndsTheOrder();
    void whatIsGoneAlreadyIsDone();
    void aListOfBeforeBringsNothingBack();
    void undoShowsTheRowsAtOnce();
    void undoComesAfterItsDeletion();
    void anUndoThatFailsTakesTheRowsAwayAgain();
    void undoOfRowsThatWereForgottenComesByTheList();
    void outOfTheTrash();
    void forGood();
    void allOfAPageDeletedIsNoEmptyList();
    void nothingToDoIsDone();
    void whoWentHearsNothing();
};

void FilesModelActsTest::aThousandDeletionsDoNotFlood() {
    FilesRig rig(FilesRig::Unwatched);
    rig.server.files.addMany(1100);
    QVERIFY(rig.loadAll());
    QCOMPARE(rig.model.rowCount(), 1100);
    const QPersistentModelIndex kept(rig.model.index(1050, 0));
    int calls = 0;
    rig.server.files.seen = [&](const FakeCall& call) { calls += isChange(call) ? 1 : 0; };
    rig.server.files.holds = isChange;
    Outcome outcome;
    rig.model.remove(rig.rows(20, 1000), &rig.page, outcome.keeper());
    QCOMPARE(rig.model.rowCount(), 100); // at once
    QCOMPARE(kept.row(), 50);
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{4});
    QTest::qWait(50);
    QCOMPARE(rig.server.files.held.size(), std::size_t{4});
    rig.server.files.release(2, 1); // answers come out of order
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{4});
    rig.server.files.holds = {};
    rig.server.files.release();
    QTRY_VERIFY_WITH_TIMEOUT(outcome.is_said, 60000);
    QCOMPARE(outcome.done, 1000);
    QVERIFY(outcome.failed.empty());
    QCOMPARE(calls, 1000);
    QCOMPARE(rig.server.files.most_in_flight, 4);
    QCOMPARE(rig.names(), rig.namesAtServer());
}

void FilesModelActsTest::whatIsRefusedComesBackToItsPlace() {
    FilesRig rig;
    rig.server.files.addMany(20);
    QVERIFY(rig.load());
    const QStringList before = rig.names();
    for (const int row : {0, 3, 4, 5, 9, 19})
        rig.server.files.refused[rig.model.at(row).id] = ErrorCode::forbidden;
    auto chosen = rig.rows(3, 7);
    chosen.push_back(rig.model.at(19));
    chosen.push_back(rig.model.at(0));
    Outcome outcome;
    rig.server.files.holds = isList; // so that no list heals it
    rig.model.remove(chosen, &rig.page, outcome.keeper());
    QCOMPARE(rig.model.rowCount(), 11);
    QTRY_VERIFY(outcome.is_said);
    QCOMPARE(outcome.done, 3);
    QCOMPARE(outcome.failed.size(), std::size_t{6});
    QCOMPARE(outcome.failed[0].first.name, chosen[0].name);
    QCOMPARE(outcome.failed[0].second.problem.code, ErrorCode::forbidden);
    QStringList expected = before;
    for (const int row : {8, 7, 6})
        expected.removeAt(row);
    QCOMPARE(rig.names(), expected);
}

void FilesModelActsTest::aLostConnectionEndsTheOrder() {
    FilesRig rig(FilesRig::Unwatched);
    rig.server.files.addMany(100);
    QVERIFY(rig.load());
    const QStringList before = rig.names();
    int calls = 0;
    rig.server.files.seen = [&](const FakeCall& call) {
        calls += isChange(call) ? 1 : 0;
        if (calls == 10)
            rig.server.files.unreachable = ApiError::Kind::NoConnection;
    };
    Outcome outcome;
    rig.model.remove(rig.rows(0, 100), &rig.page, outcome.keeper());
    QCOMPARE(rig.model.rowCount(), 0);
    QTRY_VERIFY(outcome.is_said);
    QVERIFY2(calls < 20, qPrintable(QString::number(calls)));
    QCOMPARE(outcome.done + static_cast<int>(outcome.failed.size()), 100);
    QCOMPARE(outcome.failed.back().second.kind, ApiError::Kind::NoConnection);
    QCOMPARE(rig.names(), before.mid(outcome.done));
    QTRY_COMPARE(rig.model.state(), FilesModel::State::Failed);
    QCOMPARE(rig.names(), before.mid(outcome.done));
}

void FilesModelActsTest::whatIsGoneAlreadyIsDone() {
    FilesRig rig;
    rig.server.files.addMany(3);
    QVERIFY(rig.load());
    const auto chosen = rig.rows(0, 2);
    rig.server.files.drop(chosen[0].id);
    Outcome outcome;
    rig.model.remove(chosen, &rig.page, outcome.keeper());
    QTRY_VERIFY(outcome.is_said);
    QCOMPARE(outcome.done, 2);
    QCOMPARE(rig.model.rowCount(), 1);
}

void FilesModelActsTest::aListOfBeforeBringsNothingBack() {
    FilesRig rig;
    rig.server.files.addMany(6);
    QVERIFY(rig.load());
    QSignalSpy inserted(&rig.model, &QAbstractItemModel::rowsInserted);
    rig.server.files.holds = isChange;
    Outcome outcome;
    rig.model.remove(rig.rows(1, 2), &rig.page, outcome.keeper());
    const int before = rig.lists();
    rig.model.reload(); // the server does not know of the deletion yet
    QTRY_COMPARE(rig.lists(), before + 1);
    QTRY_VERIFY(rig.isReady());
    QCOMPARE(rig.model.rowCount(), 4);
    // The list is made before the deletion, and comes after it.
    rig.server.files.holds = [](const FakeCall&) { return true; };
    rig.model.reload();
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{3});
    rig.server.files.lies = [files = rig.server.files.listed(text("-created_at"))](api::FileList& list) {
        list.items = files;
    };
    rig.server.files.release(0, 2);
    QTRY_VERIFY(outcome.is_said);
    rig.server.files.release();
    QTest::qWait(20);
    QCOMPARE(rig.model.rowCount(), 4);
    QCOMPARE(inserted.count(), 0);
    // From the next list on the server's word counts.
    rig.server.files.holds = {};
    rig.model.reload();
    QTRY_COMPARE(rig.model.rowCount(), 6);
}

void FilesModelActsTest::undoShowsTheRowsAtOnce() {
    FilesRig rig;
    rig.server.files.addMany(12);
    QVERIFY(rig.load());
    const QStringList before = rig.names();
    auto chosen = rig.rows(2, 4);
    chosen.push_back(rig.model.at(11));
    Outcome removed;
    rig.model.remove(chosen, &rig.page, removed.keeper());
    QTRY_VERIFY(removed.is_said);
    rig.model.reload();
    QTest::qWait(400);
    QCOMPARE(rig.model.rowCount(), 7);
    rig.server.files.holds = isChange;
    Outcome restored;
    rig.model.restore(chosen, &rig.page, restored.keeper());
    QCOMPARE(rig.names(), before);
    rig.model.reload(); // does not know it yet
    const int lists = rig.lists();
    QTRY_COMPARE(rig.lists(), lists + 1);
    QTest::qWait(20);
    QCOMPARE(rig.names(), before);
    rig.server.files.holds = {};
    rig.server.files.release();
    QTRY_VERIFY(restored.is_said);
    QCOMPARE(restored.done, 5);
    QCOMPARE(rig.names(), before);
    QCOMPARE(rig.namesAtServer(), before);
}

void FilesModelActsTest::undoComesAfterItsDeletion() {
    FilesRig rig;
    rig.server.files.addMany(10);
    QVERIFY(rig.load());
    const QStringList before = rig.names();
    const auto chosen = rig.rows(0, 8);
    rig.server.files.holds = isChange;
    Outcome removed;
    Outcome restored;
    rig.model.remove(chosen, &rig.page, removed.keeper());
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{4});
    rig.model.restore(chosen, &rig.page, restored.keeper());
    QCOMPARE(rig.names(), before);
    rig.server.files.holds = {};
    rig.server.files.release();
    QTRY_VERIFY(restored.is_said);
    QVERIFY(removed.is_said);
    QCOMPARE(removed.done, 8);
    QCOMPARE(restored.done, 8);
    QCOMPARE(rig.names(), before);
    QCOMPARE(rig.namesAtServer(), before);
}

void FilesModelActsTest::anUndoThatFailsTakesTheRowsAwayAgain() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    const auto chosen = rig.rows(1, 2);
    Outcome removed;
    rig.model.remove(chosen, &rig.page, removed.keeper());
    QTRY_VERIFY(removed.is_said);
    rig.server.files.refused[chosen[0].id] = ErrorCode::quota_exceeded;
    rig.server.files.holds = isList;
    Outcome restored;
    rig.model.restore(chosen, &rig.page, restored.keeper());
    QCOMPARE(rig.model.rowCount(), 5);
    QTRY_VERIFY(restored.is_said);
    QCOMPARE(restored.failed.size(), std::size_t{1});
    QCOMPARE(rig.model.rowCount(), 4);
    QCOMPARE(rig.model.rowOf(chosen[0].id), -1);
    QCOMPARE(rig.model.rowOf(chosen[1].id), 1);
}

void FilesModelActsTest::undoOfRowsThatWereForgottenComesByTheList() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    const auto chosen = rig.rows(1, 2);
    Outcome removed;
    rig.model.remove(chosen, &rig.page, removed.keeper());
    QTRY_VERIFY(removed.is_said);
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder); // another list: no places
    QTRY_VERIFY(rig.isReady());
    Outcome restored;
    rig.model.restore(chosen, &rig.page, restored.keeper());
    QCOMPARE(rig.model.rowCount(), 3);
    QTRY_COMPARE(rig.model.rowCount(), 5);
    QCOMPARE(rig.names(), rig.namesAtServer(text("filename")));
}

void FilesModelActsTest::outOfTheTrash() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    Outcome removed;
    rig.model.remove(rig.rows(0, 3), &rig.page, removed.keeper());
    QTRY_VERIFY(removed.is_said);
    rig.model.setTrash(true);
    QTRY_COMPARE(rig.model.rowCount(), 3);
    Outcome restored;
    rig.server.files.refused[rig.model.at(0).id] = ErrorCode::quota_exceeded;
    rig.model.restore(rig.rows(0, 2), &rig.page, restored.keeper());
    QCOMPARE(rig.model.rowCount(), 1);
    QTRY_VERIFY(restored.is_said);
    QCOMPARE(restored.done, 1);
    QTRY_COMPARE(rig.names(), rig.namesAtServer(text("-created_at"), {}, true));
    QCOMPARE(rig.model.rowCount(), 2);
    rig.model.setTrash(false);
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
    QCOMPARE(rig.model.rowCount(), 3);
}

void FilesModelActsTest::forGood() {
    FilesRig rig;
    rig.server.files.addMany(3);
    QVERIFY(rig.load());
    const auto chosen = rig.rows(0, 2);
    for (const FileEntry& file : chosen)
        rig.links.note(file.id, QDateTime::currentDateTimeUtc().addDays(1));
    rig.server.files.refused[chosen[1].id] = ErrorCode::forbidden;
    Outcome outcome;
    rig.model.purge(chosen, &rig.page, outcome.keeper());
    QTRY_VERIFY(outcome.is_said);
    QCOMPARE(outcome.done, 1);
    QVERIFY(rig.server.files.find(chosen[0].id) == nullptr);
    QVERIFY(!rig.links.expiryOf(chosen[0].id).isValid());
    QVERIFY(rig.links.expiryOf(chosen[1].id).isValid());
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
}

void FilesModelActsTest::allOfAPageDeletedIsNoEmptyList() {
    FilesRig rig(FilesRig::Unwatched);
    rig.server.files.page_size = 10;
    rig.server.files.addMany(25);
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 10);
    Outcome outcome;
    rig.model.remove(rig.rows(0, 10), &rig.page, outcome.keeper());
    QCOMPARE(rig.model.state(), FilesModel::State::Loading);
    QTRY_COMPARE(rig.model.rowCount(), 10);
    QVERIFY(rig.isReady());
    QTRY_VERIFY(outcome.is_said);
    QVERIFY(rig.loadAll());
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
    rig.model.remove(rig.rows(0, 15), &rig.page, {});
    QTRY_VERIFY(rig.namesAtServer().isEmpty());
    QCOMPARE(rig.model.rowCount(), 0);
    QVERIFY(rig.isReady()); // this one is empty
}

void FilesModelActsTest::nothingToDoIsDone() {
    FilesRig rig;
    Outcome outcome;
    rig.model.remove({}, &rig.page, outcome.keeper());
    QVERIFY(!outcome.is_said); // never before the call returned
    QTRY_VERIFY(outcome.is_said);
    QCOMPARE(outcome.done, 0);
    QCOMPARE(rig.server.network.seen.size(), std::size_t{0});
}

void FilesModelActsTest::whoWentHearsNothing() {
    FilesRig rig;
    rig.server.files.addMany(9);
    QVERIFY(rig.load());
    auto page = std::make_unique<QObject>();
    Outcome outcome;
    rig.model.remove(rig.rows(0, 8), page.get(), outcome.keeper());
    page.reset();
    QTRY_COMPARE(rig.namesAtServer().size(), 1); // it is done all the same
    QTest::qWait(20);
    QVERIFY(!outcome.is_said);
}

QTEST_GUILESS_MAIN(FilesModelActsTest)
#include "tst_files_model_acts.moc"

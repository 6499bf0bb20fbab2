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

class FilesModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cellsSayIt_data();
    void cellsSayIt();
    void nothingIsAskedBeforeTheFirstReload();
    void tenThousandRowsComeAsOneScrolls();
    void sortAndSearchAreAskedOfTheServer();
    void searchWaitsForMoreTyping();
    void anAnswerToAnOlderQuestionIsIgnored();
    void reloadKeepsSelectionAndPlace();
    void reloadsAreGathered();
    void pagesBehindTheFirstAreLookedThroughToo();
    void manyNewFilesAtOnceFindTheirPlace();
    void theLastListStaysWithoutConnection();
    void aFailedPageIsNotAskedForAtOnce();
    void theTrashIsAnotherList();
    void linksGrowOld();
    void clearForgetsEverything();
};

void FilesModelTest::cellsSayIt_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("link_hours"); ///< INT64_MIN: none
    QTest::addColumn<QString>("shown_name");
    QTest::addColumn<QString>("shown_size");
    QTest::addColumn<QString>("shown_link");
    QTest::newRow("a week") << text("a.txt") << qint64{18'400'000} << qint64{7 * 24} << text("a.txt")
                            << text("18.4 MB") << text("Expires in 7 days");
    QTest::newRow("hours") << text("a.txt") << qint64{0} << qint64{21} << text("a.txt") << text("0 B")
                           << text("Expires in 21 hours");
    QTest::newRow("no link") << text("a.txt") << qint64{1000} << qint64{INT64_MIN} << text("a.txt")
                             << text("1 kB") << text("No link");
    QTest::newRow("over") << text("a.txt") << qint64{1000} << qint64{-1} << text("a.txt") << text("1 kB")
                          << text("Expired");
    QTest::newRow("a name that lies") << text("p\u202Egpj.exe") << qint64{1} << qint64{INT64_MIN}
                                      << text("p\\u202Egpj.exe") << text("1 B") << text("No link");
    QTest::newRow("255 bytes") << QString(85, QChar(0x5317)) << qint64{1} << qint64{INT64_MIN}
                               << QString(85, QChar(0x5317)) << text("1 B") << text("No link");
}

void FilesModelTest::cellsSayIt() {
    QFETCH(QString, name);
    QFETCH(qint64, size);
    QFETCH(qint64, link_hours);
    QFETCH(QString, shown_name);
    FilesRig rig;
    const FileId id = rig.server.files.add(name, size).id;
    if (link_hours != INT64_MIN)
        rig.links.note(id, QDateTime::currentDateTimeUtc().addSecs(link_hours * 3600 + 5));
    QVERIFY(rig.load());
    QCOMPARE(rig.cell(0, FilesModel::NameColumn).toString(), shown_name);
    QCOMPARE(rig.cell(0, FilesModel::NameColumn, Qt::AccessibleTextRole).toString(), shown_name);
    QCOMPARE(rig.cell(0, FilesModel::NameColumn, Qt::ToolTipRole).toString(), shown_name);
    QTEST(rig.cell(0, FilesModel::SizeColumn, Qt::AccessibleTextRole).toString(), "shown_size");
    QTEST(rig.cell(0, FilesModel::LinkColumn).toString(), "shown_link");
    QTEST(rig.cell(0, FilesModel::LinkColumn, Qt::AccessibleTextRole).toString(), "shown_link");
    QCOMPARE(rig.cell(0, FilesModel::AddedColumn).toString(), text("14 Nov 2023"));
    QCOMPARE(rig.cell(0, FilesModel::LinkColumn, FilesModel::LinkExpiryRole).toDateTime().isValid(),
             link_hours != INT64_MIN);
    QCOMPARE(rig.model.at(0).name, name);
    QCOMPARE(rig.model.rowOf(id), 0);
}

void FilesModelTest::nothingIsAskedBeforeTheFirstReload() {
    FilesRig rig;
    rig.server.files.addMany(3);
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder);
    rig.model.setSearch(text("file"));
    QTest::qWait(300);
    QCOMPARE(rig.server.network.seen.size(), std::size_t{0});
    QCOMPARE(rig.model.state(), FilesModel::State::Idle);
    QVERIFY(rig.load());
    QCOMPARE(rig.names(), rig.namesAtServer(text("filename")));
    QVERIFY(rig.model.hasFilter());
    QCOMPARE(rig.model.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), text("Link"));
}

void FilesModelTest::tenThousandRowsComeAsOneScrolls() {
    FilesRig rig(FilesRig::Unwatched);
    rig.server.files.addMany(10'000);
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 200);
    QVERIFY(rig.model.canFetchMore({}));
    const QPersistentModelIndex first(rig.model.index(0, 0));
    QVERIFY(rig.fetchAll());
    QCOMPARE(rig.lists(), 50);
    QCOMPARE(rig.names(), rig.namesAtServer());
    QCOMPARE(first.row(), 0);
    QCOMPARE(rig.model.rowOf(rig.model.at(9'999).id), 9'999);
    // A reload asks for one page now, and leaves the others where they are.
    rig.server.files.add(text("new.txt"));
    const int before = rig.lists();
    rig.model.reload();
    QTRY_COMPARE(rig.model.at(0).name, text("new.txt"));
    QCOMPARE(rig.lists(), before + 1);
    QCOMPARE(rig.model.rowCount(), 10'001);
    QCOMPARE(first.row(), 1);
}

void FilesModelTest::sortAndSearchAreAskedOfTheServer() {
    FilesRig rig;
    rig.server.files.page_size = 10;
    for (int i = 0; i < 35; ++i)
        rig.server.files.add(QStringLiteral("%1.txt").arg((i * 7) % 35, 2, 10, QLatin1Char('0')), 1000 - i);
    QVERIFY(rig.loadAll());
    QCOMPARE(rig.names(), rig.namesAtServer());
    const QPersistentModelIndex chosen(rig.model.index(rig.model.rowOf(rig.server.files.files[3].id), 0));
    const std::vector<std::tuple<int, Qt::SortOrder, QString>> orders = {
        {FilesModel::NameColumn, Qt::AscendingOrder, text("filename")},
        {FilesModel::NameColumn, Qt::DescendingOrder, text("-filename")},
        {FilesModel::SizeColumn, Qt::AscendingOrder, text("size")},
        {FilesModel::AddedColumn, Qt::AscendingOrder, text("created_at")}};
    for (const auto& [column, order, word] : orders) {
        rig.model.sort(column, order);
        QCOMPARE(rig.model.state(), FilesModel::State::Loading);
        QTRY_VERIFY(rig.isReady());
        QVERIFY(rig.fetchAll());
        QCOMPARE(rig.names(), rig.namesAtServer(word));
    }
    const int before = rig.lists();
    rig.model.sort(FilesModel::LinkColumn, Qt::AscendingOrder);
    rig.model.sort(FilesModel::AddedColumn, Qt::AscendingOrder);
    rig.model.sort(-1, Qt::AscendingOrder);
    QTest::qWait(50);
    QCOMPARE(rig.lists(), before);
    QCOMPARE(rig.model.sortColumn(), int(FilesModel::AddedColumn));
    // Special characters arrive as they were typed.
    rig.server.files.add(text("50 % & more+.txt"));
    rig.model.setSearch(text("0 % & more+"));
    QTRY_COMPARE(rig.names(), QStringList(text("50 % & more+.txt")));
    rig.model.setSearch(text("nothing like it"));
    QTRY_COMPARE(rig.model.rowCount(), 0);
    QVERIFY(rig.model.hasFilter());
    QVERIFY(!chosen.isValid());
    rig.model.setSearch({});
    QTRY_COMPARE(rig.model.rowCount(), 10);
    QVERIFY(rig.fetchAll());
    QCOMPARE(rig.model.rowCount(), 36);
    QVERIFY(!rig.model.hasFilter());
}

void FilesModelTest::searchWaitsForMoreTyping() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    const int before = rig.lists();
    for (const char* typed : {"f", "fi", "file 0000"})
        rig.model.setSearch(text(typed));
    QVERIFY(!rig.model.hasFilter());
    QTRY_COMPARE(rig.lists(), before + 1);
    QVERIFY(rig.server.files.list_queries.back().contains(text("file 0000")));
    rig.model.setSearch(text("x"));
    rig.model.setSearch(text("file 0000")); // back to what is shown
    QTest::qWait(300);
    QCOMPARE(rig.lists(), before + 1);
}

void FilesModelTest::anAnswerToAnOlderQuestionIsIgnored() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    rig.server.files.holds = isList;
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder);
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{1});
    QPointer<FakeCall> old = rig.server.files.held[0];
    rig.model.sort(FilesModel::NameColumn, Qt::DescendingOrder);
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{2});
    rig.server.files.release(1); // the newer question first
    QTRY_VERIFY(rig.isReady());
    QCOMPARE(rig.names(), rig.namesAtServer(text("-filename")));
    if (old)
        rig.server.files.answer(*old);
    QTest::qWait(20);
    QCOMPARE(rig.names(), rig.namesAtServer(text("-filename")));
}

void FilesModelTest::reloadKeepsSelectionAndPlace() {
    FilesRig rig;
    rig.server.files.addMany(50);
    QVERIFY(rig.load());
    const QPersistentModelIndex chosen(rig.model.index(20, 0));
    const QPersistentModelIndex doomed(rig.model.index(30, 0));
    const FileId id = rig.model.at(20).id;
    QSignalSpy resets(&rig.model, &QAbstractItemModel::modelReset);
    QSignalSpy removed(&rig.model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy inserted(&rig.model, &QAbstractItemModel::rowsInserted);
    rig.server.files.drop(rig.model.at(30).id);
    rig.server.files.find(id)->filename = "renamed elsewhere.txt";
    rig.server.files.add(text("new 1.txt"));
    rig.server.files.add(text("new 2.txt"));
    rig.model.reload();
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
    QCOMPARE(rig.model.state(), FilesModel::State::Ready);
    QCOMPARE(chosen.row(), 22);
    QCOMPARE(rig.model.at(22).id, id);
    QVERIFY(!doomed.isValid());
    QCOMPARE(resets.count(), 0);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(inserted.count(), 1); // both at once
}

void FilesModelTest::reloadsAreGathered() {
    FilesRig rig;
    rig.server.files.addMany(5);
    rig.model.reload();
    rig.model.reload();
    QTRY_VERIFY(rig.isReady());
    QCOMPARE(rig.lists(), 1);
    for (int i = 0; i < 100; ++i)
        rig.model.reload();
    QTRY_COMPARE(rig.lists(), 2);
    QTest::qWait(400);
    QCOMPARE(rig.lists(), 2);
    // While one hangs, the next waits for it.
    rig.server.files.holds = isList;
    rig.model.reload();
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{1});
    for (int i = 0; i < 3; ++i) {
        rig.model.reload();
        QTest::qWait(320);
    }
    QCOMPARE(rig.server.files.held.size(), std::size_t{1});
    rig.server.files.holds = {};
    rig.server.files.release();
    QTRY_COMPARE(rig.lists(), 4);
    QTest::qWait(400);
    QCOMPARE(rig.lists(), 4);
}

void FilesModelTest::pagesBehindTheFirstAreLookedThroughToo() {
    FilesRig rig;
    rig.server.files.page_size = 10;
    rig.server.files.addMany(45);
    QVERIFY(rig.loadAll());
    const QPersistentModelIndex last(rig.model.index(44, 0));
    rig.server.files.drop(rig.model.at(33).id);
    rig.server.files.find(rig.model.at(25).id)->filename = "renamed.txt";
    rig.model.reload();
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
    QCOMPARE(last.row(), 43);
    QVERIFY(rig.isCalm());
}

void FilesModelTest::manyNewFilesAtOnceFindTheirPlace() {
    FilesRig rig;
    rig.server.files.page_size = 10;
    rig.server.files.addMany(25);
    QVERIFY(rig.loadAll());
    const QPersistentModelIndex first(rig.model.index(0, 0));
    rig.server.files.addMany(34); // more than a page: where it meets the old rows is not known at once
    rig.model.reload();
    QTRY_COMPARE(rig.names(), rig.namesAtServer());
    QCOMPARE(first.row(), 34);
}

void FilesModelTest::theLastListStaysWithoutConnection() {
    FilesRig rig;
    rig.server.files.addMany(5);
    QVERIFY(rig.load());
    const QDateTime as_of = rig.model.asOf();
    QVERIFY(as_of.isValid());
    rig.server.files.unreachable = ApiError::Kind::NoConnection;
    rig.model.reload();
    QTRY_COMPARE(rig.model.state(), FilesModel::State::Failed);
    QCOMPARE(rig.model.error()->kind, ApiError::Kind::NoConnection);
    QCOMPARE(rig.model.rowCount(), 5);
    QCOMPARE(rig.model.asOf(), as_of);
    // Another question that got no answer is asked anew when there is a connection again.
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder);
    QTRY_COMPARE(rig.model.state(), FilesModel::State::Failed);
    QCOMPARE(rig.model.rowCount(), 5);
    rig.server.files.unreachable.reset();
    rig.server.client.me(&rig.page, [](const ApiResult<api::User>&) {});
    QTRY_VERIFY(rig.isReady());
    QCOMPARE(rig.names(), rig.namesAtServer(text("filename")));
    QVERIFY(!rig.model.error());
    QVERIFY(rig.model.asOf() >= as_of);
}

void FilesModelTest::aFailedPageIsNotAskedForAtOnce() {
    FilesRig rig(FilesRig::Unwatched);
    rig.server.files.page_size = 10;
    rig.server.files.addMany(25);
    QVERIFY(rig.load());
    rig.server.files.unreachable = ApiError::Kind::Timeout;
    rig.model.fetchMore({});
    QTRY_COMPARE(rig.model.state(), FilesModel::State::Failed);
    const auto asked = rig.server.network.seen.size();
    for (int i = 0; i < 20; ++i) {
        rig.model.fetchMore({}); // as a view does that is laid out again
        QTest::qWait(5);
    }
    QCOMPARE(rig.server.network.seen.size(), asked);
    QCOMPARE(rig.model.rowCount(), 10);
    rig.server.files.unreachable.reset();
    QTRY_VERIFY_WITH_TIMEOUT(rig.model.canFetchMore({}), 10000);
    rig.model.fetchMore({});
    QTRY_COMPARE(rig.model.rowCount(), 20);
}

void FilesModelTest::theTrashIsAnotherList() {
    FilesRig rig;
    rig.server.files.addMany(3);
    rig.server.files.add(text("old.txt")).deleted_at;
    rig.server.files.files.back().deleted_at = SystemClock().now();
    rig.links.note(rig.server.files.files.back().id, QDateTime::currentDateTimeUtc().addDays(7));
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 3);
    rig.server.files.holds = isList;
    rig.model.setTrash(true);
    QCOMPARE(rig.model.rowCount(), 0); // nobody deletes for good what is not in the trash
    QCOMPARE(rig.model.state(), FilesModel::State::Loading);
    QVERIFY(rig.model.isTrash());
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{1});
    rig.server.files.release();
    QTRY_COMPARE(rig.names(), QStringList(text("old.txt")));
    QVERIFY(rig.model.at(0).deleted.isValid());
    QCOMPARE(rig.cell(0, FilesModel::LinkColumn).toString(), text("No link"));
    rig.server.files.holds = {};
    rig.model.setTrash(false);
    QTRY_COMPARE(rig.model.rowCount(), 3);
}

void FilesModelTest::linksGrowOld() {
    FilesRig rig;
    rig.server.files.addMany(4);
    QVERIFY(rig.load());
    QSignalSpy changes(&rig.model, &QAbstractItemModel::dataChanged);
    rig.links.note(rig.model.at(2).id, QDateTime::currentDateTimeUtc().addDays(7));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toModelIndex(), rig.model.index(2, FilesModel::LinkColumn));
    QCOMPARE(changes[0][1].toModelIndex(), rig.model.index(2, FilesModel::LinkColumn));
    rig.links.note(FileId::make(SystemClock().now()), QDateTime::currentDateTimeUtc().addDays(7));
    QCOMPARE(changes.count(), 1); // of a file that is not shown
    changes.clear();
    auto* const minute = rig.model.findChild<QTimer*>(text("minute"));
    QVERIFY(minute != nullptr);
    QCOMPARE(minute->interval(), 60'000);
    minute->setInterval(1);
    QTRY_VERIFY(changes.count() > 0);
    QCOMPARE(changes[0][1].toModelIndex(), rig.model.index(3, FilesModel::LinkColumn));
    minute->stop();
    changes.clear();
    rig.links.setAccount(text("somebody else"));
    QCOMPARE(changes.count(), 1);
    QCOMPARE(rig.cell(2, FilesModel::LinkColumn).toString(), text("No link"));
}

void FilesModelTest::clearForgetsEverything() {
    FilesRig rig;
    rig.server.files.addMany(4);
    QVERIFY(rig.load());
    rig.model.setSearch(text("file"));
    QTRY_VERIFY(rig.model.hasFilter() && rig.isReady());
    rig.server.files.holds = [](const FakeCall&) { return true; };
    rig.model.reload();
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{1});
    QSignalSpy counts(&rig.model, &FilesModel::countChanged);
    Outcome outcome;
    rig.model.remove(rig.rows(0, 2), &rig.page, outcome.keeper());
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{3});
    rig.model.clear();
    QCOMPARE(rig.model.rowCount(), 0);
    QCOMPARE(rig.model.state(), FilesModel::State::Idle);
    QVERIFY(!rig.model.hasFilter() && !rig.model.asOf().isValid());
    QVERIFY(counts.count() > 0);
    QTRY_VERIFY(outcome.is_said);
    QCOMPARE(outcome.failed.size(), std::size_t{2});
    QCOMPARE(outcome.failed[0].second.kind, ApiError::Kind::Cancelled);
    QCOMPARE(rig.model.rowCount(), 0);
    QCOMPARE(rig.model.state(), FilesModel::State::Idle);
    rig.server.files.holds = {};
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 4);
}

QTEST_GUILESS_MAIN(FilesModelTest)
#include "tst_files_model.moc"

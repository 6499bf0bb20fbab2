// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/files_page.h"
#include "tests/app/pages/pages_rig.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

QString clipboard() {
    return QGuiApplication::clipboard()->text();
}

QString dialogTitle(const PagesRig& rig) {
    const auto* dialog = rig.fixture.window.findChild<QDialog*>();
    return dialog ? dialog->windowTitle() : QString();
}

} // namespace

class FileCommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void copiesLinksOfTheSelection_data();
    void copiesLinksOfTheSelection();
    void withoutSelectionTheNewestIsCopied();
    void aRefusedLinkIsSaid();
    void enterCopies();
    void deletesAtOnceAndTakesItBack();
    void whatCouldNotBeDeletedIsSaid();
    void theNeighbourIsChosen_data();
    void theNeighbourIsChosen();
    void renamesInADialog();
    void aRefusedNameIsKept();
    void downloadsAskWhereTo();
    void severalDownloadsTakeOneFolder();
    void theTrashHasItsOwnActs();
    void deletingForGoodAsks();

private:
    /// `count` files, the newest is the last; the page is shown and has them.
    void showWith(int count);
    void choose(std::initializer_list<int> rows);

    std::unique_ptr<PagesRig> m_rig;
};

void FileCommandsTest::init() {
    m_rig = std::make_unique<PagesRig>();
    QVERIFY(m_rig->is_signed_in);
    QGuiApplication::clipboard()->clear();
}

void FileCommandsTest::showWith(int count) {
    m_rig->server.addMany(count);
    m_rig->show<FilesPage>();
    QVERIFY(m_rig->load());
    QCOMPARE(m_rig->fixture.files.rowCount(), count);
}

void FileCommandsTest::choose(std::initializer_list<int> rows) {
    for (const int row : rows)
        PagesRig::toggle(*m_rig->tree("Files"), row);
}

void FileCommandsTest::copiesLinksOfTheSelection_data() {
    QTest::addColumn<int>("chosen");
    QTest::addColumn<int>("act"); ///< hours; 0: the button, with the life of the settings
    QTest::addColumn<QString>("notice");
    QTest::newRow("one") << 1 << 0 << utf8("Link to \u2068file 00002.txt\u2069 copied. It works for 7 days.");
    QTest::newRow("an hour") << 1 << 1
                             << utf8("Link to \u2068file 00002.txt\u2069 copied. It works for 1 hour.");
    QTest::newRow("two, a day") << 2 << 24 << utf8("2 links copied. They work for 1 day.");
    QTest::newRow("three, a week") << 3 << 168 << utf8("3 links copied. They work for 7 days.");
}

void FileCommandsTest::copiesLinksOfTheSelection() {
    QFETCH(int, chosen);
    QFETCH(int, act);
    QFETCH(QString, notice);
    showWith(3);
    for (int row = 0; row < chosen; ++row)
        choose({row});
    const Actions& actions = m_rig->fixture.actions;
    if (act == 0)
        QVERIFY(m_rig->press("Copy link"));
    else
        (act == 1    ? actions.copy_link_hour
         : act == 24 ? actions.copy_link_day
                     : actions.copy_link_week)
            ->trigger();
    QVERIFY2(m_rig->says(notice), qPrintable(m_rig->fixture.toast.text()));
    const QStringList links = clipboard().split(u'\n');
    QCOMPARE(links.size(), chosen);
    for (int row = 0; row < chosen; ++row) {
        const FileId id = m_rig->fixture.files.at(row).id;
        QVERIFY(links.at(row).endsWith(QString::fromStdString(id.toString())));
        const qint64 hours =
            QDateTime::currentDateTimeUtc().secsTo(m_rig->fixture.links.expiryOf(id).addSecs(30)) / 3600;
        QCOMPARE(hours, act == 0 ? 168 : act);
    }
}

void FileCommandsTest::withoutSelectionTheNewestIsCopied() {
    showWith(3);
    m_rig->tree("Files")->header()->setSortIndicator(FilesModel::NameColumn, Qt::AscendingOrder);
    QTRY_COMPARE(m_rig->fixture.files.at(0).name, QStringLiteral("file 00000.txt"));
    QVERIFY(m_rig->press("Copy link"));
    QTRY_VERIFY(!clipboard().isEmpty());
    const std::string newest = m_rig->fixture.files.at(2).id.toString();
    QVERIFY2(clipboard().endsWith(QString::fromStdString(newest)), qPrintable(clipboard()));
}

void FileCommandsTest::aRefusedLinkIsSaid() {
    showWith(2);
    m_rig->server.unreachable = ApiError::Kind::NoConnection;
    choose({0});
    QVERIFY(m_rig->press("Copy link"));
    QTRY_VERIFY(m_rig->fixture.toast.text().startsWith(QStringLiteral("No link was copied. ")));
    QVERIFY(clipboard().isEmpty());
    m_rig->server.unreachable.reset();
    auto* again = qobject_cast<QAbstractButton*>(shown(m_rig->fixture.toast, "Try again"));
    QVERIFY(again);
    again->click();
    QTRY_VERIFY(!clipboard().isEmpty());
}

void FileCommandsTest::enterCopies() {
    showWith(3);
    QTreeView* view = m_rig->tree("Files");
    view->setCurrentIndex(view->model()->index(1, 0));
    QTest::keyClick(view, Qt::Key_Return);
    QTRY_VERIFY(clipboard().endsWith(QString::fromStdString(m_rig->fixture.files.at(1).id.toString())));
}

void FileCommandsTest::deletesAtOnceAndTakesItBack() {
    showWith(5);
    const FileId linked = m_rig->fixture.files.at(1).id;
    m_rig->fixture.links.note(linked, QDateTime::currentDateTimeUtc().addDays(3));
    choose({1, 2, 4});
    QVERIFY(m_rig->press("Delete"));
    QCOMPARE(m_rig->fixture.files.rowCount(), 2); // before the server has said anything
    QVERIFY(m_rig->says(QStringLiteral("3 files deleted. Their links stopped working.")));
    QVERIFY(!m_rig->fixture.links.expiryOf(linked).isValid());
    QCOMPARE(m_rig->server.listed({}, {}, true).size(), std::size_t(3));
    QVERIFY(m_rig->fixture.toast.undo());
    QTRY_COMPARE(m_rig->server.listed({}, {}, true).size(), std::size_t(0));
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 5);
    QVERIFY(m_rig->fixture.links.expiryOf(linked).isValid()); // restoring brings the links back
}

void FileCommandsTest::whatCouldNotBeDeletedIsSaid() {
    showWith(3);
    m_rig->server.refused[m_rig->fixture.files.at(0).id] = ErrorCode::forbidden;
    choose({0, 1});
    QVERIFY(m_rig->press("Delete"));
    QTRY_VERIFY(m_rig->fixture.toast.text().startsWith(
        utf8("1 file deleted. Its links stopped working. \u2068file 00002.txt\u2069 was not deleted. ")));
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 2);
}

void FileCommandsTest::theNeighbourIsChosen_data() {
    QTest::addColumn<QList<int>>("gone");
    QTest::addColumn<QString>("next"); ///< empty: nothing is left
    QTest::newRow("the first") << QList{0} << QStringLiteral("file 00002.txt");
    QTest::newRow("in the middle") << QList{1, 2} << QStringLiteral("file 00000.txt");
    QTest::newRow("the last") << QList{3} << QStringLiteral("file 00001.txt");
    QTest::newRow("apart") << QList{0, 2} << QStringLiteral("file 00002.txt");
    QTest::newRow("all") << QList{0, 1, 2, 3} << QString();
}

void FileCommandsTest::theNeighbourIsChosen() {
    QFETCH(QList<int>, gone);
    QFETCH(QString, next);
    showWith(4);
    for (const int row : gone)
        choose({row});
    QVERIFY(m_rig->press("Delete"));
    const QTreeView* view = m_rig->tree("Files");
    if (next.isEmpty()) {
        QTRY_VERIFY(shown(*m_rig->page, "Drop zone"));
        return;
    }
    const QModelIndexList rows = view->selectionModel()->selectedRows();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().data().toString(), next);
    QCOMPARE(view->currentIndex().row(), rows.first().row());
}

void FileCommandsTest::renamesInADialog() {
    showWith(3);
    choose({1});
    QVERIFY(m_rig->press("Rename"));
    auto* dialog = m_rig->fixture.window.findChild<QDialog*>();
    QVERIFY(dialog);
    QLineEdit* name = shownInput(*dialog, "Name");
    QVERIFY(name);
    QCOMPARE(name->text(), QStringLiteral("file 00001.txt"));
    QCOMPARE(name->selectedText(), QStringLiteral("file 00001"));
    name->setText(QString());
    shownButton(*dialog, "Rename")->click();
    QCOMPARE(shownValues(*dialog, "Error"), QStringList{QStringLiteral("Type a name.")});
    name->setText(QStringLiteral("better.txt"));
    shownButton(*dialog, "Rename")->click();
    QTRY_VERIFY(!m_rig->fixture.window.findChild<QDialog*>());
    QTRY_COMPARE(m_rig->fixture.files.at(1).name, QStringLiteral("better.txt"));
    QVERIFY(m_rig->says(utf8("Renamed to \u2068better.txt\u2069.")));
}

void FileCommandsTest::aRefusedNameIsKept() {
    showWith(1);
    m_rig->server.refused[m_rig->fixture.files.at(0).id] = ErrorCode::forbidden;
    choose({0});
    QVERIFY(m_rig->press("Rename"));
    auto* dialog = m_rig->fixture.window.findChild<QDialog*>();
    shownInput(*dialog, "Name")->setText(QStringLiteral("other.txt"));
    shownButton(*dialog, "Rename")->click();
    QTRY_COMPARE(shownValues(*dialog, "Error").size(), 1);
    QCOMPARE(shownInput(*dialog, "Name")->text(), QStringLiteral("other.txt"));
    QVERIFY(shownButton(*dialog, "Rename")->isEnabled());
}

void FileCommandsTest::downloadsAskWhereTo() {
    QTemporaryDir folder;
    showWith(2);
    choose({0});
    QVERIFY(m_rig->press("Download"));
    auto* dialog = m_rig->fixture.window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
    QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("file 00001.txt"));
    Q_EMIT dialog->fileSelected(folder.filePath(QStringLiteral("mine.txt")));
    QCOMPARE(m_rig->fixture.queue.told, QStringList{QStringLiteral("addDownload file 00001.txt|") +
                                                    folder.filePath(QStringLiteral("mine.txt"))});
}

void FileCommandsTest::severalDownloadsTakeOneFolder() {
    QTemporaryDir folder;
    QFile there(folder.filePath(QStringLiteral("same.tar.gz")));
    QVERIFY(there.open(QIODevice::WriteOnly));
    for (const char* name : {"same.tar.gz", "same.tar.gz", "..", "a.txt"})
        m_rig->server.add(utf8(name));
    m_rig->show<FilesPage>();
    QVERIFY(m_rig->load());
    m_rig->tree("Files")->selectAll();
    QVERIFY(m_rig->press("Download"));
    auto* dialog = m_rig->fixture.window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    Q_EMIT dialog->fileSelected(folder.path());
    QStringList names;
    for (const QString& told : m_rig->fixture.queue.told) {
        const QString path = told.section(u'|', 1);
        QCOMPARE(QFileInfo(path).absolutePath(), QFileInfo(folder.path()).absoluteFilePath());
        names += QFileInfo(path).fileName();
    }
    QCOMPARE(names, QStringList({QStringLiteral("a.txt"), QStringLiteral("file"),
                                 QStringLiteral("same.tar (2).gz"), QStringLiteral("same.tar (3).gz")}));
}

void FileCommandsTest::theTrashHasItsOwnActs() {
    showWith(4);
    choose({0, 1});
    QVERIFY(m_rig->press("Delete"));
    QTRY_COMPARE(m_rig->server.listed({}, {}, true).size(), std::size_t(2));
    m_rig->page->findChild<QComboBox*>()->setCurrentIndex(1);
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 2);
    for (const char* name : {"Copy link", "Download", "Rename", "Delete"})
        QVERIFY2(!shown(*m_rig->page, name), name);
    QVERIFY(!shownButton(*m_rig->page, "Restore")->isEnabled());
    choose({0});
    QVERIFY(m_rig->press("Restore"));
    QVERIFY(m_rig->says(QStringLiteral("1 file restored. Its links work again.")));
    QCOMPARE(m_rig->server.listed({}, {}, true).size(), std::size_t(1));
    QCOMPARE(namingFaults(*m_rig->page), QStringList());
}

void FileCommandsTest::deletingForGoodAsks() {
    showWith(2);
    choose({0, 1});
    QVERIFY(m_rig->press("Delete"));
    QTRY_COMPARE(m_rig->server.listed({}, {}, true).size(), std::size_t(2));
    m_rig->page->findChild<QComboBox*>()->setCurrentIndex(1);
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 2);
    for (const bool yes : {false, true}) {
        m_rig->tree("Files")->selectAll();
        QVERIFY(m_rig->press("Delete for good"));
        auto* dialog = m_rig->fixture.window.findChild<QDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialogTitle(*m_rig), QStringLiteral("Delete for good"));
        QVERIFY(shownButton(*dialog, "Cancel")->hasFocus() || !dialog->isActiveWindow());
        shownButton(*dialog, yes ? "Delete for good" : "Cancel")->click();
        QTRY_VERIFY(!m_rig->fixture.window.findChild<QDialog*>());
        QTRY_COMPARE(m_rig->fixture.files.rowCount(), yes ? 0 : 2);
    }
    QTRY_VERIFY(m_rig->server.files.empty());
}

QTEST_MAIN(FileCommandsTest)
#include "tst_file_commands.moc"

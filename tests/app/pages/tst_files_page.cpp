// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/files_page.h"
#include "app/widgets/drop_zone.h"
#include "tests/app/pages/pages_rig.h"

#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QDropEvent>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class FilesPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void emptyShowsTheWayIn();
    void theStateDecidesWhatIsShown_data();
    void theStateDecidesWhatIsShown();
    void everyControlHasItsName();
    void whatASelectionAllows_data();
    void whatASelectionAllows();
    void dropsGoIntoTheQueue();
    void offlineShowsTheAge();
    void sortingIsKept();
    void tabGoesThroughTheAreasInOrder();
    void aFileIsShownWhenItComes();
    void theFocusIsNeverLost();
    void actsSleepWhileAnotherPageIsShown();

private:
    /// `count` files, the newest is the last; the page is shown and has them.
    void showWith(int count);
    void choose(std::initializer_list<int> rows);

    std::unique_ptr<PagesRig> m_rig;
};

void FilesPageTest::init() {
    m_rig = std::make_unique<PagesRig>();
    QVERIFY(m_rig->is_signed_in);
    QGuiApplication::clipboard()->clear();
}

void FilesPageTest::showWith(int count) {
    m_rig->server.addMany(count);
    m_rig->show<FilesPage>();
    QVERIFY(m_rig->load());
    QCOMPARE(m_rig->fixture.files.rowCount(), count);
}

void FilesPageTest::choose(std::initializer_list<int> rows) {
    for (const int row : rows)
        PagesRig::toggle(*m_rig->tree("Files"), row);
}

void FilesPageTest::emptyShowsTheWayIn() {
    showWith(0);
    auto* zone = m_rig->page->findChild<DropZone*>();
    QVERIFY(zone && zone->isVisible());
    QVERIFY(!shown(*m_rig->page, "Copy link"));
    for (const char* name : {"Add folder", "Paste", "Drop zone"})
        QVERIFY2(shownButton(*m_rig->page, name), name);
    // The one exception of the contract: this name stands twice, and both do the same.
    QSignalSpy added(m_rig->fixture.actions.add_files, &QAction::triggered);
    int buttons = 0;
    for (QPushButton* button : m_rig->page->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->accessibleName() == QLatin1String("Add files")) {
            button->click();
            ++buttons;
        }
    }
    zone->click();
    QCOMPARE(buttons, 2);
    QCOMPARE(added.size(), 3);
    const QStringList faults = namingFaults(*m_rig->page);
    QCOMPARE(faults, QStringList{QStringLiteral("twice: Add files")});
}

void FilesPageTest::theStateDecidesWhatIsShown_data() {
    QTest::addColumn<int>("files");
    QTest::addColumn<bool>("reachable");
    QTest::addColumn<QString>("search");
    QTest::addColumn<bool>("trash");
    QTest::addColumn<QString>("shows"); ///< a button that only this state has, or a text
    QTest::newRow("empty") << 0 << true << QString() << false << QStringLiteral("Drop zone");
    QTest::newRow("files") << 3 << true << QString() << false << QString();
    QTest::newRow("nothing found") << 3 << true << QStringLiteral("none such") << false
                                   << QStringLiteral("Clear search");
    QTest::newRow("found") << 3 << true << QStringLiteral("00001") << false << QString();
    QTest::newRow("no server") << 0 << false << QString() << false << QStringLiteral("Try again");
    QTest::newRow("empty trash") << 3 << true << QString() << true << QString();
}

void FilesPageTest::theStateDecidesWhatIsShown() {
    QFETCH(int, files);
    QFETCH(bool, reachable);
    QFETCH(QString, search);
    QFETCH(bool, trash);
    QFETCH(QString, shows);
    m_rig->server.addMany(files);
    if (!reachable)
        m_rig->server.unreachable = ApiError::Kind::NoConnection;
    m_rig->show<FilesPage>();
    shownInput(*m_rig->page, "Search files")->setText(search);
    if (trash)
        m_rig->page->findChild<QComboBox*>()->setCurrentIndex(1);
    const bool list = shows.isEmpty() && !trash;
    for (const char* button : {"Drop zone", "Clear search", "Try again"})
        QTRY_COMPARE(shownButton(*m_rig->page, button) != nullptr, shows == QLatin1String(button));
    QTRY_COMPARE(m_rig->tree("Files")->isVisible(), list);
    if (trash) {
        const auto says_empty = [this] {
            const auto labels = m_rig->page->findChildren<QLabel*>();
            return std::ranges::any_of(labels, [](const QLabel* label) {
                return label->isVisible() && label->text() == QLatin1String("The trash is empty.");
            });
        };
        QTRY_VERIFY(says_empty());
    }
    if (shows == QLatin1String("Clear search")) {
        QVERIFY(m_rig->press("Clear search"));
        QTRY_COMPARE(m_rig->fixture.files.rowCount(), files);
        QTRY_VERIFY(m_rig->tree("Files")->isVisible());
    }
    if (shows == QLatin1String("Try again")) {
        m_rig->server.unreachable.reset();
        QVERIFY(m_rig->press("Try again"));
        QTRY_VERIFY(shown(*m_rig->page, "Drop zone"));
    }
}

void FilesPageTest::everyControlHasItsName() {
    showWith(3);
    choose({0});
    QCOMPARE(namingFaults(*m_rig->page), QStringList());
    QCOMPARE(m_rig->page->title(), QStringLiteral("Files"));
    for (const char* name : {"Show files", "Search files", "Add files", "Copy link", "Download", "Rename",
                             "Delete", "Files", "Change link defaults"})
        QVERIFY2(shown(*m_rig->page, name), name);
    const QAbstractItemModel& model = m_rig->fixture.files;
    QStringList headings;
    for (int column = 0; column < model.columnCount(); ++column)
        headings += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(headings, QStringList({QStringLiteral("Name"), QStringLiteral("Size"), QStringLiteral("Added"),
                                    QStringLiteral("Link")}));
    QVERIFY(m_rig->press("Change link defaults"));
    QCOMPARE(m_rig->fixture.navigator.others, QStringList{QStringLiteral("settings links")});
}

void FilesPageTest::whatASelectionAllows_data() {
    QTest::addColumn<int>("chosen");
    QTest::addColumn<bool>("some");
    QTest::addColumn<bool>("one");
    QTest::addColumn<QString>("summary");
    QTest::newRow("none") << 0 << false << false << QStringLiteral("No file selected");
    QTest::newRow("one") << 1 << true << true << QStringLiteral("1 file selected");
    QTest::newRow("two") << 2 << true << false << QStringLiteral("2 files selected");
}

void FilesPageTest::whatASelectionAllows() {
    QFETCH(int, chosen);
    QFETCH(bool, some);
    QFETCH(bool, one);
    QFETCH(QString, summary);
    showWith(3);
    for (int row = 0; row < chosen; ++row)
        choose({row});
    QVERIFY(shownButton(*m_rig->page, "Copy link")->isEnabled()); // of the newest, if need be
    QCOMPARE(shownButton(*m_rig->page, "Download")->isEnabled(), some);
    QCOMPARE(shownButton(*m_rig->page, "Delete")->isEnabled(), some);
    QCOMPARE(shownButton(*m_rig->page, "Rename")->isEnabled(), one);
    QCOMPARE(shownButton(*m_rig->page, "Delete")->toolTip().isEmpty(), some); // else it says why
    QStringList texts;
    for (const QLabel* label : m_rig->page->findChildren<QLabel*>())
        texts += label->text();
    QVERIFY2(texts.contains(summary), qPrintable(texts.join(u'|')));
}

void FilesPageTest::dropsGoIntoTheQueue() {
    showWith(0);
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.txt")), QUrl::fromLocalFile(QStringLiteral("/b"))});
    const QPoint at(40, 200);
    QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->page, &drop);
    QCOMPARE(m_rig->fixture.queue.told, QStringList{QStringLiteral("addUploads /a.txt|/b")});
    QMimeData web;
    web.setUrls({QUrl(QStringLiteral("https://example.org"))});
    QDragEnterEvent refused(at, Qt::CopyAction, &web, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_rig->page, &refused);
    QVERIFY(!refused.isAccepted());
}

void FilesPageTest::offlineShowsTheAge() {
    showWith(2);
    const auto age = [this] {
        for (const QLabel* label : m_rig->page->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().startsWith(QLatin1String("as of ")))
                return label->text();
        }
        return QString();
    };
    QCOMPARE(age(), QString());
    m_rig->server.unreachable = ApiError::Kind::NoConnection;
    m_rig->page->reload();
    QTRY_VERIFY(QRegularExpression(QStringLiteral("^as of \\d\\d:\\d\\d$")).match(age()).hasMatch());
    QCOMPARE(m_rig->fixture.files.rowCount(), 2);
    m_rig->server.unreachable.reset();
    m_rig->page->reload();
    QTRY_COMPARE(age(), QString());
}

void FilesPageTest::sortingIsKept() {
    showWith(3);
    QHeaderView* header = m_rig->tree("Files")->header();
    QCOMPARE(header->sortIndicatorSection(), int(FilesModel::AddedColumn));
    header->setSortIndicator(FilesModel::SizeColumn, Qt::AscendingOrder);
    QTRY_COMPARE(m_rig->fixture.files.at(0).name, QStringLiteral("file 00000.txt"));
    header->setSortIndicator(FilesModel::LinkColumn, Qt::AscendingOrder); // the server does not
    QCOMPARE(header->sortIndicatorSection(), int(FilesModel::SizeColumn));
    QTRY_VERIFY(!m_rig->fixture.settings.windowState(QStringLiteral("files-header")).isEmpty());
    FilesPage second(m_rig->fixture.context);
    const auto views = second.findChildren<QTreeView*>();
    const auto files = std::ranges::find_if(
        views, [](const QTreeView* view) { return view->accessibleName() == QLatin1String("Files"); });
    QCOMPARE((*files)->header()->sortIndicatorSection(), int(FilesModel::SizeColumn));
}

void FilesPageTest::tabGoesThroughTheAreasInOrder() {
    showWith(2);
    QMenu menu;
    m_rig->page->setMenu(&menu);
    choose({0});
    Transfer failed;
    failed.state = TransferState::Failed;
    m_rig->addTransfer(failed);
    QTRY_VERIFY(m_rig->tree("Transfers")->isVisible());
    QTRY_VERIFY(shownButton(*m_rig->page, "Retry failed")->isEnabled());
    QStringList names;
    QWidget* first = shown(*m_rig->page, "Show files");
    QWidget* at = first;
    do {
        const bool stops = at->isVisible() && at->isEnabled() && (at->focusPolicy() & Qt::TabFocus) != 0;
        if (stops && m_rig->page->isAncestorOf(at) && !at->accessibleName().isEmpty())
            names += at->accessibleName();
        at = at->nextInFocusChain();
    } while (at != first);
    QCOMPARE(names.join(u'|'),
             QStringLiteral("Show files|Search files|Add files|Menu|Copy link|Download|Rename|Delete|Files|"
                            "Show transfers|Retry failed|Transfers|Change link defaults"));
}

void FilesPageTest::aFileIsShownWhenItComes() {
    showWith(3);
    auto& page = static_cast<FilesPage&>(*m_rig->page);
    const FileId fresh = m_rig->server.add(QStringLiteral("new.txt")).id;
    page.showFile(QString::fromStdString(fresh.toString()));
    QVERIFY(m_rig->tree("Files")->selectionModel()->selectedRows().isEmpty());
    page.reload();
    QTRY_COMPARE(m_rig->tree("Files")->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(m_rig->tree("Files")->selectionModel()->selectedRows().first().data().toString(),
             QStringLiteral("new.txt"));
}

void FilesPageTest::theFocusIsNeverLost() {
    showWith(1);
    m_rig->fixture.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_rig->fixture.window));
    m_rig->tree("Files")->setFocus();
    choose({0});
    m_rig->fixture.actions.delete_files->trigger();
    QTRY_VERIFY(shown(*m_rig->page, "Drop zone"));
    QVERIFY(QApplication::focusWidget() && QApplication::focusWidget()->isVisible());
    QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Add files"));
}

void FilesPageTest::actsSleepWhileAnotherPageIsShown() {
    showWith(2);
    choose({0});
    QVERIFY(m_rig->fixture.actions.delete_files->isEnabled());
    m_rig->page->hide();
    const Actions& actions = m_rig->fixture.actions;
    for (const QAction* action : {actions.delete_files, actions.rename, actions.copy_link, actions.download})
        QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    m_rig->page->show();
    QVERIFY(m_rig->fixture.actions.delete_files->isEnabled());
}

QTEST_MAIN(FilesPageTest)
#include "tst_files_page.moc"

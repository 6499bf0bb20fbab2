// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/files_page.h"
#include "app/pages/transfer_dock.h"
#include "app/pages/transfer_view.h"
#include "app/pages/transfers_page.h"
#include "tests/app/pages/pages_rig.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QToolButton>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;
using State = TransferState;

namespace {

Transfer transferOf(State state) {
    Transfer transfer;
    transfer.state = state;
    transfer.name = QStringLiteral("file.txt");
    transfer.local_path = QStringLiteral("/ada/file.txt");
    transfer.size = 1000;
    if (state == State::Sealed)
        transfer.link = QStringLiteral("https://files.example.org/d/1");
    if (state == State::Failed)
        transfer.fault = ApiError();
    return transfer;
}

} // namespace

class TransfersPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void aStateAllowsItsActs_data();
    void aStateAllowsItsActs();
    void actsReachTheChosenOnes();
    void actsOnAllReachTheQueue();
    void oneKeyPausesAndResumes();
    void retryTakesCtrlR();
    void theFilterShowsItsStates_data();
    void theFilterShowsItsStates();
    void everyControlHasItsName();
    void pathsAreCopied();
    void theChipCopiesItsLink();
    void cancellingChoosesTheNeighbour();
    void theDockComesAndGoes();
    void theDockFolds();
    void theDockKeepsItsHeight();
    void onlyTheShownViewCounts();
    void theKeysOfFilesEndInTheDock();

private:
    QAbstractButton* button(const char* name) { return shownButton(*m_rig->page, name); }

    std::unique_ptr<PagesRig> m_rig;
};

void TransfersPageTest::init() {
    m_rig = std::make_unique<PagesRig>();
    QVERIFY(m_rig->is_signed_in);
}

void TransfersPageTest::aStateAllowsItsActs_data() {
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("allowed");
    const QString always = QStringLiteral("Cancel transfer");
    const auto row = [&](const char* name, State state, const QString& acts) {
        QTest::newRow(name) << int(state) << (acts.isEmpty() ? always : acts + u'|' + always);
    };
    row("waiting", State::Waiting, QStringLiteral("Pause"));
    row("sending", State::Sending, QStringLiteral("Pause"));
    row("paused", State::Paused, QStringLiteral("Resume"));
    row("checking", State::Checking, QString());
    row("sealed", State::Sealed, QString());
    row("failed", State::Failed, QStringLiteral("Retry"));
    row("changed", State::Changed, QString());
    row("offline", State::Offline, QStringLiteral("Pause"));
}

void TransfersPageTest::aStateAllowsItsActs() {
    QFETCH(int, state);
    QFETCH(QString, allowed);
    m_rig->show<TransfersPage>();
    m_rig->addTransfer(transferOf(static_cast<State>(state)));
    const QStringList acts{QStringLiteral("Pause"), QStringLiteral("Resume"), QStringLiteral("Retry"),
                           QStringLiteral("Cancel transfer")};
    for (const QString& act : acts)
        QVERIFY2(!button(qPrintable(act))->isEnabled(), qPrintable(act)); // nothing is chosen
    PagesRig::toggle(*m_rig->tree("Transfers"), 0);
    QStringList enabled;
    for (const QString& act : acts) {
        if (button(qPrintable(act))->isEnabled())
            enabled += act;
    }
    QCOMPARE(enabled.join(u'|'), allowed);
    QCOMPARE(m_rig->fixture.actions.start_now->isEnabled(), State(state) == State::Waiting);
}

void TransfersPageTest::actsReachTheChosenOnes() {
    m_rig->show<TransfersPage>();
    for (const State state : {State::Sending, State::Paused, State::Failed, State::Sending})
        m_rig->addTransfer(transferOf(state));
    QTreeView* view = m_rig->tree("Transfers");
    PagesRig::toggle(*view, 0);
    PagesRig::toggle(*view, 1);
    PagesRig::toggle(*view, 2);
    QVERIFY(m_rig->press("Pause")); // what cannot be paused is left alone
    QVERIFY(m_rig->press("Resume"));
    QVERIFY(m_rig->press("Retry"));
    const Actions& actions = m_rig->fixture.actions;
    actions.move_up->trigger();
    actions.move_down->trigger();
    QCOMPARE(
        m_rig->fixture.queue.told,
        QStringList({QStringLiteral("pause 1"), QStringLiteral("resume 2"), QStringLiteral("retry 3"),
                     QStringLiteral("move 1 -1"), QStringLiteral("move 2 -1"), QStringLiteral("move 3 -1"),
                     QStringLiteral("move 3 1"), QStringLiteral("move 2 1"), QStringLiteral("move 1 1")}));
}

void TransfersPageTest::actsOnAllReachTheQueue() {
    m_rig->show<TransfersPage>();
    for (const State state : {State::Sending, State::Failed, State::Sealed})
        m_rig->addTransfer(transferOf(state));
    for (const char* name : {"Retry failed", "Clear done", "Pause all"})
        QTRY_VERIFY2(button(name) && button(name)->isEnabled(), name);
    QVERIFY(!button("Resume all"));
    for (const char* name : {"Retry failed", "Clear done", "Pause all"})
        button(name)->click();
    // Everything is paused: the one button gives way to the other.
    m_rig->fixture.queue.change(1, [](Transfer& transfer) { transfer.state = State::Paused; });
    QTRY_VERIFY(button("Resume all"));
    QVERIFY(!button("Pause all"));
    button("Resume all")->click();
    QCOMPARE(m_rig->fixture.queue.told,
             QStringList({QStringLiteral("retryFailed"), QStringLiteral("clearDone"),
                          QStringLiteral("pauseAll"), QStringLiteral("resumeAll")}));
}

void TransfersPageTest::oneKeyPausesAndResumes() {
    m_rig->show<TransfersPage>();
    const TransferNumber number = m_rig->addTransfer(transferOf(State::Sending));
    PagesRig::toggle(*m_rig->tree("Transfers"), 0);
    const QKeySequence key(Qt::CTRL | Qt::Key_P);
    const Actions& actions = m_rig->fixture.actions;
    QCOMPARE(actions.pause->shortcut(), key);
    QVERIFY(actions.resume->shortcut().isEmpty());
    m_rig->fixture.queue.change(number, [](Transfer& transfer) { transfer.state = State::Paused; });
    QTRY_COMPARE(actions.resume->shortcut(), key);
    QVERIFY(actions.pause->shortcut().isEmpty());
}

void TransfersPageTest::retryTakesCtrlR() {
    m_rig->show<TransfersPage>();
    m_rig->addTransfer(transferOf(State::Failed));
    const QKeySequence key(Qt::CTRL | Qt::Key_R);
    const Actions& actions = m_rig->fixture.actions;
    QVERIFY(actions.reload->shortcuts().contains(key));
    PagesRig::toggle(*m_rig->tree("Transfers"), 0);
    QVERIFY(!actions.reload->shortcuts().contains(key));
    QCOMPARE(actions.retry->shortcut(), key);
    m_rig->page->hide();
    QVERIFY(actions.reload->shortcuts().contains(key));
    QVERIFY(!actions.retry->isEnabled());
}

void TransfersPageTest::theFilterShowsItsStates_data() {
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("rows");
    QTest::newRow("all") << QStringLiteral("All") << 8;
    QTest::newRow("active") << QStringLiteral("Active") << 6;
    QTest::newRow("failed") << QStringLiteral("Failed") << 1;
    QTest::newRow("done") << QStringLiteral("Done") << 1;
}

void TransfersPageTest::theFilterShowsItsStates() {
    QFETCH(QString, choice);
    QFETCH(int, rows);
    m_rig->show<TransfersPage>();
    for (const State state : {State::Waiting, State::Sending, State::Paused, State::Checking, State::Sealed,
                              State::Failed, State::Changed, State::Offline})
        m_rig->addTransfer(transferOf(state));
    auto* filter = qobject_cast<QComboBox*>(shown(*m_rig->page, "Show transfers"));
    QVERIFY(filter);
    filter->setCurrentIndex(filter->findText(choice));
    QTRY_COMPARE(m_rig->tree("Transfers")->model()->rowCount(), rows);
}

void TransfersPageTest::everyControlHasItsName() {
    m_rig->show<TransfersPage>();
    QCOMPARE(m_rig->page->title(), QStringLiteral("Transfers"));
    QVERIFY(!m_rig->tree("Transfers")->isVisible()); // nothing to show
    m_rig->addTransfer(transferOf(State::Failed));
    QTRY_VERIFY(m_rig->tree("Transfers")->isVisible());
    PagesRig::toggle(*m_rig->tree("Transfers"), 0);
    QCOMPARE(namingFaults(*m_rig->page), QStringList());
    for (const char* name : {"Pause", "Resume", "Retry", "Cancel transfer", "Retry failed", "Clear done",
                             "Copy paths", "Transfers"})
        QVERIFY2(shown(*m_rig->page, name), name);
}

void TransfersPageTest::pathsAreCopied() {
    m_rig->show<TransfersPage>();
    for (const char* path : {"/a", "/b", ""}) {
        Transfer transfer = transferOf(State::Sending);
        transfer.local_path = utf8(path);
        m_rig->addTransfer(transfer);
    }
    QTRY_VERIFY(button("Copy paths")->isEnabled());
    QVERIFY(m_rig->press("Copy paths"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/a\n/b"));
    PagesRig::toggle(*m_rig->tree("Transfers"), 1);
    QVERIFY(m_rig->press("Copy paths"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("/b"));
}

void TransfersPageTest::theChipCopiesItsLink() {
    m_rig->show<TransfersPage>();
    m_rig->addTransfer(transferOf(State::Sending));
    m_rig->addTransfer(transferOf(State::Sealed));
    QGuiApplication::clipboard()->clear();
    QTreeView* view = m_rig->tree("Transfers");
    Q_EMIT view->activated(view->model()->index(0, 0)); // it has none yet
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    Q_EMIT view->activated(view->model()->index(1, 0));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("https://files.example.org/d/1"));
    QCOMPARE(m_rig->fixture.toast.text(), QStringLiteral("Link copied."));
}

void TransfersPageTest::cancellingChoosesTheNeighbour() {
    m_rig->show<TransfersPage>();
    for (int i = 0; i < 3; ++i)
        m_rig->addTransfer(transferOf(State::Waiting));
    FakeQueue& queue = m_rig->fixture.queue;
    auto* view = static_cast<TransferView*>(m_rig->tree("Transfers"));
    PagesRig::toggle(*view, 1);
    QVERIFY(m_rig->press("Cancel transfer"));
    QCOMPARE(queue.told, QStringList{QStringLiteral("cancel 2")});
    queue.remove({2});
    QTRY_COMPARE(view->model()->rowCount(), 2);
    QTRY_COMPARE(view->chosen(), std::vector<TransferNumber>{3});
}

void TransfersPageTest::theDockComesAndGoes() {
    m_rig->server.addMany(2);
    m_rig->show<FilesPage>();
    QVERIFY(m_rig->load());
    auto* dock = m_rig->page->findChild<TransferDock*>();
    QVERIFY(!dock->isVisible());
    const TransferNumber number = m_rig->addTransfer(transferOf(State::Sending));
    QTRY_VERIFY(dock->isVisible());
    QVERIFY(m_rig->page->areas().contains(dock));
    QTRY_COMPARE(dock->height(), metrics::dockHead() + 4 * metrics::rowTwoLine()); // whole rows
    QCOMPARE(namingFaults(*m_rig->page), QStringList());
    dock->view()->setFocus();
    m_rig->fixture.queue.change(number, [](Transfer& transfer) { transfer.state = State::Failed; });
    QTest::qWait(600);
    QVERIFY(dock->isVisible()); // a failure waits for somebody
    m_rig->fixture.queue.change(number, [](Transfer& transfer) { transfer.state = State::Sealed; });
    QTRY_VERIFY(!dock->isVisible());
    QVERIFY(!QApplication::focusWidget() || QApplication::focusWidget()->isVisible());
}

void TransfersPageTest::theDockFolds() {
    m_rig->show<FilesPage>();
    m_rig->addTransfer(transferOf(State::Sending));
    auto* dock = m_rig->page->findChild<TransferDock*>();
    QTRY_VERIFY(dock->isVisible());
    auto* fold = qobject_cast<QToolButton*>(shown(*m_rig->page, "Show transfers"));
    QVERIFY(fold && fold->isCheckable() && fold->isChecked());
    const int open = dock->height();
    fold->click();
    QTRY_VERIFY(!dock->view()->isVisible());
    QTRY_VERIFY(dock->height() < open);
    FilesPage second(m_rig->fixture.context); // and remembers
    QVERIFY(!second.findChild<TransferDock*>()->isOpen());
    fold->click();
    QTRY_VERIFY(dock->view()->isVisible());
}

void TransfersPageTest::theDockKeepsItsHeight() {
    m_rig->show<FilesPage>();
    const TransferNumber number = m_rig->addTransfer(transferOf(State::Sending));
    auto* dock = m_rig->page->findChild<TransferDock*>();
    QTRY_VERIFY(dock->isVisible());
    auto* splitter = m_rig->page->findChild<QSplitter*>();
    const int all = splitter->height();
    splitter->setSizes({all - 150, 150});
    Q_EMIT splitter->splitterMoved(all - 150, 1);
    const int height = dock->height();
    m_rig->fixture.queue.change(number, [](Transfer& transfer) { transfer.state = State::Sealed; });
    QTRY_VERIFY(!dock->isVisible());
    m_rig->addTransfer(transferOf(State::Sending));
    QTRY_VERIFY(dock->isVisible());
    QTRY_COMPARE(dock->height(), height);
}

void TransfersPageTest::onlyTheShownViewCounts() {
    m_rig->show<FilesPage>();
    m_rig->addTransfer(transferOf(State::Sending));
    QTRY_VERIFY(m_rig->tree("Transfers")->isVisible());
    PagesRig::toggle(*m_rig->tree("Transfers"), 0);
    QTRY_VERIFY(m_rig->fixture.actions.pause->isEnabled());
    QVERIFY(shownButton(*m_rig->page, "Pause")); // only while something is chosen
    m_rig->page->hide();
    QVERIFY(!m_rig->fixture.actions.pause->isEnabled());
    QTRY_VERIFY(m_rig->fixture.actions.pause_all->isEnabled());
    m_rig->fixture.actions.pause_all->trigger(); // from the tray
    QCOMPARE(m_rig->fixture.queue.told, QStringList{QStringLiteral("pauseAll")});
}

void TransfersPageTest::theKeysOfFilesEndInTheDock() {
    m_rig->server.addMany(2);
    m_rig->show<FilesPage>();
    QVERIFY(m_rig->load());
    m_rig->fixture.window.addAction(m_rig->fixture.actions.delete_files);
    m_rig->addTransfer(transferOf(State::Sending));
    QTreeView* transfers = m_rig->tree("Transfers");
    QTRY_VERIFY(transfers->isVisible());
    m_rig->fixture.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_rig->fixture.window));
    PagesRig::toggle(*m_rig->tree("Files"), 0);
    transfers->setFocus();
    QTest::keyClick(transfers, Qt::Key_Delete);
    QTest::qWait(100);
    QCOMPARE(m_rig->fixture.files.rowCount(), 2);
    m_rig->tree("Files")->setFocus();
    QTest::keyClick(m_rig->tree("Files"), Qt::Key_Delete);
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 1);
}

QTEST_MAIN(TransfersPageTest)
#include "tst_transfers_page.moc"

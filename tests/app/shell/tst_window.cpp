// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window with the real server: the first account, then the names, menus and keys of the pages of
// one who is signed in (UI.md 8, "Audit").
#include "app/shell/app.h"
#include "app/shell/hand_over.h"
#include "app/widgets/banner.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/toast.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAccessible>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtTest/QtTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace dropseal::app;

namespace {

constexpr int Patience = 120000; // ms; a bound for hanging, not for speed

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

bool isControl(QAccessible::Role role) {
    switch (role) {
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::SpinBox:
    case QAccessible::List:
    case QAccessible::Tree:
    case QAccessible::Table:
    case QAccessible::ButtonMenu:
        return true;
    default:
        return false;
    }
}

/// Role and name of every control that shows, as a screen reader meets them; not what is inside lists.
void collect(QAccessibleInterface* at, QStringList& names, QStringList& unnamed) {
    if (at == nullptr || !at->isValid() || at->state().invisible)
        return;
    const QAccessible::Role role = at->role();
    if (isControl(role)) {
        const QString name = at->text(QAccessible::Name);
        const QString seen = QStringLiteral("%1 \"%2\"").arg(static_cast<int>(role)).arg(name);
        if (name.isEmpty())
            unnamed +=
                QStringLiteral("%1 %2").arg(seen, QLatin1String(at->object()->metaObject()->className()));
        names += seen;
    }
    const bool has_items = role == QAccessible::List || role == QAccessible::Tree ||
                           role == QAccessible::Table || role == QAccessible::ComboBox ||
                           role == QAccessible::SpinBox;
    for (int i = 0; !has_items && i < at->childCount(); ++i)
        collect(at->child(i), names, unnamed);
}

QString plain(QString menu_text) {
    return menu_text.remove(u'…').remove(u'&');
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_paths.app = m_folder.filePath(text("app"));
        m_paths.server = m_folder.filePath(text("server"));
        m_paths.settings_file = m_paths.app + text("/settings.ini");
        m_paths.links_file = m_paths.app + text("/links.ini");
        m_paths.program = qEnvironmentVariable("DROPSEALD");
        QVERIFY(m_paths.makeFolders());
        QVERIFY(QDir().mkpath(m_paths.server));
        QVERIFY(
            QFile::setPermissions(m_paths.server, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QFile settings(m_paths.server + text("/.env"));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("BCRYPT_ROUNDS=4\n");
        settings.close();
        m_app = std::make_unique<App>(m_paths, InstanceLock::take(m_paths.app).lock);
        m_app->start({});
    }
    void cleanupTestCase() { m_app.reset(); }

    void theFirstFrameNeedsNoServer() {
        QVERIFY(m_app->window().isVisible());
        QCOMPARE(m_app->window().windowTitle(), text("Welcome – Dropseal"));
        QVERIFY(!m_app->window().sidebar().isVisible());
        audit();
    }

    void theFirstAccount() {
        press("Use this computer");
        QTRY_VERIFY_WITH_TIMEOUT(field("E-mail") != nullptr, Patience);
        audit();
        QTest::keyClicks(field("E-mail"), text("ada@example.org"));
        QTest::keyClicks(field("Password"), text("correct horse battery staple"));
        press("Continue");
        QTRY_COMPARE_WITH_TIMEOUT(m_app->window().windowTitle(), text("Files – Dropseal"), Patience);
        QVERIFY(m_app->window().sidebar().isVisible());
    }

    void noControlWithoutANameAndNoTwoOfOneName() {
        for (const char* place : {"files", "transfers"}) {
            go(place);
            audit();
        }
        action("Settings")->trigger();
        QCOMPARE(m_app->window().windowTitle(), text("Settings – Dropseal"));
        audit();
        action("Switch server")->trigger();
        QVERIFY(!m_app->window().sidebar().isVisible());
        audit();
        go("files");
    }

    void everyMenuItemHasAKeyOrAnotherPlace() {
        // A button that shows only while it means something ("Resume all") counts too.
        QStringList elsewhere;
        for (const QAbstractButton* button : m_app->window().findChildren<QAbstractButton*>())
            elsewhere += button->accessibleName().isEmpty() ? button->text() : button->accessibleName();
        for (const QAction* item : m_app->menus().account()->actions())
            elsewhere += plain(item->text());
        if (elsewhere.contains(text("Show log")))
            elsewhere += text("Server log");
        int items = 0;
        for (const QAction* part : m_app->menus().button()->actions()) {
            QVERIFY2(part->menu() != nullptr, qPrintable(part->text()));
            for (const QAction* item : part->menu()->actions()) {
                const QString name = plain(item->text());
                items += item->isSeparator() ? 0 : 1;
                const bool reachable =
                    item->isSeparator() || !item->shortcut().isEmpty() || elsewhere.contains(name);
                QVERIFY2(reachable, qPrintable(name));
            }
        }
        QVERIFY(items > 20);
    }

    void noKeyIsTakenTwice() {
        QHash<QString, QString> taken;
        for (const QAction* item : m_app->window().actions()) {
            for (const QKeySequence& key : item->shortcuts()) {
                QVERIFY2(!taken.contains(key.toString()),
                         qPrintable(item->text() + taken.value(key.toString())));
                taken.insert(key.toString(), item->text());
            }
        }
        QVERIFY(taken.size() > 15);
    }

    void f6GoesRoundAndBack() {
        go("files");
        QList<QWidget*> stops;
        const auto step = [this, &stops](const char* act) {
            action(act)->trigger();
            QWidget* const focus = QApplication::focusWidget();
            QVERIFY(focus != nullptr);
            stops += focus;
        };
        for (int i = 0; i < 12 && (stops.size() < 2 || stops.last() != stops.first()); ++i)
            step("Next area");
        QVERIFY2(stops.size() > 3, qPrintable(QString::number(stops.size())));
        QCOMPARE(stops.last(), stops.first()); // once round
        const QWidget* const before_last = stops.at(stops.size() - 2);
        step("Previous area");
        QCOMPARE(stops.last(), before_last);
    }

    void tabGoesThroughThePageAndComesToTheSidebarLast() {
        go("files");
        QApplication::processEvents();
        QWidget* const start = field("Search files");
        QVERIFY(start != nullptr);
        start->setFocus(Qt::TabFocusReason);
        QStringList areas;
        do {
            const QString area = areaOf(QApplication::focusWidget());
            if (areas.isEmpty() || areas.last() != area)
                areas += area;
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(QApplication::focusWidget() != nullptr);
        } while (QApplication::focusWidget() != start && areas.size() < 20);
        if (areas.size() > 1 &&
            areas.last() == areas.first()) // the header's beginning comes before its search
            areas.removeLast();
        QCOMPARE(areas.removeDuplicates(), 0);
        QCOMPARE(areas.first(), text("page"));
        QVERIFY(areas.contains(text("sidebar")) && areas.contains(text("banner")));
    }

    void aSecondStartHandsOverItsFiles() {
        const QString path = m_folder.filePath(text("Facade north.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("sealed");
        file.close();
        QGuiApplication::clipboard()->clear();
        std::thread second([this, path] {
            handOver(m_paths.app, {{path}, {}}, std::chrono::milliseconds(Patience));
        });
        const bool copied = QTest::qWaitFor(
            [] { return QGuiApplication::clipboard()->text().contains(text("Facade_north.txt")); }, Patience);
        second.join();
        QVERIFY(copied);
    }

    void aDeadServerIsSaidAndMended() {
        QTRY_VERIFY_WITH_TIMEOUT(!children().isEmpty(), Patience);
        const QStringList before = children();
        for (const QString& child : before)
            QCOMPARE(::kill(child.toInt(), SIGKILL), 0);
        const QString said =
            text("The server on this computer stopped and was started again. Nothing was lost.");
        QTRY_COMPARE_WITH_TIMEOUT(m_app->window().toast().text(), said, Patience);
        QCOMPARE(m_app->window().windowTitle(), text("Files – Dropseal"));
        QVERIFY(children() != before);
    }

    void sharingIsAskedFirst() {
        action("Share on this network")->trigger();
        auto* const dialog = m_app->window().findChild<QDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QVERIFY(!action("Share on this network")->isChecked());
        dialog->reject();
        QVERIFY(!action("Share on this network")->isChecked());
        QTRY_VERIFY(m_app->window().findChild<QDialog*>() == nullptr);
    }

    void quittingAsksWhereLinksEnd() {
        action("Quit")->trigger(); // the file above has a link
        auto* const dialog = m_app->window().findChild<QDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        dialog->reject();
        QVERIFY(m_app->window().isVisible());
        QTRY_VERIFY(m_app->window().findChild<QDialog*>() == nullptr);
    }

    void theMenuBarIsHiddenUntilItIsAskedFor() {
        QVERIFY(!m_app->window().menuBar()->isVisible());
        action("Show menu bar")->trigger();
        QVERIFY(m_app->window().menuBar()->isVisible());
        action("Show menu bar")->trigger();
        QVERIFY(!m_app->window().menuBar()->isVisible());
    }

    void aNarrowWindowHasASidebarOfIcons() {
        MainWindow& window = m_app->window();
        go("files");
        const QSize before = window.size();
        QVERIFY(!window.sidebar().places()->iconsOnly());
        const int wide = window.sidebar().width();
        window.resize(window.minimumWidth(), window.height());
        QTRY_VERIFY(window.sidebar().places()->iconsOnly());
        QTRY_VERIFY(window.sidebar().width() < wide);
        window.resize(before);
        QTRY_VERIFY(!window.sidebar().places()->iconsOnly());
        QTRY_COMPARE(window.sidebar().width(), wide);
    }

    void signingOutTakesThePagesAway() {
        action("Sign out")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_app->window().windowTitle(), text("Sign in – Dropseal"), Patience);
        QVERIFY(!m_app->window().sidebar().isVisible());
        QVERIFY(!action("Add files")->isEnabled());
        audit();
    }

private:
    QString areaOf(const QWidget* widget) {
        const MainWindow& window = m_app->window();
        return window.sidebar().isAncestorOf(widget)  ? text("sidebar")
               : window.banner().isAncestorOf(widget) ? text("banner")
               : window.toast().isAncestorOf(widget)  ? text("notice")
                                                      : text("page");
    }

    /// The processes that this one has started.
    static QStringList children() {
        QFile list(QStringLiteral("/proc/self/task/%1/children").arg(::getpid()));
        if (!list.open(QIODevice::ReadOnly))
            return {};
        return QString::fromLatin1(list.readAll()).split(u' ', Qt::SkipEmptyParts);
    }

    void go(const char* place) {
        const bool transfers = QByteArray(place) == "transfers";
        action(transfers ? "Transfers" : "Files")->trigger();
        QCOMPARE(m_app->window().windowTitle(),
                 transfers ? text("Transfers – Dropseal") : text("Files – Dropseal"));
    }

    QAction* action(const char* name) {
        for (QAction* const action : m_app->window().actions()) {
            if (plain(action->text()) == text(name))
                return action;
        }
        qFatal("no action %s", name);
    }

    QLineEdit* field(const char* name) {
        for (QLineEdit* const edit : m_app->window().findChildren<QLineEdit*>()) {
            if (edit->isVisible() && edit->accessibleName() == text(name))
                return edit;
        }
        return nullptr;
    }

    void press(const char* name) {
        for (QAbstractButton* const button : m_app->window().findChildren<QAbstractButton*>()) {
            if (button->isVisible() && button->accessibleName() == text(name)) {
                button->click();
                return;
            }
        }
        QFAIL(name);
    }

    void audit() {
        QStringList names;
        QStringList unnamed;
        collect(QAccessible::queryAccessibleInterface(&m_app->window()), names, unnamed);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
        QVERIFY(!names.isEmpty());
        // The one exception: on the empty Files page "Add files" stands in the header and in the zone.
        names.removeOne(QStringLiteral("%1 \"Add files\"").arg(static_cast<int>(QAccessible::Button)));
        QStringList twice;
        names.sort();
        for (qsizetype i = 1; i < names.size(); ++i) {
            if (names.at(i) == names.at(i - 1))
                twice += names.at(i);
        }
        QVERIFY2(twice.isEmpty(), qPrintable(m_app->window().windowTitle() + u'\n' + twice.join(u'\n')));
    }

    QTemporaryDir m_folder;
    AppPaths m_paths;
    std::unique_ptr<App> m_app;
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("dropseal"));
    QApplication::setQuitOnLastWindowClosed(false);
    WindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window.moc"

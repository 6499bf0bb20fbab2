// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/window_acts.h"

#include "app/pages/actions.h"
#include "app/pages/intake.h"
#include "app/pages/page.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/shell/areas.h"
#include "app/shell/bundled_server.h"
#include "app/shell/main_window.h"
#include "app/shell/menus.h"
#include "app/shell/navigation.h"
#include "app/widgets/banner.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/toast.h"

#include <QtGui/QAction>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QToolButton>

namespace dropseal::app {

namespace {

const QLatin1String MenuBarState("menu-bar");

} // namespace

WindowActs::WindowActs(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
    auto* const open_menu = new QAction(tr("Open menu"), &parts.actions);
    open_menu->setShortcut(Qt::Key_F10);
    connect(open_menu, &QAction::triggered, this, &WindowActs::openMenu);
    for (QAction* const action : parts.actions.findChildren<QAction*>())
        parts.window.addAction(action);
    parts.menus.fill(*parts.window.menuBar());
    connectPlaces();
    connectWork();
    connectLooks();
    connect(&parts.session, &Session::stateChanged, this, &WindowActs::update);
    connect(&parts.navigation, &Navigation::changed, this, &WindowActs::update);
    connect(&parts.server, &BundledServer::changed, this, &WindowActs::update);
    update();
}

void WindowActs::connectPlaces() {
    Actions& acts = m_parts.actions;
    Navigation& navigation = m_parts.navigation;
    connect(acts.go_files, &QAction::triggered, this, [&navigation] { navigation.show(PageId::Files); });
    connect(acts.go_transfers, &QAction::triggered, this,
            [&navigation] { navigation.show(PageId::Transfers); });
    connect(acts.settings, &QAction::triggered, this, [&navigation] { navigation.show(PageId::Settings); });
    connect(acts.switch_server, &QAction::triggered, this,
            [&navigation] { navigation.show(PageId::ChooseServer); });
    connect(acts.server_log, &QAction::triggered, this, [&navigation] { navigation.showServerLog(); });
    connect(acts.next_area, &QAction::triggered, this, [this] { nextArea(true); });
    connect(acts.previous_area, &QAction::triggered, this, [this] { nextArea(false); });
    connect(acts.find, &QAction::triggered, this, [&navigation] {
        if (Page* const page = navigation.page())
            page->find();
    });
    connect(acts.reload, &QAction::triggered, this, [&navigation] {
        if (Page* const page = navigation.page())
            page->reload();
    });
}

void WindowActs::connectWork() {
    Actions& acts = m_parts.actions;
    connect(acts.add_files, &QAction::triggered, &m_parts.intake, &Intake::addFiles);
    connect(acts.add_folder, &QAction::triggered, &m_parts.intake, &Intake::addFolder);
    connect(acts.paste, &QAction::triggered, &m_parts.intake, &Intake::paste);
    Toast& toast = m_parts.window.toast();
    connect(&m_parts.intake, &Intake::refused, &toast, [&toast](const QString& why) { toast.say(why); });
    connect(acts.undo, &QAction::triggered, &toast, [&toast] { toast.undo(); });
    connect(&m_parts.session, &Session::stateChanged, &toast, [&toast](Session::State state) {
        if (state == Session::State::SignedOut || state == Session::State::Ended)
            toast.clear();
    });
    connect(acts.copy_newest_link, &QAction::triggered, &m_parts.navigation, &Navigation::copyNewestLink);
    connect(acts.sign_out, &QAction::triggered, &m_parts.session, &Session::signOut);
    connect(acts.share_on_network, &QAction::triggered, this, [this] {
        m_parts.actions.share_on_network->setChecked(m_parts.server.isShared()); // until it is so
        m_parts.navigation.askToShareOnNetwork();
    });
    connect(acts.open_window, &QAction::triggered, this, [this] { m_parts.window.open(); });
}

void WindowActs::connectLooks() {
    Actions& acts = m_parts.actions;
    AppSettings& settings = m_parts.settings;
    QMenuBar* const bar = m_parts.window.menuBar();
    acts.show_menu_bar->setChecked(settings.windowState(MenuBarState) == "1");
    bar->setVisible(acts.show_menu_bar->isChecked());
    connect(acts.show_menu_bar, &QAction::toggled, this, [bar, &settings](bool on) {
        bar->setVisible(on);
        settings.setWindowState(MenuBarState, on ? "1" : "0");
    });
    acts.compact_rows->setChecked(settings.compactRows());
    connect(acts.compact_rows, &QAction::toggled, &settings, &AppSettings::setCompactRows);
    connect(&settings, &AppSettings::changed, this,
            [&acts, &settings] { acts.compact_rows->setChecked(settings.compactRows()); });
}

void WindowActs::nextArea(bool forward) {
    MainWindow& window = m_parts.window;
    QList<QWidget*> areas{&window.sidebar(), &window.banner()};
    if (const Page* const page = m_parts.navigation.page())
        areas += page->areas();
    areas += &window.toast();
    if (window.menuBar()->isVisible())
        areas += window.menuBar();
    focusNextArea(areas, forward);
}

/// The page's Menu button, or the menu bar where the page has none.
void WindowActs::openMenu() {
    QMenu* const menu = m_parts.menus.button();
    for (QToolButton* const button : m_parts.window.findChildren<QToolButton*>()) {
        if (button->menu() == menu && button->isVisible()) {
            const bool mirrored = button->isRightToLeft();
            const QPoint corner = mirrored ? button->rect().bottomRight() : button->rect().bottomLeft();
            menu->popup(button->mapToGlobal(corner) - QPoint(mirrored ? menu->sizeHint().width() : 0, 0));
            return;
        }
    }
    QMenuBar* const bar = m_parts.window.menuBar();
    if (bar->isVisible())
        bar->setActiveAction(bar->actions().first());
}

void WindowActs::update() {
    Actions& acts = m_parts.actions;
    const bool signed_in = m_parts.session.state() == Session::State::SignedIn;
    const bool has_server = m_parts.session.state() != Session::State::NoServer;
    const bool bundled = has_server && m_parts.session.profile().bundled;
    for (QAction* const action :
         {acts.add_files, acts.add_folder, acts.paste, acts.go_files, acts.go_transfers, acts.sign_out,
          acts.find, acts.undo, acts.copy_newest_link})
        action->setEnabled(signed_in);
    acts.switch_server->setEnabled(has_server);
    acts.server_log->setEnabled(bundled);
    acts.share_on_network->setEnabled(signed_in && bundled);
    acts.share_on_network->setChecked(m_parts.server.isShared());
}

} // namespace dropseal::app

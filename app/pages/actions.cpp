// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/actions.h"

#include <QtGui/QAction>

namespace dropseal::app {

namespace {

QAction* make(QObject* owner, const QString& text, const QList<QKeySequence>& keys = {}) {
    auto* action = new QAction(text, owner);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WindowShortcut);
    action->setAutoRepeat(false);
    action->setMenuRole(QAction::NoRole); // no guessing by text where a menu bar is the system's
    return action;
}

QKeySequence keys(int modifiers_and_key) {
    return QKeySequence(modifiers_and_key);
}

QKeySequence control(Qt::Key key) {
    return QKeySequence(Qt::CTRL | key);
}

QKeySequence controlShift(Qt::Key key) {
    return QKeySequence(Qt::CTRL | Qt::SHIFT | key);
}

} // namespace

Actions::Actions(QObject* parent) : QObject(parent) {
    // clang-format off
    add_files = make(this, tr("Add files…"), {control(Qt::Key_O)});
    add_folder = make(this, tr("Add folder…"), {controlShift(Qt::Key_O)});
    paste = make(this, tr("Paste"), {control(Qt::Key_V)});
    copy_newest_link = make(this, tr("Copy newest link"));
    switch_server = make(this, tr("Switch server"));
    share_on_network = make(this, tr("Share on this network…"));
    share_on_network->setCheckable(true);
    sign_out = make(this, tr("Sign out"));
    settings = make(this, tr("Settings"), {control(Qt::Key_Comma)});
    settings->setMenuRole(QAction::PreferencesRole);
    undo = make(this, tr("Undo"), {control(Qt::Key_Z)});
    find = make(this, tr("Find"), {control(Qt::Key_F)});
    reload = make(this, tr("Reload"), {keys(Qt::Key_F5), control(Qt::Key_R)});
    show_menu_bar = make(this, tr("Show menu bar"), {control(Qt::Key_M)});
    show_menu_bar->setCheckable(true);
    compact_rows = make(this, tr("Compact rows"));
    compact_rows->setCheckable(true);
    go_files = make(this, tr("Files"), {control(Qt::Key_1)});
    go_transfers = make(this, tr("Transfers"), {control(Qt::Key_2)});
    next_area = make(this, tr("Next area"), {keys(Qt::Key_F6)});
    previous_area = make(this, tr("Previous area"), {QKeySequence(Qt::SHIFT | Qt::Key_F6)});
    server_log = make(this, tr("Server log"));
    help = make(this, tr("Help"), {keys(Qt::Key_F1)});
    about = make(this, tr("About"));
    about->setMenuRole(QAction::AboutRole);
    open_window = make(this, tr("Open Dropseal"));
    quit = make(this, tr("Quit"), {control(Qt::Key_Q)});
    quit->setMenuRole(QAction::QuitRole);

    copy_link = make(this, tr("Copy link"), {control(Qt::Key_L)});
    copy_link_hour = make(this, tr("1 hour"));
    copy_link_day = make(this, tr("1 day"));
    copy_link_week = make(this, tr("7 days"));
    download = make(this, tr("Download…"));
    rename = make(this, tr("Rename…"), {keys(Qt::Key_F2)});
    delete_files = make(this, tr("Delete"), {keys(Qt::Key_Delete)});
    restore = make(this, tr("Restore"));
    delete_for_good = make(this, tr("Delete for good…"), {QKeySequence(Qt::SHIFT | Qt::Key_Delete)});
    select_all = make(this, tr("Select all"), {control(Qt::Key_A)});

    pause = make(this, tr("Pause"), {control(Qt::Key_P)});
    resume = make(this, tr("Resume"));
    start_now = make(this, tr("Start now"));
    cancel_transfer = make(this, tr("Cancel transfer"));
    retry = make(this, tr("Retry"));
    retry_failed = make(this, tr("Retry failed"));
    pause_all = make(this, tr("Pause all"), {controlShift(Qt::Key_P)});
    resume_all = make(this, tr("Resume all"));
    clear_done = make(this, tr("Clear done"));
    copy_paths = make(this, tr("Copy paths"));
    move_up = make(this, tr("Move up"), {QKeySequence(Qt::ALT | Qt::Key_Up)});
    move_down = make(this, tr("Move down"), {QKeySequence(Qt::ALT | Qt::Key_Down)});
    // clang-format on
    move_up->setAutoRepeat(true);
    move_down->setAutoRepeat(true);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

class QAction;

namespace dropseal::app {

/// The one set of acts behind the action rows, the context menus, the Menu button, the menu bar and the tray
/// (UI.md 7). Made once; texts carry the dots of a menu ("Add files…"), buttons get names without. Shortcuts
/// are of the whole window; an act that has no meaning on the page in front is disabled by whoever owns it.
/// GUI thread.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QObject* parent = nullptr);

    // Everywhere (the shell or the intake connects them)
    QAction* add_files;        ///< Ctrl+O
    QAction* add_folder;       ///< Ctrl+Shift+O
    QAction* paste;            ///< Ctrl+V, where no text field has the focus
    QAction* copy_newest_link; ///< tray: of the newest sealed file
    QAction* switch_server;
    QAction* share_on_network; ///< checkable
    QAction* sign_out;
    QAction* settings;      ///< Ctrl+,
    QAction* undo;          ///< Ctrl+Z: the notice's Undo
    QAction* find;          ///< Ctrl+F
    QAction* reload;        ///< F5, and Ctrl+R outside Transfers
    QAction* show_menu_bar; ///< Ctrl+M, checkable
    QAction* compact_rows;  ///< checkable
    QAction* go_files;      ///< Ctrl+1
    QAction* go_transfers;  ///< Ctrl+2
    QAction* next_area;     ///< F6
    QAction* previous_area; ///< Shift+F6
    QAction* server_log;
    QAction* help; ///< F1
    QAction* about;
    QAction* open_window; ///< tray
    QAction* quit;        ///< Ctrl+Q

    // Files (FilesPage connects them and says when they mean something)
    QAction* copy_link;       ///< Ctrl+L: of the selection, or of the newest file
    QAction* copy_link_hour;  ///< context menu "Copy link for": 1 hour
    QAction* copy_link_day;   ///< 1 day
    QAction* copy_link_week;  ///< 7 days
    QAction* download;        ///< "Download…"
    QAction* rename;          ///< F2
    QAction* delete_files;    ///< Del
    QAction* restore;         ///< in the trash
    QAction* delete_for_good; ///< in the trash
    QAction* select_all;      ///< Ctrl+A

    // Transfers (TransferActs connects them; they act on the selection of the dock or page that has the
    // focus)
    QAction* pause; ///< Ctrl+P toggles pause and resume
    QAction* resume;
    QAction* start_now;
    QAction* cancel_transfer;
    QAction* retry; ///< Ctrl+R on Transfers
    QAction* retry_failed;
    QAction* pause_all; ///< Ctrl+Shift+P toggles
    QAction* resume_all;
    QAction* clear_done;
    QAction* copy_paths;
    QAction* move_up;   ///< Alt+Up
    QAction* move_down; ///< Alt+Down
};

} // namespace dropseal::app

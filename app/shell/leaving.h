// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dropseal::app {

/// How somebody wants to be rid of the window.
enum class LeaveBy { CloseWindow, Quit };

struct LeaveFacts {
    LeaveBy by = LeaveBy::CloseWindow;
    bool has_tray = false;
    bool keep_serving = true; ///< the setting
    bool bundled = false;     ///< its server runs here, and ends with the program
    int live_links = 0;
    int sending = 0;
};

enum class Leave { Quit, HideToTray, Ask };

/// What then happens. Nothing is asked where nothing is lost by it.
Leave leaveBy(const LeaveFacts& facts);

} // namespace dropseal::app

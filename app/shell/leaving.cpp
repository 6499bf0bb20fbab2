// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/leaving.h"

namespace dropseal::app {

Leave leaveBy(const LeaveFacts& facts) {
    const bool links_end = facts.bundled && facts.live_links > 0;
    if (!links_end && facts.sending == 0)
        return Leave::Quit;
    const bool in_background = facts.has_tray && facts.keep_serving;
    if (facts.by == LeaveBy::CloseWindow)
        return in_background ? Leave::HideToTray : Leave::Ask;
    // Quit is meant: transfers go on next time, and only links that stop working are worth a question.
    return in_background && !links_end ? Leave::Quit : Leave::Ask;
}

} // namespace dropseal::app

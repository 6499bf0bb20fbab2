// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/actions.h"
#include "app/pages/intake.h"
#include "app/pages/seal_announcer.h"
#include "app/pages/transfer_acts.h"
#include "app/shell/banners.h"
#include "app/shell/desktop_appearance.h"
#include "app/shell/main_window.h"
#include "app/shell/menus.h"
#include "app/shell/navigation.h"
#include "app/shell/notifier.h"
#include "app/shell/recent_errors.h"
#include "app/shell/tray.h"
#include "app/shell/window_acts.h"

namespace dropseal::app {

struct AppCore;

/// The window and all that belongs to it, in the order in which each needs the ones before it.
struct WindowParts {
    explicit WindowParts(AppCore& core);

    DesktopAppearance appearance; ///< the look is there before the first widget
    Actions actions;
    MainWindow window;
    Intake intake;
    TransferActs transfer_acts;
    Menus menus;
    Navigation navigation;
    PageContext context;
    WindowActs acts;
    Banners banners;
    SealAnnouncer announcer;
    Tray tray;
    Notifier notifier;
    RecentErrors errors;
};

} // namespace dropseal::app

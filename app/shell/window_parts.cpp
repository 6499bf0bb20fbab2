// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/window_parts.h"

#include "app/shell/app_core.h"
#include "app/widgets/sidebar.h"

namespace dropseal::app {

WindowParts::WindowParts(AppCore& core)
    : appearance(core.settings)
    , window(core.settings)
    , intake(*core.queue, &window)
    , transfer_acts(actions, *core.queue, core.transfers)
    , menus(actions)
    , navigation(window, core.session)
    , context{core.session, core.client, *core.queue,   core.settings,  core.profiles,
              core.backend, core.links,  core.files,    core.transfers, core.storage,
              actions,      intake,      transfer_acts, navigation,     window.toast()}
    , acts({actions, window, navigation, core.session, core.server, core.settings, intake, menus})
    , banners(window.banner(), {core.session, core.client, core.backend, core.server})
    , announcer(context)
    , tray(actions, core.transfers)
    , notifier({*core.queue, core.session, core.storage, core.settings, window})
    , errors(*core.queue, core.session, core.client) {
    window.sidebar().account()->setMenu(menus.account());
    navigation.begin(context, menus.button());
}

} // namespace dropseal::app

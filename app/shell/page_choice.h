// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page_context.h"
#include "app/session/session.h"

namespace dropseal::app {

/// The page to go to when the session goes from one state to another; none: stay, the page in front deals
/// with it. `current` is none before the first page.
std::optional<PageId> pageFor(Session::State state, Session::State before, std::optional<PageId> current);

/// Pages of one who is signed in: with the sidebar beside them.
bool hasSidebar(PageId page, Session::State state);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/pages/pages_rig.h"

namespace dropseal::gallery {

/// One picture: what it is called, and what has to happen until it looks so. False: it could not be made so.
struct State {
    const char* name;
    std::function<bool(app::test::PagesRig&)> make;
};

std::vector<State> fileStates();
std::vector<State> otherStates();

} // namespace dropseal::gallery

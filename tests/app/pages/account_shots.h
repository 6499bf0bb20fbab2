// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/app/page_fixture.h"

namespace dropseal::gallery {

/// A page in one state, ready to be looked at.
struct Shot {
    const char* name;
    QSize size;
    std::function<std::unique_ptr<QWidget>(app::test::PageFixture&)> make;
};

std::vector<Shot> accountShots();

} // namespace dropseal::gallery

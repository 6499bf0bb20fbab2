// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dropseal {

/// Ends the process by SIGKILL here, as a power cut would, where the environment says
/// DROPSEAL_CRASH_AT=<name> or <name>:<n> (at the n-th time, from 1). Does nothing, and does not look, unless
/// the CMake option DROPSEAL_CRASH_POINTS is on: it is for debug builds only.
void crashPoint(std::string_view name);

} // namespace dropseal

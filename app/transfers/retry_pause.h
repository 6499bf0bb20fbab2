// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace dropseal::app {

/// How long to wait before the try after `failures` of them: 1, 2, 5, 10, then 30 s, a fifth more or less by
/// `chance` (0 to 1), so that not all apps come back at once.
std::chrono::milliseconds retryPause(int failures, double chance);

} // namespace dropseal::app

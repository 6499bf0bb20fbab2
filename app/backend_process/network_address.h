// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dropseal::app {

/// A TCP port that nobody listens on at this moment; 0 where there is none.
int freePort();

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/instance_message.h"

#include <chrono>

namespace dropseal::app {

/// The side of the second start: tells the Dropseal that holds the lock of `folder`. It may be just starting
/// itself, so this waits for it. False where it does not answer within `limit`. Blocks, needs no event loop
/// and no display.
bool handOver(const QString& folder, const InstanceMessage& message, std::chrono::milliseconds limit);

} // namespace dropseal::app

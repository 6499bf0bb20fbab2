// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/retry_pause.h"

#include <algorithm>
#include <iterator>

namespace dropseal::app {

namespace {

constexpr int PausesMs[] = {1000, 2000, 5000, 10000, 30000};
constexpr double Spread = 0.2;

} // namespace

std::chrono::milliseconds retryPause(int failures, double chance) {
    const int last = static_cast<int>(std::size(PausesMs)) - 1;
    const int pause = PausesMs[std::clamp(failures - 1, 0, last)];
    const double factor = 1 + Spread * (2 * std::clamp(chance, 0.0, 1.0) - 1);
    return std::chrono::milliseconds(static_cast<std::int64_t>(pause * factor));
}

} // namespace dropseal::app

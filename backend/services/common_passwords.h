// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dropseal::services {

/// Whether everybody would guess it, in any case of its letters.
bool isCommonPassword(std::string_view password);

} // namespace dropseal::services

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace dropseal::config {

/// The text of `.env.example`: every setting of the table with its meaning, unit and default, commented out.
std::string envExample();

} // namespace dropseal::config

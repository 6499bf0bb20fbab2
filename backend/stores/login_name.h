// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dropseal::stores {

/// The one form in which login names (e-mail, user name, employee id) are compared and kept unique: Unicode
/// NFC, then case folding (Unicode section 3.13), then NFC again. `name` is valid UTF-8 and already trimmed.
std::string foldLoginName(std::string_view name);

/// The form in which texts are searched without regard to case. The same folding, for file names.
std::string foldForSearch(std::string_view text);

} // namespace dropseal::stores

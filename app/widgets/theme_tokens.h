// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QRgb>

#include <span>

namespace dropseal::app {

/// One colour of resources/themes/tokens.json.
struct ThemeToken {
    const char* theme; ///< "light", "dark", "contrast_light", "contrast_dark"
    const char* role;  ///< "text_on_accent"
    QRgb color;
};

/// All of them, as the build found them in the file.
std::span<const ThemeToken> themeTokens();

} // namespace dropseal::app

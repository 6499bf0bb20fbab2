// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QColor>
#include <QtGui/QPalette>

class QApplication;

namespace dropseal::app {

/// The colour roles of resources/themes/tokens.json (UI.md 2.1), in its order.
enum class ColorRole {
    Window,
    Sidebar,
    Surface,
    SurfaceAlt,
    Raised,
    Hover,
    Selection,
    SelectionInactive,
    Text,
    TextMuted,
    TextDisabled,
    TextOnAccent,
    TextOnSelection,
    Border,
    BorderStrong,
    Accent,
    AccentHover,
    AccentPressed,
    AccentSoft,
    Link,
    Focus,
    Warning,
    WarningSoft,
    Danger,
    DangerHover,
    DangerSoft,
    Info,
    InfoSoft,
    Track,
    Scrim,
};
inline constexpr int ColorRoleCount = 30;

enum class ThemeName { Light, Dark, ContrastLight, ContrastDark };

/// What decides about the look: the person's setting, and what the desktop says (app/shell asks the settings
/// portal).
struct ThemeSource {
    enum class Choice { System, Light, Dark, HighContrast };
    Choice choice = Choice::System;
    bool system_dark = false;
    bool system_high_contrast = false;
    bool reduced_motion = false; ///< the setting, or the desktop's
    bool operator==(const ThemeSource&) const = default;
};

ThemeName themeFor(const ThemeSource& source);
QColor themeColor(ThemeName theme, ColorRole role);
QPalette themePalette(ThemeName theme); ///< every role that Qt knows, all three groups
QString colorRoleName(ColorRole role);  ///< as in tokens.json: "text_on_accent"

/// The look of the running application. The state lives in its SealStyle; with any other style these answer
/// for Light. GUI thread.
class Theme {
public:
    /// Puts style, palette and motion in place. Call it before the first widget, and again whenever the
    /// source changes: everything that shows repaints, nothing is built anew.
    static void apply(const ThemeSource& source);

    static ThemeName current();
    static QColor color(ColorRole role);
    static bool isDark();
    static bool isHighContrast();
    static bool isReducedMotion();
    static int duration(int ms); ///< ms, or 0 with reduced motion
};

} // namespace dropseal::app

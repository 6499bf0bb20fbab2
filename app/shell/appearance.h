// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/app_settings.h"
#include "app/widgets/theme.h"

#include <QtCore/QByteArray>

#include <optional>

namespace dropseal::app {

/// What the desktop says of its looks; what it does not say is none. As the settings portal numbers it:
/// color-scheme 1 dark, 2 light, else no preference; contrast 1 high; reduced-motion 1.
struct DesktopLooks {
    std::optional<bool> dark;
    std::optional<bool> high_contrast;
    std::optional<bool> reduced_motion;
    bool operator==(const DesktopLooks&) const = default;

    /// Takes one value of the portal; false where the key is not one of ours.
    bool take(const QString& key, uint value);
    /// For the settings file, so that the first frame of the next start is right.
    QByteArray toBytes() const;
    static DesktopLooks fromBytes(const QByteArray& bytes);
};

/// The setting overrules the portal, which overrules the lightness of the platform's palette.
ThemeSource themeSourceFor(ThemeSetting setting, bool motion_reduced_by_setting, const DesktopLooks& desktop,
                           bool palette_is_dark);

} // namespace dropseal::app

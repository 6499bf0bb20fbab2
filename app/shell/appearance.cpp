// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/appearance.h"

namespace dropseal::app {

namespace {

char letterOf(const std::optional<bool>& value) {
    return !value ? '-' : *value ? '1' : '0';
}

std::optional<bool> valueOf(char letter) {
    return letter == '-' ? std::nullopt : std::optional(letter == '1');
}

} // namespace

bool DesktopLooks::take(const QString& key, uint value) {
    if (key == QLatin1String("color-scheme"))
        dark = value == 1 ? std::optional(true) : value == 2 ? std::optional(false) : std::nullopt;
    else if (key == QLatin1String("contrast"))
        high_contrast = value == 1;
    else if (key == QLatin1String("reduced-motion"))
        reduced_motion = value == 1;
    else
        return false;
    return true;
}

QByteArray DesktopLooks::toBytes() const {
    return {QByteArray(1, letterOf(dark)) + letterOf(high_contrast) + letterOf(reduced_motion)};
}

DesktopLooks DesktopLooks::fromBytes(const QByteArray& bytes) {
    constexpr qsizetype Letters = 3;
    if (bytes.size() != Letters)
        return {};
    return {valueOf(bytes[0]), valueOf(bytes[1]), valueOf(bytes[2])};
}

ThemeSource themeSourceFor(ThemeSetting setting, bool motion_reduced_by_setting, const DesktopLooks& desktop,
                           bool palette_is_dark) {
    ThemeSource source;
    switch (setting) {
    case ThemeSetting::System:
        source.choice = ThemeSource::Choice::System;
        break;
    case ThemeSetting::Light:
        source.choice = ThemeSource::Choice::Light;
        break;
    case ThemeSetting::Dark:
        source.choice = ThemeSource::Choice::Dark;
        break;
    case ThemeSetting::HighContrast:
        source.choice = ThemeSource::Choice::HighContrast;
        break;
    }
    source.system_dark = desktop.dark.value_or(palette_is_dark);
    source.system_high_contrast = desktop.high_contrast.value_or(false);
    source.reduced_motion = motion_reduced_by_setting || desktop.reduced_motion.value_or(false);
    return source;
}

} // namespace dropseal::app

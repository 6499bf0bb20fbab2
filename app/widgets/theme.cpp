// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/theme.h"

#include "app/widgets/choice_box.h"
#include "app/widgets/menu_button.h"
#include "app/widgets/seal_style.h"
#include "app/widgets/theme_tokens.h"

#include <QtWidgets/QApplication>
#include <QtWidgets/QToolTip>

#include <array>
#include <string_view>

// Outside of any namespace, as the macro asks.
static void initResources() {
    Q_INIT_RESOURCE(dropseal);
}

namespace dropseal::app {

namespace {

constexpr std::array<std::string_view, ColorRoleCount> RoleNames{"window",
                                                                 "sidebar",
                                                                 "surface",
                                                                 "surface_alt",
                                                                 "raised",
                                                                 "hover",
                                                                 "selection",
                                                                 "selection_inactive",
                                                                 "text",
                                                                 "text_muted",
                                                                 "text_disabled",
                                                                 "text_on_accent",
                                                                 "text_on_selection",
                                                                 "border",
                                                                 "border_strong",
                                                                 "accent",
                                                                 "accent_hover",
                                                                 "accent_pressed",
                                                                 "accent_soft",
                                                                 "link",
                                                                 "focus",
                                                                 "warning",
                                                                 "warning_soft",
                                                                 "danger",
                                                                 "danger_hover",
                                                                 "danger_soft",
                                                                 "info",
                                                                 "info_soft",
                                                                 "track",
                                                                 "scrim"};
constexpr std::array<std::string_view, 4> ThemeNames{"light", "dark", "contrast_light", "contrast_dark"};

using ThemeColors = std::array<QRgb, ColorRoleCount>;

std::array<ThemeColors, 4> readTokens() {
    std::array<ThemeColors, 4> themes{};
    for (const ThemeToken& token : themeTokens()) {
        const auto theme = std::find(ThemeNames.begin(), ThemeNames.end(), std::string_view(token.theme));
        const auto role = std::find(RoleNames.begin(), RoleNames.end(), std::string_view(token.role));
        if (theme != ThemeNames.end() && role != RoleNames.end()) {
            themes.at(static_cast<std::size_t>(theme - ThemeNames.begin()))
                .at(static_cast<std::size_t>(role - RoleNames.begin())) = token.color;
        }
    }
    return themes;
}

void setForeground(QPalette& palette, QPalette::ColorGroup group, const QColor& text, const QColor& muted) {
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(group, role, text);
    }
    palette.setColor(group, QPalette::PlaceholderText, muted);
}

const SealStyle* sealStyle() {
    return qobject_cast<const SealStyle*>(QApplication::style());
}

} // namespace

ThemeName themeFor(const ThemeSource& source) {
    using Choice = ThemeSource::Choice;
    const bool dark = source.choice == Choice::Dark || (source.choice != Choice::Light && source.system_dark);
    const bool contrast = source.choice == Choice::HighContrast ||
                          (source.choice == Choice::System && source.system_high_contrast);
    if (contrast) {
        return dark ? ThemeName::ContrastDark : ThemeName::ContrastLight;
    }
    return dark ? ThemeName::Dark : ThemeName::Light;
}

QColor themeColor(ThemeName theme, ColorRole role) {
    static const std::array<ThemeColors, 4> themes = readTokens();
    return QColor::fromRgb(themes.at(static_cast<std::size_t>(theme)).at(static_cast<std::size_t>(role)));
}

QString colorRoleName(ColorRole role) {
    const std::string_view name = RoleNames.at(static_cast<std::size_t>(role));
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QPalette themePalette(ThemeName theme) {
    const auto color = [theme](ColorRole role) { return themeColor(theme, role); };
    QPalette palette;
    const std::array<std::pair<QPalette::ColorRole, ColorRole>, 15> all{{
        {QPalette::Window, ColorRole::Window},
        {QPalette::Base, ColorRole::Surface},
        {QPalette::AlternateBase, ColorRole::SurfaceAlt},
        {QPalette::Button, ColorRole::Raised},
        {QPalette::Highlight, ColorRole::Selection},
        {QPalette::HighlightedText, ColorRole::TextOnSelection},
        {QPalette::Link, ColorRole::Link},
        {QPalette::LinkVisited, ColorRole::Link},
        {QPalette::ToolTipBase, ColorRole::Raised},
        {QPalette::BrightText, ColorRole::Danger},
        {QPalette::Light, ColorRole::Raised},
        {QPalette::Midlight, ColorRole::Hover},
        {QPalette::Mid, ColorRole::Border},
        {QPalette::Dark, ColorRole::BorderStrong},
        {QPalette::Shadow, ColorRole::Scrim},
    }};
    for (const auto& [role, token] : all) {
        palette.setColor(QPalette::All, role, color(token));
    }
    setForeground(palette, QPalette::All, color(ColorRole::Text), color(ColorRole::TextMuted));
    setForeground(palette, QPalette::Disabled, color(ColorRole::TextDisabled),
                  color(ColorRole::TextDisabled));
    palette.setColor(QPalette::Inactive, QPalette::Highlight, color(ColorRole::SelectionInactive));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(ColorRole::SelectionInactive));
    palette.setColor(QPalette::Disabled, QPalette::Base, color(ColorRole::Window));
    return palette;
}

void Theme::apply(const ThemeSource& source) {
    const ThemeName name = themeFor(source);
    auto* style = qobject_cast<SealStyle*>(QApplication::style());
    if (style && style->theme() == name && style->reducedMotion() == source.reduced_motion) {
        return;
    }
    if (style) {
        style->setTheme(name, source.reduced_motion);
    } else {
        initResources();
        installAccessibleFactory();
        installMenuButtonFactory();
        style = new SealStyle;
        style->setTheme(name, source.reduced_motion);
        QApplication::setStyle(style); // takes ownership
    }
    QApplication::setPalette(themePalette(name));
    QToolTip::setPalette(themePalette(name));
    for (QWidget* widget : QApplication::allWidgets()) {
        widget->update();
    }
}

ThemeName Theme::current() {
    const SealStyle* style = sealStyle();
    return style ? style->theme() : ThemeName::Light;
}

QColor Theme::color(ColorRole role) {
    return themeColor(current(), role);
}

bool Theme::isDark() {
    return current() == ThemeName::Dark || current() == ThemeName::ContrastDark;
}

bool Theme::isHighContrast() {
    return current() == ThemeName::ContrastLight || current() == ThemeName::ContrastDark;
}

bool Theme::isReducedMotion() {
    const SealStyle* style = sealStyle();
    return !style || style->reducedMotion();
}

int Theme::duration(int ms) {
    return isReducedMotion() ? 0 : ms;
}

} // namespace dropseal::app

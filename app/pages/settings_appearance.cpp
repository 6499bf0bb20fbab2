// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_context.h"
#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"
#include "app/widgets/theme_picker.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>

namespace dropseal::app {

namespace {

/// The settings' word for a theme, and the widgets' one: two rooms that do not know each other.
ThemeSetting settingOf(ThemeSource::Choice choice) {
    switch (choice) {
    case ThemeSource::Choice::System:
        return ThemeSetting::System;
    case ThemeSource::Choice::Light:
        return ThemeSetting::Light;
    case ThemeSource::Choice::Dark:
        return ThemeSetting::Dark;
    case ThemeSource::Choice::HighContrast:
        return ThemeSetting::HighContrast;
    }
    return ThemeSetting::System;
}

ThemeSource::Choice choiceOf(ThemeSetting setting) {
    using Choice = ThemeSource::Choice;
    for (const Choice choice : {Choice::System, Choice::Light, Choice::Dark, Choice::HighContrast}) {
        if (settingOf(choice) == setting)
            return choice;
    }
    return Choice::System;
}

class AppearanceSettings final : public SettingsGroup {
public:
    explicit AppearanceSettings(AppSettings& settings)
        : SettingsGroup(QStringLiteral("appearance"), tr("Appearance"), QStringLiteral("palette"))
        , m_settings(settings)
        , m_theme(new ThemePicker) {
        addSection(tr("Looks"));
        addWide(tr("Theme"), m_theme, tr("System, Light, Dark, High contrast"));
        m_motion = addCheck(tr("Motion"), tr("Reduce motion"),
                            tr("Bars and seals stand where they end, without moving there."));
        m_compact = addCheck(tr("Lists"), tr("Compact rows"));
        connect(m_theme, &ThemePicker::chosenByPerson, this,
                [this](ThemeSource::Choice choice) { m_settings.setTheme(settingOf(choice)); });
        connect(m_motion, &QCheckBox::toggled, &settings, &AppSettings::setReducedMotion);
        connect(m_compact, &QCheckBox::toggled, &settings, &AppSettings::setCompactRows);
        load();
    }

    void load() override {
        const QSignalBlocker motion(m_motion);
        const QSignalBlocker compact(m_compact);
        m_theme->choose(choiceOf(m_settings.theme()));
        m_motion->setChecked(m_settings.reducedMotion());
        m_compact->setChecked(m_settings.compactRows());
    }

private:
    AppSettings& m_settings;
    ThemePicker* m_theme;
    QCheckBox* m_motion;
    QCheckBox* m_compact;
};

} // namespace

SettingsGroup* makeAppearanceSettings(PageContext& context) {
    return new AppearanceSettings(context.settings);
}

} // namespace dropseal::app

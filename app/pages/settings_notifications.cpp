// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_context.h"
#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>

namespace dropseal::app {

namespace {

class NotificationSettings final : public SettingsGroup {
public:
    explicit NotificationSettings(AppSettings& settings)
        : SettingsGroup(QStringLiteral("notifications"), tr("Notifications"), QStringLiteral("bell"))
        , m_settings(settings) {
        addSection(tr("On the desktop"));
        m_sealed = addCheck(tr("Sealed"), tr("Show a notification when a file is sealed"));
        m_names = addCheck(tr("Privacy"), tr("Names in notifications"),
                           tr("Without names a notification says only that a file is sealed."));
        connect(m_sealed, &QCheckBox::toggled, &settings, &AppSettings::setNotifyWhenSealed);
        connect(m_names, &QCheckBox::toggled, &settings, &AppSettings::setNamesInNotifications);
        load();
    }

    void load() override {
        const QSignalBlocker sealed(m_sealed);
        const QSignalBlocker names(m_names);
        m_sealed->setChecked(m_settings.notifyWhenSealed());
        m_names->setChecked(m_settings.namesInNotifications());
    }

private:
    AppSettings& m_settings;
    QCheckBox* m_sealed;
    QCheckBox* m_names;
};

} // namespace

SettingsGroup* makeNotificationSettings(PageContext& context) {
    return new NotificationSettings(context.settings);
}

} // namespace dropseal::app

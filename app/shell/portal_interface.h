// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtDBus/QDBusAbstractInterface>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusVariant>

namespace dropseal::app {

/// org.freedesktop.portal.Settings; the signal's name and arguments are the portal's.
class PortalInterface : public QDBusAbstractInterface {
    Q_OBJECT
public:
    PortalInterface()
        : QDBusAbstractInterface(QStringLiteral("org.freedesktop.portal.Desktop"),
                                 QStringLiteral("/org/freedesktop/portal/desktop"),
                                 "org.freedesktop.portal.Settings", QDBusConnection::sessionBus(), nullptr) {}

Q_SIGNALS:
    void SettingChanged(const QString& name_space, const QString& key, const QDBusVariant& value);
};

} // namespace dropseal::app

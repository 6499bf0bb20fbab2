// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtDBus/QDBusAbstractInterface>
#include <QtDBus/QDBusConnection>

namespace dropseal::app {

/// The signals of org.freedesktop.Notifications; their names and arguments are the specification's.
class NotificationsInterface : public QDBusAbstractInterface {
    Q_OBJECT
public:
    NotificationsInterface()
        : QDBusAbstractInterface(QStringLiteral("org.freedesktop.Notifications"),
                                 QStringLiteral("/org/freedesktop/Notifications"),
                                 "org.freedesktop.Notifications", QDBusConnection::sessionBus(), nullptr) {}

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& key);
    void NotificationClosed(uint id, uint reason);
};

} // namespace dropseal::app

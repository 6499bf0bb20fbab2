// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/notification_gatherer.h"

#include <QtCore/QObject>

#include <map>
#include <memory>

namespace dropseal::app {

class NotificationsInterface;

/// org.freedesktop.Notifications, asked without waiting for it. GUI thread.
class DesktopNotifications : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotifications(QObject* parent = nullptr);
    ~DesktopNotifications() override;

    void show(const DesktopNotice& notification);

Q_SIGNALS:
    /// A button of it was pressed.
    void acted(dropseal::app::DesktopNotice::Act act, const dropseal::app::DesktopNotice& notification);
    /// The notification itself was pressed.
    void opened();
    /// Nobody on this desktop shows notifications; this one was not shown.
    void unavailable(const dropseal::app::DesktopNotice& notification);

private:
    void invoked(uint id, const QString& key);
    void connectToBus();

    std::unique_ptr<NotificationsInterface> m_interface;
    std::map<uint, DesktopNotice> m_shown;
};

} // namespace dropseal::app

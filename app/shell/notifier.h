// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/desktop_notifications.h"
#include "app/transfers/transfer_queue.h"

#include <QtCore/QTimer>

class QSystemTrayIcon;
class QWidget;

namespace dropseal::app {

class AppSettings;
class Session;
class StorageUse;

/// Says on the desktop what happened while one looked elsewhere. GUI thread; never waits for the desktop.
class Notifier : public QObject {
    Q_OBJECT
public:
    /// Where its news come from; all outlive it.
    struct Sources {
        TransferQueue& queue;
        Session& session;
        StorageUse& storage;
        AppSettings& settings;
        QWidget& window; ///< whether it is in front
    };
    Notifier(const Sources& sources, QObject* parent = nullptr);

    /// Shows what the desktop has no notifications for; may be null.
    void setTrayIcon(QSystemTrayIcon* icon) { m_tray = icon; }
    void stillServing(const QString& why);

Q_SIGNALS:
    void copyLink(const QString& link);
    void openWindow();
    void showTransfers();

private:
    void sealed(TransferNumber number);
    void failed(TransferNumber number);
    void storageChanged();
    void tell(NoticeEvent event);
    void flush();
    void act(DesktopNotice::Act act, const DesktopNotice& notification);

    Sources m_sources;
    NotificationGatherer m_gatherer;
    DesktopNotifications m_desktop;
    QTimer m_timer;
    QSystemTrayIcon* m_tray = nullptr;
    bool m_storage_told = false;
};

} // namespace dropseal::app

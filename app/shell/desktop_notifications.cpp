// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/desktop_notifications.h"

#include "app/shell/notifications_interface.h"

#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

#include <array>

namespace dropseal::app {

namespace {

struct ActName {
    DesktopNotice::Act act;
    const char* key;
    const char* text;
};
constexpr std::array ActNames{
    ActName{DesktopNotice::Act::CopyLink, "copy-link", QT_TRANSLATE_NOOP("DesktopNotice", "Copy link")},
    ActName{DesktopNotice::Act::Retry, "retry", QT_TRANSLATE_NOOP("DesktopNotice", "Retry")},
    ActName{DesktopNotice::Act::Show, "show", QT_TRANSLATE_NOOP("DesktopNotice", "Show")},
    ActName{DesktopNotice::Act::SignIn, "sign-in", QT_TRANSLATE_NOOP("DesktopNotice", "Sign in")},
};
constexpr std::size_t MostRemembered = 50;
constexpr int ServersDefaultTime = -1;

QStringList keysAndTexts(const DesktopNotice& notification) {
    QStringList list{QStringLiteral("default"),
                     QCoreApplication::translate("DesktopNotice", "Open Dropseal")};
    for (const DesktopNotice::Act act : notification.acts) {
        const auto* name = std::ranges::find(ActNames, act, &ActName::act);
        list << QLatin1String(name->key) << QCoreApplication::translate("DesktopNotice", name->text);
    }
    return list;
}

} // namespace

DesktopNotifications::DesktopNotifications(QObject* parent) : QObject(parent) {
}

DesktopNotifications::~DesktopNotifications() = default;

/// At the first notification, not when the program starts.
void DesktopNotifications::connectToBus() {
    m_interface = std::make_unique<NotificationsInterface>();
    connect(m_interface.get(), &NotificationsInterface::ActionInvoked, this, &DesktopNotifications::invoked);
    connect(m_interface.get(), &NotificationsInterface::NotificationClosed, this,
            [this](uint id, uint) { m_shown.erase(id); });
}

void DesktopNotifications::show(const DesktopNotice& notification) {
    if (!m_interface)
        connectToBus();
    // A server may read a body as markup (the specification's "body-markup"): nothing of a file name is.
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("dropseal")},
                            {QStringLiteral("category"), QStringLiteral("transfer")}};
    const QDBusPendingCall call = m_interface->asyncCall(
        QStringLiteral("Notify"), QStringLiteral("Dropseal"), uint(0), QStringLiteral("dropseal"),
        notification.title, notification.body.toHtmlEscaped(), keysAndTexts(notification), hints,
        ServersDefaultTime);
    auto* watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, notification](QDBusPendingCallWatcher* done) {
                done->deleteLater();
                const QDBusPendingReply<uint> reply = *done;
                if (reply.isError()) {
                    Q_EMIT unavailable(notification);
                    return;
                }
                if (m_shown.size() >= MostRemembered)
                    m_shown.erase(m_shown.begin());
                m_shown.insert_or_assign(reply.value(), notification);
            });
}

void DesktopNotifications::invoked(uint id, const QString& key) {
    const auto found = m_shown.find(id);
    if (found == m_shown.end())
        return; // another program's
    const DesktopNotice notification = found->second;
    const auto* name =
        std::ranges::find_if(ActNames, [&key](const ActName& row) { return key == QLatin1String(row.key); });
    if (name == ActNames.end())
        Q_EMIT opened();
    else
        Q_EMIT acted(name->act, notification);
}

} // namespace dropseal::app

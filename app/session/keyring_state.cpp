// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/keyring_state.h"

#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtDBus/QDBusVariant>

namespace dropseal::app {

namespace {

constexpr int AnswerLimitMs = 10000;

using Callback = std::function<void(std::optional<KeyringFault>)>;

/// `answered` gets the finished call; also where there is no bus at all.
void call(QObject* context, const QString& path, const QString& interface, const QString& method,
          const QVariantList& arguments, std::function<void(const QDBusPendingCall&)> answered) {
    QDBusMessage message =
        QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.secrets"), path, interface, method);
    message.setArguments(arguments);
    auto* const watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, AnswerLimitMs), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [answered = std::move(answered)](QDBusPendingCallWatcher* finished) {
                         finished->deleteLater();
                         answered(*finished);
                     });
}

} // namespace

void askKeyringState(QObject* context, const Callback& callback) {
    const auto is_locked = [callback](const QDBusPendingCall& finished) {
        const QDBusPendingReply<QDBusVariant> reply(finished);
        if (reply.isError())
            callback(KeyringFault::Missing);
        else
            callback(reply.value().variant().toBool() ? std::optional(KeyringFault::Locked) : std::nullopt);
    };
    const auto collection_came = [context, callback, is_locked](const QDBusPendingCall& finished) {
        const QDBusPendingReply<QDBusObjectPath> reply(finished);
        const QString collection = reply.isError() ? QString() : reply.value().path();
        if (collection.size() < 2) { // "/": nothing stands behind the name
            callback(KeyringFault::Missing);
            return;
        }
        call(context, collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"),
             {QStringLiteral("org.freedesktop.Secret.Collection"), QStringLiteral("Locked")}, is_locked);
    };
    call(context, QStringLiteral("/org/freedesktop/secrets"),
         QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("ReadAlias"),
         {QStringLiteral("default")}, collection_came);
}

} // namespace dropseal::app

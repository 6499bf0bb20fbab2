// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/server_address.h"

namespace dropseal::app {

namespace {

bool isLoopback(const QString& host) {
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           (host.startsWith(QLatin1String("127.")) && host.count(u'.') == 3);
}

int ownPort(const QString& scheme) {
    return scheme == QLatin1String("https") ? 443 : 80;
}

} // namespace

std::optional<QUrl> parseServerAddress(const QString& typed) {
    const QString text = typed.trimmed();
    const bool has_scheme = text.contains(QLatin1String("://"));
    const QUrl given(has_scheme ? text : QStringLiteral("https://") + text, QUrl::StrictMode);
    const QString scheme = given.scheme();
    if (!given.isValid() || given.host().isEmpty() || !given.userInfo().isEmpty() ||
        (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return std::nullopt;
    QUrl base;
    base.setScheme(!has_scheme && isLoopback(given.host()) ? QStringLiteral("http") : scheme);
    base.setHost(given.host());
    if (given.port() > 0 && given.port() != ownPort(base.scheme()))
        base.setPort(given.port());
    return base.isValid() ? std::optional<QUrl>(base) : std::nullopt;
}

QString shownServer(const QUrl& base) {
    const QString host = base.host();
    const QString shown = host.contains(u':') ? u'[' + host + u']' : host;
    return base.port() < 0 ? shown : shown + u':' + QString::number(base.port());
}

int portOf(const QUrl& base) {
    return base.port(ownPort(base.scheme()));
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"

#include <QtNetwork/QNetworkAccessManager>

#include <array>
#include <map>

namespace dropseal::app {

/// Network over QNetworkAccessManager, but for bodies from a device (SocketCall), where no proxy is between.
class QtNetwork final : public Network {
public:
    QtNetwork();

    std::unique_ptr<HttpCall> send(const HttpRequest& request, bool stream_body) override;
    void setPin(const QString& host, int port, const QString& fingerprint) override;

private:
    QByteArray pinFor(const QUrl& url) const;

    std::array<QNetworkAccessManager*, 3> managers();

    QNetworkAccessManager m_manager;
    /// Qt opens six connections to a server for each manager: what takes long must not hold up small calls,
    /// and up to eight transfers run at once.
    std::array<QNetworkAccessManager, 2> m_bulk;
    std::size_t m_next_bulk = 0;
    std::map<std::pair<QString, int>, QByteArray> m_pins;
};

} // namespace dropseal::app

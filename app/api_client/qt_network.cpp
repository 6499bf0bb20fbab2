// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/qt_network.h"

#include "app/api_client/qt_call.h"
#include "app/api_client/socket_call.h"

#include <QtNetwork/QHostAddress>
#include <QtNetwork/QNetworkCookie>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkProxyFactory>
#include <QtNetwork/QNetworkRequest>

namespace dropseal::app {

namespace {

/// The system's proxy, but never for this computer.
class SystemProxies final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
        const QString host = query.peerHostName();
        if (host == QLatin1String("localhost") || QHostAddress(host).isLoopback())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

/// Keeps nothing, gives nothing: there are no cookies in the contract.
class NoCookies final : public QNetworkCookieJar {
public:
    QList<QNetworkCookie> cookiesForUrl(const QUrl&) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie>&, const QUrl&) override { return false; }
};

constexpr const char* UserAgent = "Dropseal/" DROPSEAL_VERSION;

QNetworkRequest toQt(const HttpRequest& request) {
    QNetworkRequest out(request.url);
    // HTTP/2 of Qt 6.4 acts before encrypted() (CVE-2024-39936).
    out.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    out.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    out.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    out.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    out.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    out.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    out.setRawHeader("User-Agent", UserAgent);
    out.setRawHeader("Accept-Encoding", "identity"); // the bytes are hashed as they are
    for (const auto& [name, value] : request.headers)
        out.setRawHeader(name, value);
    return out;
}

bool needsProxy(const QUrl& url) {
    const QList<QNetworkProxy> proxies = SystemProxies().queryProxy(QNetworkProxyQuery(url));
    return !proxies.isEmpty() && proxies.first().type() != QNetworkProxy::NoProxy &&
           proxies.first().type() != QNetworkProxy::DefaultProxy;
}

int portOf(const QUrl& url) {
    return url.port(url.scheme() == QLatin1String("https") ? 443 : 80);
}

} // namespace

QByteArray HttpAnswer::header(QByteArrayView name) const {
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QtNetwork::QtNetwork() {
    for (QNetworkAccessManager* const manager : managers()) {
        manager->setProxyFactory(new SystemProxies);
        manager->setCookieJar(new NoCookies);
        manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        manager->setAutoDeleteReplies(false);
    }
}

std::array<QNetworkAccessManager*, 3> QtNetwork::managers() {
    return {&m_manager, &m_bulk[0], &m_bulk[1]};
}

QByteArray QtNetwork::pinFor(const QUrl& url) const {
    const auto found = m_pins.find({url.host(), portOf(url)});
    return found == m_pins.end() ? QByteArray() : found->second;
}

std::unique_ptr<HttpCall> QtNetwork::send(const HttpRequest& request, bool stream_body) {
    const bool has_device = request.device != nullptr && request.length > 0;
    if (has_device && !stream_body && !needsProxy(request.url))
        return std::make_unique<SocketCall>(request, SocketCall::Options{UserAgent, pinFor(request.url)});
    QNetworkAccessManager& manager =
        stream_body || has_device ? m_bulk[m_next_bulk++ % m_bulk.size()] : m_manager;
    QNetworkRequest out = toQt(request);
    QNetworkReply* reply = nullptr;
    if (request.method == "GET") {
        reply = manager.get(out);
    } else if (has_device) {
        out.setHeader(QNetworkRequest::ContentLengthHeader, request.length);
        reply = manager.sendCustomRequest(out, request.method, request.device);
    } else if (request.method == "DELETE" && request.body.isEmpty()) {
        reply = manager.deleteResource(out);
    } else {
        out.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
        reply = manager.sendCustomRequest(out, request.method, request.body);
    }
    return std::make_unique<QtCall>(reply,
                                    QtCall::Options{request.timeout, stream_body, pinFor(request.url)});
}

void QtNetwork::setPin(const QString& host, int port, const QString& fingerprint) {
    QByteArray& pin = m_pins[{host, port}];
    const QByteArray wanted = fingerprint.toLower().toLatin1();
    if (pin == wanted)
        return;
    pin = wanted;
    for (QNetworkAccessManager* const manager : managers())
        manager->clearConnectionCache(); // an open connection was checked against the old one
}

std::unique_ptr<Network> makeNetwork() {
    return std::make_unique<QtNetwork>();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtHttpServer/QAbstractHttpServer>
#include <QtHttpServer/QHttpServerRequest>
#include <QtHttpServer/QHttpServerResponder>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace dropseal::test {

/// The smallest HTTP server on Qt's: every request goes to one function with its responder, on Qt 6.4
/// and 6.8.
class EchoHttp final : public QAbstractHttpServer {
public:
    using Handler = std::function<void(EchoHttp&, const QHttpServerRequest&, QHttpServerResponder)>;

    /// The way back to the server's thread for other threads; shut once the server is gone.
    class Door {
    public:
        explicit Door(EchoHttp& server) : m_server(&server) {}
        void post(std::function<void()> call) {
            const std::lock_guard lock(m_mutex);
            if (m_server != nullptr)
                QMetaObject::invokeMethod(m_server, std::move(call), Qt::QueuedConnection);
        }
        void shut() {
            const std::lock_guard lock(m_mutex);
            m_server = nullptr;
        }

    private:
        std::mutex m_mutex;
        EchoHttp* m_server;
    };

    EchoHttp(QTcpServer& listener, Handler handler) : m_handler(std::move(handler)) { bind(&listener); }
    ~EchoHttp() override { m_door->shut(); }

    const std::shared_ptr<Door>& door() const { return m_door; }

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest& request, QHttpServerResponder& responder) override {
        m_handler(*this, request, std::move(responder));
        return true;
    }
    void missingHandler(const QHttpServerRequest&, QHttpServerResponder&) override {
    }
#else
    bool handleRequest(const QHttpServerRequest& request, QTcpSocket* socket) override {
        m_handler(*this, request, makeResponder(request, socket));
        return true;
    }
    void missingHandler(const QHttpServerRequest&, QTcpSocket*) override {
    }
#endif

private:
    Handler m_handler;
    std::shared_ptr<Door> m_door = std::make_shared<Door>(*this);
};

} // namespace dropseal::test

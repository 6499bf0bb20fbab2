// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/single_instance.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalSocket>

#include <sys/socket.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds MessageLimit{10};
constexpr int MostConnections = 16;
constexpr qsizetype LongestAddress = 107; // of a local socket (unix(7))

/// In the session's own folder, which ends with the session; beside the lock where there is none.
QString addressFor(const QString& folder) {
    const QByteArray mark =
        QCryptographicHash::hash(folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    const QString name = QStringLiteral("/dropseal-%1.sock").arg(QLatin1String(mark));
    if (!runtime.isEmpty() && ::access(runtime.constData(), W_OK | X_OK) == 0 &&
        runtime.size() + name.size() <= LongestAddress)
        return QFile::decodeName(runtime) + name;
    return folder + QStringLiteral("/lock.sock");
}

bool isOwn(const QLocalSocket& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) ==
               0 &&
           peer.uid == ::getuid();
}

} // namespace

SingleInstance::SingleInstance(std::unique_ptr<InstanceLock> lock, const QString& folder, QObject* parent)
    : QObject(parent), m_lock(std::move(lock)), m_folder(folder) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(MostConnections);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::accept);
}

SingleInstance::~SingleInstance() {
    m_lock->writeAddress({});
}

bool SingleInstance::listen() {
    const QString address = addressFor(m_folder);
    QLocalServer::removeServer(address); // we hold the lock: it is of one that was killed
    return m_server.listen(address) && m_lock->writeAddress(m_server.fullServerName());
}

void SingleInstance::accept() {
    while (QLocalSocket* const socket = m_server.nextPendingConnection()) {
        if (m_connections >= MostConnections || !isOwn(*socket)) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        ++m_connections;
        connect(socket, &QObject::destroyed, this, [this] { --m_connections; });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(MessageLimit, socket, [socket] { socket->abort(); });
        const auto reader = std::make_shared<InstanceMessageReader>();
        connect(socket, &QLocalSocket::readyRead, this, [this, socket, reader] { read(socket, *reader); });
        read(socket, *reader);
    }
}

void SingleInstance::read(QLocalSocket* socket, InstanceMessageReader& reader) {
    constexpr qint64 PieceSize = 64 * 1024;
    while (socket->bytesAvailable() > 0) {
        const auto state = reader.take(socket->read(PieceSize));
        if (state == InstanceMessageReader::State::More)
            continue;
        socket->disconnect(this);
        connect(socket, &QObject::destroyed, this, [this] { --m_connections; });
        if (state == InstanceMessageReader::State::Refused) {
            socket->abort();
            socket->deleteLater();
            return;
        }
        socket->write(InstanceAnswer.data(), InstanceAnswer.size());
        socket->disconnectFromServer(); // once the answer is out
        Q_EMIT called(reader.message());
        return;
    }
}

} // namespace dropseal::app

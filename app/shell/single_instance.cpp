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

QString runtimeFolder() {
    const QByteArray folder = qgetenv("XDG_RUNTIME_DIR");
    const bool usable = folder.startsWith('/') && ::access(folder.constData(), W_OK | X_OK) == 0;
    return usable ? QFile::decodeName(folder) : QString();
}

bool isShortEnough(const QString& address) {
    return QFile::encodeName(address).size() <= LongestAddress;
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

/// In the session's own folder, which ends with the session; else beside the lock.
QString SingleInstance::address() {
    const QByteArray mark =
        QCryptographicHash::hash(m_folder.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const QString in_session = runtimeFolder() + QStringLiteral("/dropseal-%1.sock").arg(QLatin1String(mark));
    if (!runtimeFolder().isEmpty() && isShortEnough(in_session))
        return in_session;
    const QString beside_lock = m_folder + QStringLiteral("/lock.sock");
    if (isShortEnough(beside_lock))
        return beside_lock;
    m_short_folder = std::make_unique<QTemporaryDir>(); // for its owner only
    return m_short_folder->filePath(QStringLiteral("sock"));
}

bool SingleInstance::listen() {
    const QString here = address();
    QLocalServer::removeServer(here); // we hold the lock: it is of one that was killed
    return m_server.listen(here) && m_lock->writeAddress(m_server.fullServerName());
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/instance_lock.h"
#include "app/shell/instance_message.h"

#include <QtCore/QObject>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalServer>

class QLocalSocket;

namespace dropseal::app {

/// The side of the first start: holds the lock and listens for later ones. Only programs of the same person
/// are heard; a message has a limit in bytes and in time. GUI thread.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    SingleInstance(std::unique_ptr<InstanceLock> lock, const QString& folder, QObject* parent = nullptr);
    ~SingleInstance() override;

    /// False: later starts cannot reach this one (they say so and end).
    bool listen();

Q_SIGNALS:
    void called(const dropseal::app::InstanceMessage& message);

private:
    QString address();
    void accept();
    void read(QLocalSocket* socket, InstanceMessageReader& reader);

    std::unique_ptr<InstanceLock> m_lock;
    QString m_folder;
    std::unique_ptr<QTemporaryDir> m_short_folder; ///< for the socket, where all other names are too long
    QLocalServer m_server;
    int m_connections = 0;
};

} // namespace dropseal::app

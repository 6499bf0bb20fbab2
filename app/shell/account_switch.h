// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

namespace dropseal::app {

class BackendProcess;
class FileLinks;
class FilesModel;
class Session;
class StorageUse;
class TransferQueue;
class TransfersModel;

/// Gives queue and lists the account that is signed in, and takes it away. GUI thread.
class AccountSwitch : public QObject {
    Q_OBJECT
public:
    struct Parts {
        Session& session;
        BackendProcess& backend;
        TransferQueue& queue;
        FileLinks& links;
        FilesModel& files;
        TransfersModel& transfers;
        StorageUse& storage;
    };
    explicit AccountSwitch(const Parts& parts, QObject* parent = nullptr);

    /// "https://files.example.org 0190…"; the bundled server is "bundled", whatever its port is.
    static QString accountOf(const Session& session);

private:
    void update();
    void updateOffline();

    Parts m_parts;
    QString m_account;
};

} // namespace dropseal::app

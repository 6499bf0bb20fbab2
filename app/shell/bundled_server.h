// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/backend_process/backend_process.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace dropseal::app {

class AppSettings;
class Session;

/// Glues the bundled server to the session: starts it when the session wants it, keeps its port, tells the
/// session each time it is up, shares it on the network and takes that back. It stays up until the program
/// ends, also while another server is in use: its links live as long as it runs. GUI thread.
class BundledServer : public QObject {
    Q_OBJECT
public:
    struct Place {
        QString program;
        QString data_dir;
    };
    BundledServer(BackendProcess& backend, Session& session, AppSettings& settings, const Place& place,
                  QObject* parent = nullptr);

    /// Answers at once; the session follows when the server is up again.
    void setShared(bool shared);
    bool isShared() const; ///< as it runs now, or is being started
    /// The address that links carry while it is shared; empty where this computer is in no network.
    QString sharedAddress() const;
    void startAgain();

Q_SIGNALS:
    void changed();          ///< state, sharing or address
    void startedAgain();     ///< it had stopped by itself, and is up again
    void sharingIs(bool on); ///< what was asked for by setShared() is done

private:
    void sessionChanged();
    void backendChanged();
    void checkAddress();
    BackendProcess::Options options() const;

    BackendProcess& m_backend;
    Session& m_session;
    AppSettings& m_settings;
    Place m_place;
    QString m_address; ///< with which it was started
    QTimer m_address_check;
    bool m_shared = false;
    bool m_has_crashed = false;
    bool m_switching = false;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/credential_store.h"

#include <QtCore/QHash>
#include <QtCore/QPointer>

#include <chrono>

namespace QKeychain {
class Job;
}

namespace dropseal::app {

/// CredentialStore over QtKeychain. Its answers come through GLib's event loop (libsecret), so the program
/// must not run with QT_NO_GLIB; then this says "no keyring" after a few seconds. A locked keyring answers a
/// read with "not found" (and asks the person first, where it can), so the secret service itself is asked
/// what that means; a write is read back.
class KeychainStore final : public CredentialStore {
    Q_OBJECT
public:
    /// `patience`: the person may be asked for the keyring's password meanwhile.
    explicit KeychainStore(const QString& service,
                           std::chrono::milliseconds patience = std::chrono::seconds(30));

    void read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) override;
    void write(const QString& account, const QByteArray& token, QObject* context,
               std::function<void(std::optional<KeyringFault>)> callback) override;
    void remove(const QString& account) override;

private:
    struct Outcome;
    using Done = std::function<void(const Outcome&)>;

    void readBack(const QString& account, const QByteArray& token, const QPointer<QObject>& context,
                  std::function<void(std::optional<KeyringFault>)> callback);
    void undoLateWrite(QKeychain::Job* job, const QString& account, quint64 change);
    void run(QKeychain::Job* job, const Done& done);
    static KeyringFault faultOf(const Outcome& outcome);

    QString m_service;
    std::chrono::milliseconds m_patience;
    QHash<QString, quint64> m_changes; ///< writes and removals, counted by account
};

} // namespace dropseal::app

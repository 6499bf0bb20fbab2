// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/credential_store.h"

namespace QKeychain {
class Job;
}

namespace dropseal::app {

/// CredentialStore over QtKeychain. Its answers come through GLib's event loop (libsecret), so the program
/// must not run with QT_NO_GLIB. A locked keyring answers a read with "not found", so nothing is believed
/// that was not tried: a write is read back, and a read that finds nothing is followed by a probe that
/// writes, reads and removes an entry of its own.
class KeychainStore final : public CredentialStore {
    Q_OBJECT
public:
    explicit KeychainStore(const QString& service);

    void read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) override;
    void write(const QString& account, const QByteArray& token, QObject* context,
               std::function<void(std::optional<KeyringFault>)> callback) override;
    void remove(const QString& account) override;

private:
    void readBack(const QString& account, const QByteArray& token, QPointer<QObject> context,
                  std::function<void(std::optional<KeyringFault>)> callback);
    void probe(QPointer<QObject> context, std::function<void(std::optional<KeyringFault>)> callback);
    struct Outcome;
    void run(QKeychain::Job* job, std::function<void(const Outcome&)> done);
    static KeyringFault faultOf(const Outcome& outcome);

    QString m_service;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QString>

#include <functional>
#include <memory>
#include <optional>

namespace dropseal::app {

enum class KeyringFault { Missing, Locked, Refused };

/// Where the refresh token is kept between two runs: the system's keyring, and nothing else
/// (SECURITY.md 4.33). Everything but "no error" and "not found" counts as "no keyring"; a read error never
/// deletes. GUI thread; callbacks come later, not at once.
class CredentialStore : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    struct ReadResult {
        std::optional<QByteArray> token; ///< none: nothing is kept, or the fault
        std::optional<KeyringFault> fault;
    };
    /// `account` names the server and the person, for example "https://files.example.org".
    virtual void read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) = 0;
    virtual void write(const QString& account, const QByteArray& token, QObject* context,
                       std::function<void(std::optional<KeyringFault>)> callback) = 0;
    virtual void remove(const QString& account) = 0;
};

/// With QtKeychain.
std::unique_ptr<CredentialStore> makeKeychainStore();

} // namespace dropseal::app

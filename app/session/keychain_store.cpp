// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/keychain_store.h"

#include <QtCore/QPointer>

#include <qt6keychain/keychain.h>

namespace dropseal::app {

namespace {

const QLatin1String ProbeAccount("probe");
const QByteArray ProbeToken("Is this keyring open?");

/// Everything but "no error" is a fault (QtKeychain 0.13 says OtherError for nearly all, NoBackendAvailable
/// hardly ever).
KeyringFault faultOf(const QKeychain::Job& job) {
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return KeyringFault::Refused;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return KeyringFault::Missing;
    default:
        break;
    }
    // libsecret's own words; they decide between two sentences on the screen and nothing else.
    const QString words = job.errorString();
    for (const char* sign : {"not provided", "Could not connect", "Unknown error", "was not found"}) {
        if (words.contains(QLatin1String(sign)))
            return KeyringFault::Missing;
    }
    return KeyringFault::Locked;
}

} // namespace

KeychainStore::KeychainStore(const QString& service) : m_service(service) {
}

void KeychainStore::run(QKeychain::Job* job, std::function<void(QKeychain::Job&)> done) {
    job->setInsecureFallback(false);
    connect(job, &QKeychain::Job::finished, this,
            [done = std::move(done)](QKeychain::Job* finished) { done(*finished); });
    job->start(); // deletes itself
}

void KeychainStore::read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) {
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [this, context = QPointer<QObject>(context),
              callback = std::move(callback)](QKeychain::Job& finished) {
        if (context == nullptr)
            return;
        if (finished.error() == QKeychain::NoError) {
            callback({static_cast<QKeychain::ReadPasswordJob&>(finished).binaryData(), std::nullopt});
            return;
        }
        if (finished.error() != QKeychain::EntryNotFound) {
            callback({std::nullopt, faultOf(finished)});
            return;
        }
        probe(context, [callback](std::optional<KeyringFault> fault) { callback({std::nullopt, fault}); });
    });
}

void KeychainStore::write(const QString& account, const QByteArray& token, QObject* context,
                          std::function<void(std::optional<KeyringFault>)> callback) {
    auto* job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(account);
    job->setBinaryData(token);
    run(job, [this, account, token, context = QPointer<QObject>(context),
              callback = std::move(callback)](QKeychain::Job& finished) {
        if (finished.error() == QKeychain::NoError)
            readBack(account, token, context, callback);
        else if (context != nullptr)
            callback(faultOf(finished));
    });
}

void KeychainStore::readBack(const QString& account, const QByteArray& token, QPointer<QObject> context,
                             std::function<void(std::optional<KeyringFault>)> callback) {
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [token, context, callback = std::move(callback)](QKeychain::Job& finished) {
        if (context == nullptr)
            return;
        const QByteArray kept = static_cast<QKeychain::ReadPasswordJob&>(finished).binaryData();
        const bool is_there = finished.error() == QKeychain::NoError &&
                              kept == token; // architecture: our own, from our own keyring
        callback(is_there ? std::nullopt : std::optional(KeyringFault::Locked));
    });
}

void KeychainStore::probe(QPointer<QObject> context,
                          std::function<void(std::optional<KeyringFault>)> callback) {
    // Runs to its end even when nobody waits any more, so that the entry goes again.
    write(ProbeAccount, ProbeToken, this, [this, context, callback = std::move(callback)](auto fault) {
        if (!fault)
            remove(ProbeAccount);
        if (context != nullptr)
            callback(fault);
    });
}

void KeychainStore::remove(const QString& account) {
    auto* job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(account);
    run(job, [](QKeychain::Job&) {});
}

std::unique_ptr<CredentialStore> makeKeychainStore() {
    return std::make_unique<KeychainStore>(QStringLiteral("dropseal"));
}

} // namespace dropseal::app

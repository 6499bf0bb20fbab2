// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/keychain_store.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <qt6keychain/keychain.h>

namespace dropseal::app {

namespace {

const QLatin1String ProbeAccount("probe");
const QByteArray ProbeToken("Is this keyring open?");

/// The person may be asked for the keyring's password meanwhile; a keyring that says nothing at all is none.
constexpr std::chrono::seconds AnswerLimit{60};

} // namespace

struct KeychainStore::Outcome {
    QKeychain::Error error = QKeychain::OtherError;
    QByteArray data;

    bool isGood() const { return error == QKeychain::NoError; }
};

/// Everything but "no error" is a fault; which, QtKeychain 0.13 hardly says: OtherError for nearly all,
/// NoBackendAvailable never. But a locked keyring answers reads, with "not found", and one that is not there
/// answers nothing.
KeyringFault KeychainStore::faultOf(const Outcome& outcome) {
    const bool is_refused =
        outcome.error == QKeychain::AccessDenied || outcome.error == QKeychain::AccessDeniedByUser;
    return is_refused ? KeyringFault::Refused : KeyringFault::Missing;
}

KeychainStore::KeychainStore(const QString& service) : m_service(service) {
}

void KeychainStore::run(QKeychain::Job* job, std::function<void(const Outcome&)> done) {
    job->setInsecureFallback(false);
    auto* const limit = new QTimer(this);
    limit->setSingleShot(true);
    limit->start(AnswerLimit);
    connect(limit, &QTimer::timeout, this, [job = QPointer<QKeychain::Job>(job), limit, done] {
        limit->deleteLater();
        if (job != nullptr)
            job->disconnect();
        done(Outcome());
    });
    connect(job, &QKeychain::Job::finished, limit, [limit, done](QKeychain::Job* finished) {
        limit->stop();
        limit->deleteLater();
        Outcome outcome{finished->error(), {}};
        if (auto* const reading = qobject_cast<QKeychain::ReadPasswordJob*>(finished))
            outcome.data = reading->binaryData();
        done(outcome);
    });
    job->start(); // deletes itself
}

void KeychainStore::read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) {
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [this, context = QPointer<QObject>(context),
              callback = std::move(callback)](const Outcome& outcome) {
        if (context == nullptr)
            return;
        if (outcome.isGood()) {
            callback({outcome.data, std::nullopt});
            return;
        }
        if (outcome.error != QKeychain::EntryNotFound) {
            callback({std::nullopt, faultOf(outcome)});
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
              callback = std::move(callback)](const Outcome& outcome) {
        if (outcome.isGood() || outcome.error == QKeychain::OtherError)
            readBack(account, token, context, callback);
        else if (context != nullptr)
            callback(faultOf(outcome));
    });
}

void KeychainStore::readBack(const QString& account, const QByteArray& token, QPointer<QObject> context,
                             std::function<void(std::optional<KeyringFault>)> callback) {
    auto* job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [token, context, callback = std::move(callback)](const Outcome& outcome) {
        if (context == nullptr)
            return;
        const QByteArray& kept = outcome.data;
        if (outcome.isGood() && kept == token) // architecture: our own, from our own keyring
            callback(std::nullopt);
        else if (outcome.isGood() || outcome.error == QKeychain::EntryNotFound)
            callback(KeyringFault::Locked);
        else
            callback(faultOf(outcome));
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
    run(job, [](const Outcome&) {});
}

std::unique_ptr<CredentialStore> makeKeychainStore() {
    return std::make_unique<KeychainStore>(QStringLiteral("dropseal"));
}

} // namespace dropseal::app

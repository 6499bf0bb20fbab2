// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/keychain_store.h"

#include "app/session/keyring_state.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QTimer>

#include <qt6keychain/keychain.h>

namespace dropseal::app {

namespace {

/// Without GLib's loop nothing of libsecret ever arrives.
constexpr std::chrono::seconds PatienceWithoutGlib{3};

bool hasGlib() {
    const auto* const dispatcher = QAbstractEventDispatcher::instance();
    return dispatcher != nullptr && dispatcher->inherits("QEventDispatcherGlib");
}

} // namespace

struct KeychainStore::Outcome {
    QKeychain::Error error = QKeychain::OtherError;
    QByteArray data;
    bool is_late = false; ///< given up; the job may still end

    bool isGood() const { return error == QKeychain::NoError; }
};

/// Everything but "no error" is a fault. AccessDenied is how libsecret's "is locked" arrives, also when the
/// person closed the prompt; a prompt that stands unanswered brings nothing at all. OtherError is the rest,
/// NoBackendAvailable never comes (0.13).
KeyringFault KeychainStore::faultOf(const Outcome& outcome) {
    if (outcome.error == QKeychain::AccessDeniedByUser)
        return KeyringFault::Refused;
    if (outcome.error == QKeychain::AccessDenied || (outcome.is_late && hasGlib()))
        return KeyringFault::Locked;
    return KeyringFault::Missing;
}

KeychainStore::KeychainStore(const QString& service, std::chrono::milliseconds patience)
    : m_service(service), m_patience(patience) {
}

void KeychainStore::run(QKeychain::Job* job, const Done& done) {
    job->setInsecureFallback(false);
    auto* const limit = new QTimer(job);
    limit->setSingleShot(true);
    limit->start(hasGlib() ? m_patience
                           : std::min<std::chrono::milliseconds>(m_patience, PatienceWithoutGlib));
    connect(limit, &QTimer::timeout, this, [done] {
        Outcome late;
        late.is_late = true;
        done(late);
    });
    connect(job, &QKeychain::Job::finished, this, [limit, done](QKeychain::Job* finished) {
        if (!limit->isActive()) // given up before
            return;
        limit->stop();
        Outcome outcome;
        outcome.error = finished->error();
        if (const auto* const reading = qobject_cast<QKeychain::ReadPasswordJob*>(finished))
            outcome.data = reading->binaryData();
        done(outcome);
    });
    job->start(); // deletes itself
}

void KeychainStore::read(const QString& account, QObject* context, std::function<void(ReadResult)> callback) {
    auto* const job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [context = QPointer<QObject>(context), callback = std::move(callback)](const Outcome& outcome) {
        if (context == nullptr)
            return;
        if (outcome.isGood())
            callback({outcome.data, std::nullopt});
        else if (outcome.error == QKeychain::EntryNotFound)
            askKeyringState(context, [callback](std::optional<KeyringFault> fault) {
                callback({std::nullopt, fault});
            });
        else
            callback({std::nullopt, faultOf(outcome)});
    });
}

void KeychainStore::write(const QString& account, const QByteArray& token, QObject* context,
                          std::function<void(std::optional<KeyringFault>)> callback) {
    const quint64 change = ++m_changes[account];
    auto* const job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(account);
    job->setBinaryData(token);
    run(job, [this, job, account, change, token, context = QPointer<QObject>(context),
              callback = std::move(callback)](const Outcome& outcome) {
        if (outcome.is_late)
            undoLateWrite(job, account, change);
        if (outcome.isGood())
            readBack(account, token, context, callback);
        else if (context != nullptr)
            callback(faultOf(outcome));
    });
}

/// The person was told that the token is not kept; so it is not, when the keyring is opened after all.
void KeychainStore::undoLateWrite(QKeychain::Job* job, const QString& account, quint64 change) {
    connect(job, &QKeychain::Job::finished, this, [this, account, change](QKeychain::Job* finished) {
        const bool is_newest = m_changes.value(account) == change;
        if (finished->error() == QKeychain::NoError && is_newest)
            remove(account);
    });
}

void KeychainStore::readBack(const QString& account, const QByteArray& token,
                             const QPointer<QObject>& context,
                             std::function<void(std::optional<KeyringFault>)> callback) {
    auto* const job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(account);
    run(job, [token, context, callback = std::move(callback)](const Outcome& outcome) {
        if (context == nullptr)
            return;
        if (!outcome.isGood())
            callback(faultOf(outcome));
        else if (outcome.data == token) // architecture: our own, from our own keyring
            callback(std::nullopt);
        else
            callback(KeyringFault::Refused);
    });
}

void KeychainStore::remove(const QString& account) {
    ++m_changes[account];
    auto* const job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(account);
    run(job, [](const Outcome&) {});
}

std::unique_ptr<CredentialStore> makeKeychainStore() {
    return std::make_unique<KeychainStore>(QStringLiteral("dropseal"));
}

} // namespace dropseal::app

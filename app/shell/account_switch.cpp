// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/account_switch.h"

#include "app/backend_process/backend_process.h"
#include "app/models/files_model.h"
#include "app/models/storage_use.h"
#include "app/models/transfers_model.h"
#include "app/pages/connection_truth.h"
#include "app/session/session.h"

namespace dropseal::app {

AccountSwitch::AccountSwitch(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
    // At once, before the client has another server; only at an end the pages first look at what was there.
    connect(&parts.session, &Session::stateChanged, this, [this](Session::State state) {
        const auto how = state == Session::State::Ended ? Qt::QueuedConnection : Qt::DirectConnection;
        QMetaObject::invokeMethod(this, &AccountSwitch::update, how);
    });
    connect(&parts.session, &Session::offlineChanged, this, &AccountSwitch::updateOffline);
    connect(&parts.backend, &BackendProcess::stateChanged, this, &AccountSwitch::updateOffline);
    const auto ask_storage = [this] { m_parts.storage.refreshSoon(); };
    connect(&parts.queue, &TransferQueue::sealed, this, ask_storage);
    connect(&parts.files, &FilesModel::countChanged, this, ask_storage);
}

QString AccountSwitch::accountOf(const Session& session) {
    if (session.state() != Session::State::SignedIn || !session.user())
        return {};
    const ServerProfile& profile = session.profile();
    const QString server =
        profile.bundled ? QStringLiteral("bundled") : profile.base.toString(QUrl::FullyEncoded);
    return server + u' ' + QString::fromStdString(session.user()->id.toString());
}

void AccountSwitch::update() {
    const QString account = accountOf(m_parts.session);
    updateOffline();
    m_parts.transfers.setServerName(serverInSentence(m_parts.session));
    if (account == m_account)
        return;
    m_account = account;
    m_parts.links.setAccount(account);
    m_parts.queue.setAccount(account);
    if (account.isEmpty()) {
        m_parts.files.clear();
        m_parts.storage.clear();
    } else {
        m_parts.storage.take(*m_parts.session.user());
        m_parts.files.reload();
    }
}

/// The bundled server's end is known before a call fails by it.
void AccountSwitch::updateOffline() {
    const bool server_is_down =
        m_parts.session.profile().bundled && m_parts.backend.state() != BackendProcess::State::Running;
    m_parts.queue.setOffline(m_parts.session.offline() || server_is_down);
}

} // namespace dropseal::app

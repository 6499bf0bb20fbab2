// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/bundled_server.h"

#include "app/session/app_settings.h"
#include "app/session/session.h"

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds AddressCheck{20};

} // namespace

BundledServer::BundledServer(BackendProcess& backend, Session& session, AppSettings& settings,
                             const Place& place, QObject* parent)
    : QObject(parent), m_backend(backend), m_session(session), m_settings(settings), m_place(place) {
    m_address_check.setInterval(AddressCheck);
    connect(&m_address_check, &QTimer::timeout, this, &BundledServer::checkAddress);
    connect(&session, &Session::stateChanged, this, &BundledServer::sessionChanged);
    connect(&backend, &BackendProcess::stateChanged, this, &BundledServer::backendChanged);
    connect(&backend, &BackendProcess::crashed, this, [this] { m_has_crashed = true; });
}

BackendProcess::Options BundledServer::options() const {
    BackendProcess::Options options;
    options.program = m_place.program;
    options.data_dir = m_place.data_dir;
    options.port = m_settings.bundledPort();
    options.share_on_network = m_settings.shareOnNetwork();
    return options;
}

void BundledServer::sessionChanged() {
    if (m_session.state() != Session::State::StartingBackend)
        return;
    if (m_backend.state() == BackendProcess::State::Running)
        QMetaObject::invokeMethod(this, &BundledServer::backendChanged, Qt::QueuedConnection);
    else if (m_backend.state() != BackendProcess::State::Starting)
        startAgain();
}

void BundledServer::startAgain() {
    m_shared = m_settings.shareOnNetwork();
    m_address = m_shared ? lanAddress() : QString();
    if (m_shared)
        m_address_check.start();
    else
        m_address_check.stop();
    m_backend.restart(options());
}

void BundledServer::backendChanged() {
    Q_EMIT changed();
    if (m_backend.state() != BackendProcess::State::Running)
        return;
    m_settings.setBundledPort(m_backend.port());
    m_session.bundledBackendReady(m_backend.base(), m_backend.setupToken());
    if (std::exchange(m_has_crashed, false))
        Q_EMIT startedAgain();
    if (std::exchange(m_switching, false))
        Q_EMIT sharingIs(m_shared);
}

void BundledServer::setShared(bool shared) {
    if (m_settings.shareOnNetwork() == shared && m_shared == shared)
        return;
    m_settings.setShareOnNetwork(shared);
    m_switching = true;
    startAgain();
}

/// The computer has moved into another network: links shall carry the address by which it is reached there.
void BundledServer::checkAddress() {
    const bool settled = m_backend.state() == BackendProcess::State::Running;
    const QString now = lanAddress();
    if (!settled || now == m_address)
        return;
    if (now.isEmpty()) { // it listens on, for when the network is back
        m_address = now;
        Q_EMIT changed();
        return;
    }
    startAgain();
}

bool BundledServer::isShared() const {
    return m_shared;
}

QString BundledServer::sharedAddress() const {
    return m_address;
}

} // namespace dropseal::app

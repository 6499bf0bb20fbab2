// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/storage_use.h"

#include "app/words/display_text.h"

namespace dropseal::app {

namespace {

constexpr qint64 LeastPauseMs = 2000;

} // namespace

StorageUse::StorageUse(ApiClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_wait.setSingleShot(true);
    connect(&m_wait, &QTimer::timeout, this, &StorageUse::ask);
}

void StorageUse::take(const api::User& user) {
    const std::optional<qint64> quota = user.quota_bytes;
    if (m_used == user.used_bytes && m_quota == quota)
        return;
    m_used = user.used_bytes;
    m_quota = quota;
    Q_EMIT changed();
}

void StorageUse::refreshSoon() {
    if (m_is_asking) {
        m_asks_again = true; // the answer on its way may be older than what happened now
        return;
    }
    if (m_wait.isActive())
        return;
    const qint64 since = m_since_asked.isValid() ? m_since_asked.elapsed() : LeastPauseMs;
    m_wait.start(static_cast<int>(qMax<qint64>(0, LeastPauseMs - since)));
}

void StorageUse::clear() {
    ++m_epoch;
    m_wait.stop();
    m_call.cancel();
    m_since_asked.invalidate();
    m_is_asking = false;
    m_asks_again = false;
    if (!m_used)
        return;
    m_used.reset();
    m_quota.reset();
    Q_EMIT changed();
}

bool StorageUse::isKnown() const {
    return m_used.has_value();
}

qint64 StorageUse::used() const {
    return m_used.value_or(0);
}

std::optional<qint64> StorageUse::quota() const {
    return m_quota;
}

QString StorageUse::text() const {
    if (!m_used)
        return {};
    if (!m_quota)
        return tr("%1 used").arg(sizeText(*m_used));
    return tr("%1 of %2 used").arg(sizeText(*m_used), sizeText(*m_quota));
}

void StorageUse::ask() {
    m_is_asking = true;
    m_since_asked.start();
    m_call = m_client.me(this, [this, epoch = m_epoch](const ApiResult<api::User>& user) {
        if (epoch == m_epoch)
            answered(user);
    });
}

void StorageUse::answered(const ApiResult<api::User>& user) {
    m_is_asking = false;
    if (m_asks_again) {
        m_asks_again = false;
        refreshSoon();
    }
    if (user) // without an answer the last one stands
        take(*user);
}

} // namespace dropseal::app

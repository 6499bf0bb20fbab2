// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

namespace dropseal::app {

/// How much of the quota is used, asked anew after uploads and deletions (at most every 2 s). GUI thread.
class StorageUse : public QObject {
    Q_OBJECT
public:
    explicit StorageUse(ApiClient& client, QObject* parent = nullptr);

    void take(const api::User& user); ///< what the sign-in told
    void refreshSoon();
    void clear();
    bool isKnown() const;
    qint64 used() const;
    std::optional<qint64> quota() const;
    QString text() const; ///< "214 GB of 500 GB used", "214 GB used"; empty while unknown

Q_SIGNALS:
    void changed();

private:
    void ask();
    void answered(const ApiResult<api::User>& user);

    ApiClient& m_client;
    QTimer m_wait;
    QElapsedTimer m_since_asked;
    ApiClient::Handle m_call;
    quint64 m_epoch = 0; ///< of the account: answers to an earlier one are ignored
    bool m_is_asking = false;
    bool m_asks_again = false;
    std::optional<qint64> m_used;
    std::optional<qint64> m_quota;
};

} // namespace dropseal::app

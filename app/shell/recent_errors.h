// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>

namespace dropseal::app {

class ApiClient;
class Session;
class TransferQueue;

/// The last errors, for About: what somebody who is asked for help wants to know. No names of files.
class RecentErrors : public QObject {
    Q_OBJECT
public:
    RecentErrors(TransferQueue& queue, Session& session, ApiClient& client, QObject* parent = nullptr);
    const QStringList& lines() const { return m_lines; } ///< the newest first

private:
    void add(const ApiError& error);

    QStringList m_lines;
};

} // namespace dropseal::app

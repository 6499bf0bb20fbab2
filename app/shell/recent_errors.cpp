// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/recent_errors.h"

#include "app/api_client/error_words.h"
#include "app/session/session.h"
#include "app/transfers/transfer_queue.h"

#include <QtCore/QDateTime>

namespace dropseal::app {

namespace {

constexpr qsizetype MostLines = 10;

} // namespace

RecentErrors::RecentErrors(TransferQueue& queue, Session& session, ApiClient& client, QObject* parent)
    : QObject(parent) {
    connect(&queue, &TransferQueue::failed, this, [this, &queue](TransferNumber number) {
        if (const auto transfer = queue.find(number); transfer && transfer->fault)
            add(*transfer->fault);
    });
    connect(&session, &Session::stateChanged, this, [this, &session](Session::State state) {
        if (state == Session::State::Ended)
            add(session.endReason());
        else if (session.connectionFault())
            add(*session.connectionFault());
    });
    connect(&client, &ApiClient::unreachable, this, &RecentErrors::add);
}

void RecentErrors::add(const ApiError& error) {
    if (error.kind == ApiError::Kind::LocalFile)
        return; // its words name a file
    const QString when = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    const QString details = errorWords(error, {}).details;
    const QString line = when + u' ' + details;
    if (!m_lines.isEmpty() && m_lines.first().endsWith(u' ' + details))
        m_lines.first() = line; // again and again, while there is no connection
    else
        m_lines.prepend(line);
    if (m_lines.size() > MostLines)
        m_lines.removeLast();
}

} // namespace dropseal::app

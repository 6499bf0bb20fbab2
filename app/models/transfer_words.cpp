// SPDX-License-Identifier: GPL-3.0-or-later
// The half of TransfersModel that says in words how a transfer stands (UI.md 4 and 8).
#include "app/api_client/error_words.h"
#include "app/models/transfers_model.h"
#include "app/words/display_text.h"

#include <QtCore/QLocale>

namespace dropseal::app {

namespace {

bool isDownload(const Transfer& transfer) {
    return transfer.kind == TransferKind::Download;
}

QString joined(QStringList parts) {
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

ErrorWords faultWords(const Transfer& transfer, const QString& server) {
    if (!transfer.fault)
        return {};
    ErrorContext context;
    context.place = isDownload(transfer) ? ErrorContext::Place::Download : ErrorContext::Place::Upload;
    context.server = server;
    context.file = safeFileName(transfer.name);
    context.size = transfer.size;
    return errorWords(*transfer.fault, context);
}

/// It is being sent again because what arrived was not what was sent.
bool isSentAgain(const Transfer& transfer) {
    return transfer.fault && transfer.fault->kind == ApiError::Kind::Server &&
           transfer.fault->problem.code == ErrorCode::checksum_mismatch;
}

QString placeInLine(int place) {
    const QString number = QLocale().toString(place);
    const int tens = place % 100;
    if (place % 10 == 1 && tens != 11)
        return TransfersModel::tr("%1st in line", "1st, 21st").arg(number);
    if (place % 10 == 2 && tens != 12)
        return TransfersModel::tr("%1nd in line", "2nd, 22nd").arg(number);
    if (place % 10 == 3 && tens != 13)
        return TransfersModel::tr("%1rd in line", "3rd, 23rd").arg(number);
    return TransfersModel::tr("%1th in line", "4th, 11th").arg(number);
}

QString percentOf(const Transfer& transfer) {
    return transfer.size < 0 ? QString() : percentText(transfer.done, transfer.size);
}

} // namespace

QString TransfersModel::details(const Transfer& transfer) const {
    const QString fault = faultWords(transfer, m_server_name).text;
    switch (transfer.state) {
    case TransferState::Waiting:
        if (!fault.isEmpty())
            return fault;
        return joined({sizeText(transfer.size),
                       transfer.place_in_line > 0 ? placeInLine(transfer.place_in_line) : QString()});
    case TransferState::Sending:
        if (isSentAgain(transfer) && !isDownload(transfer))
            return fault;
        return joined({sizeOfText(transfer.done, transfer.size), rateText(transfer.bytes_per_second),
                       transfer.time_left ? timeLeftText(*transfer.time_left) : QString()});
    case TransferState::Paused:
        return joined({tr("Paused"), sizeOfText(transfer.done, transfer.size)});
    case TransferState::Checking: {
        const QString all = sizeText(transfer.size < 0 ? transfer.done : transfer.size);
        return isDownload(transfer) ? tr("All %1 received · the app compares fingerprints").arg(all)
                                    : tr("All %1 sent · the server compares fingerprints").arg(all);
    }
    case TransferState::Sealed:
        return joined({sizeText(transfer.size), durationText(transfer.taken)});
    case TransferState::Failed:
        if (!fault.isEmpty())
            return fault;
        return isDownload(transfer) ? tr("Not downloaded.") : tr("Not sent.");
    case TransferState::Changed:
        return tr("The file changed while it was being sent. Starting again.");
    case TransferState::Offline:
        return m_server_name.isEmpty() ? tr("No connection to the server. Continues by itself.")
                                       : tr("No connection to %1. Continues by itself.").arg(m_server_name);
    }
    return {};
}

QString TransfersModel::word(const Transfer& transfer) const {
    switch (transfer.state) {
    case TransferState::Waiting:
        return tr("Waiting");
    case TransferState::Sending:
        return percentOf(transfer);
    case TransferState::Paused:
        return tr("Paused");
    case TransferState::Checking:
        return tr("Checking");
    case TransferState::Sealed:
        return isDownload(transfer) ? tr("Downloaded") : tr("Sealed");
    case TransferState::Failed:
        return {}; // the second line says it, in red
    case TransferState::Changed:
        return tr("Changed");
    case TransferState::Offline:
        return tr("Offline");
    }
    return {};
}

QString TransfersModel::stateText(const Transfer& transfer) const {
    if (transfer.state == TransferState::Failed)
        return tr("Failed. %1", "what happened").arg(details(transfer));
    if (transfer.state != TransferState::Sending)
        return word(transfer);
    const QString percent = percentOf(transfer);
    const QString act = isDownload(transfer) ? tr("Downloading") : tr("Sending");
    return percent.isEmpty() ? act : tr("%1, %2", "Sending, 61 %").arg(act, percent);
}

QVariant TransfersModel::toolTip(const Transfer& transfer, int column) const {
    if (column == NameColumn)
        return safeFileName(transfer.name);
    if (column == LinkColumn)
        return transfer.link_expires.isValid() ? instantText(transfer.link_expires) : QString();
    QStringList lines{details(transfer), faultWords(transfer, m_server_name).details};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString TransfersModel::summaryText() const {
    const Summary now = summary();
    QStringList counts;
    if (now.unfinished > 0)
        counts += tr("%1 not finished").arg(QLocale().toString(now.unfinished));
    if (now.failed > 0)
        counts += tr("%1 failed").arg(QLocale().toString(now.failed));
    return joined({counts.join(QStringLiteral(", ")), rateText(now.bytes_per_second)});
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/journal_rows.h"

namespace dropseal::app {

namespace {

enum Column {
    Number,
    Account,
    Kind,
    State,
    Place,
    Name,
    Path,
    Size,
    Sha256,
    File,
    Pasted,
    FaultKind,
    FaultCode,
    FaultStatus,
    FaultDetail,
    FaultRequest,
    FaultLimit,
    FaultFree,
    ColumnCount
};

constexpr TransferState KeptStates[] = {TransferState::Waiting, TransferState::Paused, TransferState::Failed};

int keptState(TransferState state) {
    const auto* const found = std::find(std::begin(KeptStates), std::end(KeptStates), state);
    return found == std::end(KeptStates) ? 0 : static_cast<int>(found - std::begin(KeptStates));
}

QVariant numberOrNull(const std::optional<std::int64_t>& number) {
    return number ? QVariant::fromValue<qlonglong>(*number) : QVariant();
}

std::optional<std::int64_t> numberOf(const QVariant& value) {
    return value.isNull() ? std::nullopt : std::optional<std::int64_t>(value.toLongLong());
}

std::optional<ApiError> faultOf(const QSqlQuery& query) {
    if (query.value(FaultKind).isNull())
        return std::nullopt;
    const int kind = query.value(FaultKind).toInt();
    const auto code = errorCodeFromWord(query.value(FaultCode).toString().toStdString());
    ApiError fault;
    if (kind >= 0 && kind <= static_cast<int>(ApiError::Kind::LocalFile))
        fault.kind = static_cast<ApiError::Kind>(kind);
    fault.problem =
        Error(code.value_or(ErrorCode::internal_error), query.value(FaultDetail).toString().toStdString());
    fault.problem.extras.limit = numberOf(query.value(FaultLimit));
    fault.problem.extras.bytes_free = numberOf(query.value(FaultFree));
    fault.status = query.value(FaultStatus).toInt();
    fault.request_id = query.value(FaultRequest).toString();
    return fault;
}

void bindFault(QSqlQuery& query, const std::optional<ApiError>& fault) {
    if (!fault) {
        for (int column = FaultKind; column < ColumnCount; ++column)
            query.bindValue(column, QVariant());
        return;
    }
    const auto word = info(fault->problem.code).word;
    query.bindValue(FaultKind, static_cast<int>(fault->kind));
    query.bindValue(FaultCode, QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())));
    query.bindValue(FaultStatus, fault->status);
    query.bindValue(FaultDetail, QString::fromStdString(fault->problem.detail));
    query.bindValue(FaultRequest, fault->request_id);
    query.bindValue(FaultLimit, numberOrNull(fault->problem.extras.limit));
    query.bindValue(FaultFree, numberOrNull(fault->problem.extras.bytes_free));
}

/// A QString that is null would become NULL.
QString text(const QString& words) {
    return words.isNull() ? QString(QLatin1String("")) : words;
}

} // namespace

const char* const SelectRows =
    "SELECT number, account, kind, state, place, name, path, size, sha256, file_id, pasted, fault_kind,"
    " fault_code, fault_status, fault_detail, fault_request, fault_limit, fault_free"
    " FROM transfers ORDER BY place, number";

const char* const StoreRow =
    "INSERT OR REPLACE INTO transfers (number, account, kind, state, place, name, path, size, sha256,"
    " file_id, pasted, fault_kind, fault_code, fault_status, fault_detail, fault_request, fault_limit,"
    " fault_free) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

std::optional<JournalRow> rowOf(const QSqlQuery& query) {
    const int kind = query.value(Kind).toInt();
    const int state = query.value(State).toInt();
    if (kind < 0 || kind > static_cast<int>(TransferKind::Download) || state < 0 ||
        state >= static_cast<int>(std::size(KeptStates)))
        return std::nullopt;
    JournalRow row;
    row.account = query.value(Account).toString();
    row.place = query.value(Place).toDouble();
    row.is_pasted = query.value(Pasted).toBool();
    Transfer& transfer = row.transfer;
    transfer.number = query.value(Number).toLongLong();
    transfer.kind = static_cast<TransferKind>(kind);
    transfer.state = KeptStates[state];
    transfer.name = query.value(Name).toString();
    transfer.local_path = query.value(Path).toString();
    transfer.size = query.value(Size).toLongLong();
    transfer.sha256 = query.value(Sha256).toString();
    transfer.file_id = FileId::parse(query.value(File).toString().toStdString());
    transfer.fault = faultOf(query);
    return row;
}

void bindRow(QSqlQuery& query, const JournalRow& row) {
    const Transfer& transfer = row.transfer;
    const bool is_failed = transfer.state == TransferState::Failed;
    query.bindValue(Number, QVariant::fromValue<qlonglong>(transfer.number));
    query.bindValue(Account, text(row.account));
    query.bindValue(Kind, static_cast<int>(transfer.kind));
    query.bindValue(State, keptState(transfer.state));
    query.bindValue(Place, row.place);
    query.bindValue(Name, text(transfer.name));
    query.bindValue(Path, text(transfer.local_path));
    query.bindValue(Size, transfer.size);
    query.bindValue(Sha256, text(transfer.sha256));
    query.bindValue(File, transfer.file_id ? QString::fromStdString(transfer.file_id->toString())
                                           : text(QString()));
    query.bindValue(Pasted, row.is_pasted ? 1 : 0);
    bindFault(query, is_failed ? transfer.fault : std::nullopt);
}

QByteArray packPaths(const QStringList& paths) {
    return paths.join(QChar(u'\0')).toUtf8(); // no path has a NUL in it
}

QStringList unpackPaths(const QByteArray& packed) {
    return QString::fromUtf8(packed).split(QChar(u'\0'), Qt::SkipEmptyParts);
}

} // namespace dropseal::app

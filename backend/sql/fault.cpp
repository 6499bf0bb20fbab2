// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/fault.h"

#include <QtSql/QSqlError>

#include <sqlite3.h>

namespace dropseal::sql {
namespace {

constexpr std::chrono::seconds RetryAfterBusy{5};

Fault faultOfSqliteIo(int extended_code) {
    switch (extended_code) {
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_CLOSE: // close reports a write that failed late
        return Fault::Sync;
    case SQLITE_IOERR_CORRUPTFS:
        return Fault::Corrupt;
    default:
        return Fault::Io;
    }
}

} // namespace

Fault faultOfSqlite(int extended_code) {
    switch (extended_code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return Fault::None;
    case SQLITE_CONSTRAINT:
        return Fault::Constraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Fault::Busy;
    case SQLITE_FULL:
        return Fault::Full;
    case SQLITE_IOERR:
        return faultOfSqliteIo(extended_code);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Fault::Corrupt;
    case SQLITE_READONLY:
        return extended_code == SQLITE_READONLY_DBMOVED ? Fault::Corrupt : Fault::Other;
    default:
        return Fault::Other;
    }
}

Fault faultOf(const QSqlError& error) {
    if (!error.isValid())
        return Fault::None;
    bool is_number = false;
    const int code = error.nativeErrorCode().toInt(&is_number);
    const Fault fault = is_number ? faultOfSqlite(code) : Fault::Other;
    return fault == Fault::None ? Fault::Other : fault;
}

bool isFatal(Fault fault) {
    return fault == Fault::Sync || fault == Fault::Corrupt;
}

bool breaksTransaction(Fault fault) {
    return fault == Fault::Busy || fault == Fault::Full || fault == Fault::Io || isFatal(fault);
}

Error busyError(std::string cause) {
    ErrorExtras extras;
    extras.retry_after = RetryAfterBusy;
    return Error(ErrorCode::service_unavailable, "The database is busy: try again in a moment.",
                 std::move(cause))
        .with(std::move(extras));
}

Error errorOf(Fault fault, std::string cause) {
    switch (fault) {
    case Fault::Busy:
        return busyError(std::move(cause));
    case Fault::Full:
        return {ErrorCode::insufficient_storage, {}, std::move(cause)};
    default:
        return {ErrorCode::dependency_unavailable, {}, std::move(cause)};
    }
}

} // namespace dropseal::sql

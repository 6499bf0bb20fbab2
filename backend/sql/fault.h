// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <string>
#include <string_view>

class QSqlError;

namespace dropseal::sql {

/// What a database error means for us, worst last. The driver's own codes are read in one place only.
enum class Fault {
    None,
    Constraint, ///< a rule of the schema; the transaction goes on (SQLite)
    Other,      ///< a mistake of ours, or what follows from a worse fault
    Busy,       ///< somebody else holds the write lock
    Full,       ///< no room on the disk
    Io,         ///< a read or write failed: nothing of the transaction counts
    Sync,       ///< an fsync failed: nobody knows what is on the disk, and no second fsync would tell
    Corrupt,    ///< the file is no database, damaged, or not the one that was opened
};

Fault faultOf(const QSqlError& error);
/// From an extended result code of SQLite.
Fault faultOfSqlite(int extended_code);

/// The database must not be used any more in this process.
bool isFatal(Fault fault);
/// The whole transaction is to be rolled back, not only the function that met the fault.
bool breaksTransaction(Fault fault);

/// The error that a caller gets; `cause` is private.
Error errorOf(Fault fault, std::string cause);
/// service_unavailable: the write lock was not to be had in time.
Error busyError(std::string cause);

} // namespace dropseal::sql

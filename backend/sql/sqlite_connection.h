// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"

#include <chrono>
#include <memory>
#include <string>

struct sqlite3;

namespace dropseal::sql {

/// What is SQLite's own: how its connections are opened, and the calls that SQL does not have. Debian's
/// SQLite 3.40.1 can damage a database where two connections commit and checkpoint at once, so one connection
/// of the process writes and checkpoints, and the readers can do neither.
namespace sqlite {

/// The one writing connection. The file exists already. WAL, synchronous=FULL, foreign keys; no checkpoint
/// but by checkpoint(). `wait` is how long a statement waits for a lock.
Result<std::unique_ptr<Connection>> openWriter(const std::string& path, std::chrono::milliseconds wait);
/// A connection that cannot write, not even a checkpoint when it closes.
Result<std::unique_ptr<Connection>> openReader(const std::string& path, std::chrono::milliseconds wait);

sqlite3* handle(Connection& connection);
/// False where SQLite has rolled the transaction back by itself.
bool inTransaction(Connection& connection);
/// Closing this connection must not write: after a failed fsync.
void forbidCheckpointOnClose(Connection& connection);
/// `pages`, which outlives the connection, gets the length of the WAL after each commit.
void watchWal(Connection& connection, int* pages);

/// How long a statement waits for a lock from now on.
void setWait(Connection& connection, std::chrono::milliseconds wait);

enum class Checkpoint {
    Passive, ///< what goes without waiting for readers
    Truncate ///< everything, and an empty WAL; false where a reader is in the way for longer than the wait
};
Result<bool> checkpoint(Connection& connection, Checkpoint how);

Result<bool> tableExists(Connection& connection, std::string_view name);
/// Whether the file holds any table at all.
Result<bool> anyTable(Connection& connection);

} // namespace sqlite
} // namespace dropseal::sql

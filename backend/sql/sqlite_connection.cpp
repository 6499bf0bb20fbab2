// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sqlite_connection.h"

#include "backend/sql/row_reader.h"

#include <QtCore/QByteArray>
#include <QtSql/QSqlDriver>
#include <QtSql/QSqlError>

#include <atomic>
#include <sqlite3.h>

namespace dropseal::sql::sqlite {
namespace {

QString nextName() {
    static std::atomic<std::uint64_t> counter{0};
    return QStringLiteral("dropseal-%1").arg(counter.fetch_add(1));
}

/// As a URI, so that SQLite never makes a missing file (mode=rw), whatever stands in the path.
QString toUri(const std::string& path, const char* mode) {
    QByteArray uri("file:");
    uri += QByteArray::fromStdString(path).toPercentEncoding("/");
    uri += "?mode=";
    uri += mode;
    return QString::fromLatin1(uri);
}

Result<std::unique_ptr<Connection>> open(const std::string& path, std::chrono::milliseconds wait,
                                         bool read_only) {
    const QString name = nextName();
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    if (!database.isValid()) {
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
        return Error(ErrorCode::dependency_unavailable, "Qt's SQLite driver is missing (libqt6sql6-sqlite).");
    }
    QString options = QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=%1").arg(wait.count());
    if (read_only)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    database.setConnectOptions(options);
    database.setDatabaseName(toUri(path, read_only ? "ro" : "rw"));
    const bool opened = database.open();
    const QSqlError error = database.lastError();
    auto connection = std::make_unique<Connection>(std::exchange(database, QSqlDatabase()), name);
    if (!opened)
        return connection->fail(error, "open");
    return connection;
}

/// Both kinds: sorting in memory, so that a full disk cannot stop a read; nothing from the schema is trusted.
Result<void> harden(Connection& connection) {
    sqlite3_db_config(handle(connection), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle(connection), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    for (const char* pragma : {"PRAGMA wal_autocheckpoint=0", "PRAGMA temp_store=MEMORY",
                               "PRAGMA foreign_keys=ON", "PRAGMA cell_size_check=ON"})
        DROPSEAL_TRY(connection.executeOnce(pragma));
    return {};
}

int noteWalPages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

} // namespace

sqlite3* handle(Connection& connection) {
    const QVariant handle = connection.database().driver()->handle();
    return handle.isValid() ? *static_cast<sqlite3* const*>(handle.constData()) : nullptr;
}

Result<std::unique_ptr<Connection>> openWriter(const std::string& path, std::chrono::milliseconds wait) {
    auto connection = open(path, wait, false);
    if (!connection)
        return connection;
    DROPSEAL_TRY(harden(**connection));
    const auto mode = readOne<std::string>(**connection, "PRAGMA journal_mode=WAL", {},
                                           [](RowReader& row) { return row.text(); });
    if (!mode)
        return mode.error();
    if (*mode != "wal")
        return Error(ErrorCode::dependency_unavailable,
                     "The database cannot be written: its file or folder is read-only, or the file system "
                     "has no shared memory.");
    DROPSEAL_TRY((*connection)->executeOnce("PRAGMA synchronous=FULL"));
    return connection;
}

Result<std::unique_ptr<Connection>> openReader(const std::string& path, std::chrono::milliseconds wait) {
    auto connection = open(path, wait, true);
    if (!connection)
        return connection;
    forbidCheckpointOnClose(**connection);
    DROPSEAL_TRY(harden(**connection));
    return connection;
}

bool inTransaction(Connection& connection) {
    return sqlite3_get_autocommit(handle(connection)) == 0;
}

void forbidCheckpointOnClose(Connection& connection) {
    sqlite3_db_config(handle(connection), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void watchWal(Connection& connection, int* pages) {
    sqlite3_wal_hook(handle(connection), noteWalPages, pages);
}

void setWait(Connection& connection, std::chrono::milliseconds wait) {
    sqlite3_busy_timeout(handle(connection), static_cast<int>(wait.count()));
}

Result<bool> checkpoint(Connection& connection, Checkpoint how) {
    sqlite3* const database = handle(connection);
    const int mode = how == Checkpoint::Passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    if (sqlite3_wal_checkpoint_v2(database, nullptr, mode, nullptr, nullptr) == SQLITE_OK)
        return true;
    const Fault fault = faultOfSqlite(sqlite3_extended_errcode(database));
    if (fault == Fault::Busy)
        return false;
    const QString code = QString::number(sqlite3_extended_errcode(database));
    const QString text = QString::fromUtf8(sqlite3_errmsg(database));
    return connection.fail(QSqlError(text, {}, QSqlError::UnknownError, code), "checkpoint");
}

Result<bool> tableExists(Connection& connection, std::string_view name) {
    return anyRow(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
                  {value::text(name)});
}

Result<bool> anyTable(Connection& connection) {
    return anyRow(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' LIMIT 1");
}

} // namespace dropseal::sql::sqlite

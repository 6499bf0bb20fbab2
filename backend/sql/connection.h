// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/fault.h"
#include "shared/core/result.h"

#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dropseal::sql {

using Values = std::vector<QVariant>;

class Connection;

/// The rows of a query, one after the other. The statement is free again when this goes.
class Rows {
public:
    Rows(Connection& connection, QSqlQuery& query) : m_connection(&connection), m_query(&query) {}
    ~Rows();
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&&) = delete;

    /// Steps to the next row; false after the last one.
    Result<bool> next();
    QVariant value(int column) const { return m_query->value(column); }

private:
    Connection* m_connection;
    QSqlQuery* m_query;
};

/// One open connection with its prepared statements, which are kept by their text: so texts are constants, or
/// put together from few constant pieces; values are always bound. One thread at a time.
class Connection {
public:
    /// Takes an open database over, and removes it from Qt's list in the end. The caller keeps no copy of it.
    Connection(QSqlDatabase database, QString name);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Runs a statement that gives no rows; the number of rows that it changed.
    Result<int> execute(std::string_view sql, const Values& values = {});
    Result<Rows> query(std::string_view sql, const Values& values = {});
    /// Begins, ends or nests a transaction. Kept prepared where the database can (PostgreSQL cannot).
    Result<void> control(std::string_view sql);
    /// Runs once, and keeps no statement: for migrations and pragmas.
    Result<void> executeOnce(std::string_view sql);

    /// The worst fault since this was asked last.
    Fault takeFault();
    /// Notes `error`, which came from a statement of this connection, and makes the error that callers get.
    Error fail(const QSqlError& error, std::string_view sql);

    QSqlDatabase& database() { return m_database; }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    Result<QSqlQuery*> run(std::string_view sql, const Values& values);

    QSqlDatabase m_database;
    QString m_name;
    std::unordered_map<std::string, std::unique_ptr<QSqlQuery>, TextHash, std::equal_to<>> m_statements;
    Fault m_fault = Fault::None;
};

/// A nested transaction: without keep() it is rolled back at the end of the scope. The name is a constant
/// identifier.
class Savepoint {
public:
    static Result<std::unique_ptr<Savepoint>> begin(Connection& connection);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;

    Result<void> keep();

private:
    explicit Savepoint(Connection& connection) : m_connection(connection) {}

    Connection& m_connection;
    bool m_open = true;
};

} // namespace dropseal::sql

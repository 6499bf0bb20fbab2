// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/connection.h"

#include <QtSql/QSqlDriver>
#include <QtSql/QSqlError>

#include <algorithm>

namespace dropseal::sql {
namespace {

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

Rows::~Rows() {
    if (m_query)
        m_query->finish(); // an open statement would hold the snapshot
}

Rows::Rows(Rows&& other) noexcept
    : m_connection(other.m_connection), m_query(std::exchange(other.m_query, nullptr)) {
}

Result<bool> Rows::next() {
    if (m_query->next())
        return true;
    if (const QSqlError error = m_query->lastError(); error.isValid())
        return m_connection->fail(error, "next row");
    return false;
}

Connection::Connection(QSqlDatabase database, QString name)
    : m_database(std::move(database)), m_name(std::move(name)) {
}

Connection::~Connection() {
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<QSqlQuery*> Connection::run(std::string_view sql, const Values& values) {
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        auto query = std::make_unique<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        if (!query->prepare(toQString(sql)))
            return fail(query->lastError(), sql);
        found = m_statements.emplace(std::string(sql), std::move(query)).first;
    }
    QSqlQuery& query = *found->second;
    for (std::size_t i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    if (!query.exec()) {
        Error error = fail(query.lastError(), sql);
        query.finish();
        return error;
    }
    return &query;
}

Result<int> Connection::execute(std::string_view sql, const Values& values) {
    auto query = run(sql, values);
    if (!query)
        return std::move(query).error();
    const int changed = (*query)->numRowsAffected();
    (*query)->finish();
    return changed;
}

Result<Rows> Connection::query(std::string_view sql, const Values& values) {
    auto query = run(sql, values);
    if (!query)
        return std::move(query).error();
    return Rows(*this, **query);
}

Result<void> Connection::control(std::string_view sql) {
    if (m_database.driver()->dbmsType() != QSqlDriver::SQLite)
        return executeOnce(sql);
    if (auto done = execute(sql); !done)
        return std::move(done).error();
    return {};
}

Result<void> Connection::executeOnce(std::string_view sql) {
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(toQString(sql)))
        return fail(query.lastError(), sql);
    return {};
}

Fault Connection::takeFault() {
    return std::exchange(m_fault, Fault::None);
}

Error Connection::fail(const QSqlError& error, std::string_view sql) {
    const Fault fault = std::max(faultOf(error), Fault::Constraint);
    m_fault = std::max(m_fault, fault);
    std::string cause = error.text().toStdString();
    cause.append(" (").append(error.nativeErrorCode().toStdString()).append(") in: ").append(sql);
    return errorOf(fault, std::move(cause));
}

Result<std::unique_ptr<Savepoint>> Savepoint::begin(Connection& connection) {
    if (auto begun = connection.control("SAVEPOINT step"); !begun)
        return std::move(begun).error();
    return std::unique_ptr<Savepoint>(new Savepoint(connection));
}

Savepoint::~Savepoint() {
    // Where one of these fails the connection has noted the fault, and the transaction's end looks at it.
    if (m_open && m_connection.control("ROLLBACK TO SAVEPOINT step"))
        static_cast<void>(m_connection.control("RELEASE SAVEPOINT step"));
}

Result<void> Savepoint::keep() {
    m_open = false;
    return m_connection.control("RELEASE SAVEPOINT step");
}

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/migrator.h"

#include "backend/sql/row_reader.h"
#include "backend/sql/sqlite_connection.h"

namespace dropseal::sql {
namespace {

Error newerError(int found, int known) {
    std::string words("This database was made by a newer Dropseal (schema ");
    words.append(std::to_string(found)).append(", this program knows ").append(std::to_string(known));
    words.append("): use that version, or restore a backup.");
    return {ErrorCode::conflict, words, words};
}

} // namespace

std::vector<std::string> splitStatements(std::string_view sql) {
    std::vector<std::string> statements;
    std::string statement;
    while (!sql.empty()) {
        const std::size_t end = sql.find('\n');
        const std::string_view line = sql.substr(0, end);
        sql.remove_prefix(end == std::string_view::npos ? sql.size() : end + 1);
        if (line.empty() || line.starts_with("--"))
            continue;
        statement.append(line).append("\n");
        if (!line.ends_with(';'))
            continue;
        statement.resize(statement.size() - 2); // without the end of statement and of line
        statements.push_back(std::exchange(statement, {}));
    }
    if (!statement.empty())
        statements.push_back(std::move(statement));
    return statements;
}

int Migrator::knownVersion() const {
    return m_migrations.empty() ? 0 : m_migrations.back().version;
}

Result<int> Migrator::currentVersion() {
    const auto recorded = sqlite::tableExists(m_connection, "schema_migrations");
    if (!recorded)
        return recorded.error();
    if (!*recorded) {
        const auto foreign = sqlite::anyTable(m_connection);
        if (!foreign)
            return foreign.error();
        if (*foreign)
            return Error(ErrorCode::conflict, "This database was made by another program: name another file "
                                              "in DATABASE_URL.");
        return 0;
    }
    const auto version = readOne<int>(m_connection, "SELECT COALESCE(MAX(version), 0) FROM schema_migrations",
                                      {}, [](RowReader& row) { return static_cast<int>(row.integer()); });
    if (!version)
        return version.error();
    const int current = version->value_or(0);
    if (current > knownVersion())
        return newerError(current, knownVersion());
    return current;
}

Result<int> Migrator::run(Timestamp now, const std::function<void()>& step) {
    const auto current = currentVersion();
    if (!current)
        return current;
    int applied = 0;
    for (const Migration& migration : m_migrations) {
        if (migration.version <= *current)
            continue;
        if (auto done = apply(migration, now, step); !done) {
            static_cast<void>(m_connection.control("ROLLBACK"));
            return std::move(done).error();
        }
        ++applied;
    }
    return applied;
}

Result<void> Migrator::apply(const Migration& migration, Timestamp now, const std::function<void()>& step) {
    const auto once = [&](std::string_view sql) {
        if (step)
            step();
        return m_connection.executeOnce(sql);
    };
    DROPSEAL_TRY(once("BEGIN IMMEDIATE"));
    DROPSEAL_TRY(once("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL PRIMARY KEY, "
                      "name TEXT NOT NULL, applied_at TEXT NOT NULL)"));
    for (const std::string& statement : splitStatements(migration.sql))
        DROPSEAL_TRY(once(statement));
    if (step)
        step();
    DROPSEAL_TRY(m_connection.execute(
        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)",
        {value::integer(migration.version), value::text(migration.name), value::time(now)}));
    return once("COMMIT");
}

} // namespace dropseal::sql

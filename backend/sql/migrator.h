// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/sql/migrations.h"
#include "shared/core/clock.h"

#include <functional>
#include <string>
#include <vector>

namespace dropseal::sql {

/// The statements of a migration, without comments.
std::vector<std::string> splitStatements(std::string_view sql);

/// Brings the schema up to date. Each migration and its row in `schema_migrations` are one transaction, so a
/// crash leaves the old or the new schema.
class Migrator {
public:
    Migrator(Connection& connection, std::span<const Migration> migrations)
        : m_connection(connection), m_migrations(migrations) {}

    /// The number of the last migration that was applied; 0 for an empty database. conflict where the
    /// database is newer than this program, or was made by another one.
    Result<int> currentVersion();
    int knownVersion() const;
    /// Applies what is missing; gives the number of migrations that it applied. `step`, where given, is
    /// called before each statement (tests crash there).
    Result<int> run(Timestamp now, const std::function<void()>& step = {});

private:
    Result<void> apply(const Migration& migration, Timestamp now, const std::function<void()>& step);

    Connection& m_connection;
    std::span<const Migration> m_migrations;
};

} // namespace dropseal::sql

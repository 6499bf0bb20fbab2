// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace dropseal::sql {

/// One step of the schema: SQL that SQLite and PostgreSQL 15 both take. A statement ends with a `;` at the
/// end of its line; a line that begins with `--` is a comment. A published migration never changes again.
struct Migration {
    int version; ///< counts from 1 without gaps
    std::string_view name;
    std::string_view sql;
};

std::span<const Migration> allMigrations();

} // namespace dropseal::sql

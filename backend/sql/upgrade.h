// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/migrator.h"

namespace dropseal::sql {

/// Migrates the SQLite database at `path`, which `connection` has open outside of a transaction. A database
/// that holds data is copied beside itself first (`NAME.before-0002`, where 2 is the first migration that is
/// missing); without room for the copy nothing is migrated. Gives the number of migrations that were applied.
Result<int> upgrade(Connection& connection, const std::string& path, std::span<const Migration> migrations,
                    Timestamp now, const std::function<void()>& step = {});

} // namespace dropseal::sql

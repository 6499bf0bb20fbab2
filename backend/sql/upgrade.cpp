// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/upgrade.h"

#include "backend/sql/database_file.h"
#include "backend/sql/row_reader.h"

namespace dropseal::sql {
namespace {

/// A whole copy beside the database, which appears at once or not at all.
Result<void> copyBefore(Connection& connection, const std::string& path, int version) {
    std::string digits = std::to_string(version);
    digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
    std::string copy = path;
    copy.append(".before-").append(digits);
    std::string part = copy;
    part.append(".part");
    DROPSEAL_TRY(DatabaseFile::makeEmpty(part));
    DROPSEAL_TRY(connection.execute("VACUUM INTO ?", {value::text(part)}));
    return DatabaseFile::publish(part, copy);
}

} // namespace

Result<int> upgrade(Connection& connection, const std::string& path, std::span<const Migration> migrations,
                    Timestamp now, const std::function<void()>& step) {
    Migrator migrator(connection, migrations);
    const auto version = migrator.currentVersion();
    if (!version)
        return version;
    if (*version > 0 && *version < migrator.knownVersion())
        DROPSEAL_TRY(copyBefore(connection, path, *version + 1));
    return migrator.run(now, step);
}

} // namespace dropseal::sql

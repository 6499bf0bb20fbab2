// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <string>

namespace dropseal::sql {

/// The file of an SQLite database: that it is there, and stays the one that was opened. It is never opened
/// here once SQLite has it: closing a descriptor would drop SQLite's POSIX locks.
class DatabaseFile {
public:
    /// `path` itself, or what a `sqlite:///` URL names (four slashes: an absolute path).
    static Result<std::string> pathOf(const std::string& path_or_url);
    /// Looks at the file. Missing: made empty with mode 0600 and its folder synced, where `create` allows it,
    /// else not_found. Empty without `create`: somebody truncated it, conflict.
    static Result<DatabaseFile> take(std::string path, bool create);

    const std::string& path() const { return m_path; }
    /// Whether the path still names the same file, and that has not become empty. For a database that SQLite
    /// has opened: then it is never empty.
    Result<void> check() const;
    /// Removes `path` and makes it anew, empty, mode 0600.
    static Result<void> makeEmpty(const std::string& path);
    /// fsyncs the file `from`, which SQLite has not open, and renames it to `to`, durably.
    static Result<void> publish(const std::string& from, const std::string& to);

private:
    explicit DatabaseFile(std::string path) : m_path(std::move(path)) {}

    std::string m_path;
    std::uint64_t m_device = 0;
    std::uint64_t m_inode = 0;
};

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/database.h"

#include <QtCore/QTemporaryDir>

#include <cstdlib>
#include <iostream>
#include <string>

namespace dropseal::test {

/// A migrated SQLite database in a temporary folder of its own. Link Dropseal::BackendSql. A failure to open
/// ends the program: no test can go on without it.
class FreshDatabase {
public:
    FreshDatabase() { reopen(); }

    /// Closes it and opens it again, as a restart does.
    void reopen() {
        m_database.reset();
        auto opened = sql::Database::open({path(), true, m_clock});
        if (!opened)
            fail(opened.error());
        m_database = *std::move(opened);
        if (auto migrated = m_database->migrate(); !migrated)
            fail(migrated.error());
    }
    void close() { m_database.reset(); }

    sql::Database& operator*() { return *m_database; }
    sql::Database* operator->() { return m_database.get(); }
    std::string folder() const { return m_folder.path().toStdString(); }
    std::string path() const { return folder() + "/dropseal.db"; }

private:
    [[noreturn]] static void fail(const Error& error) {
        std::cerr << "no fresh database: " << error.detail << " " << error.cause << std::endl;
        std::abort();
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<sql::Database> m_database;
};

} // namespace dropseal::test

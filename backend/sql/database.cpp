// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/database.h"

#include "backend/sql/database_file.h"
#include "backend/sql/health.h"
#include "backend/sql/migrator.h"
#include "backend/sql/readers.h"
#include "backend/sql/upgrade.h"
#include "backend/sql/writer.h"

namespace dropseal::sql {
/// In the order in which they are made; the readers close first, and the writer's close empties the WAL.
class Database::Parts {
public:
    Parts(DatabaseFile file_, DatabaseOptions& options)
        : clock(options.clock)
        , file(std::move(file_))
        , health(std::move(options.on_fatal))
        , writer(file, health, options.lock_wait)
        , readers(file, health, options.lock_wait) {}

    Clock& clock;
    DatabaseFile file;
    Health health;
    Writer writer;
    Readers readers;
};

Database::Database(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {
}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
    auto path = DatabaseFile::pathOf(options.path);
    if (!path)
        return std::move(path).error();
    auto file = DatabaseFile::take(*std::move(path), options.create_if_missing);
    if (!file)
        return std::move(file).error();
    auto parts = std::make_unique<Parts>(*std::move(file), options);
    DROPSEAL_TRY(parts->writer.start());
    std::unique_ptr<Database> database(new Database(std::move(parts)));
    if (auto version = database->schemaVersion(); !version)
        return std::move(version).error();
    return database;
}

Result<int> Database::migrate() {
    int applied = 0;
    const Writer::Task task = [&](Connection& connection) -> Result<void> {
        const auto count = upgrade(connection, m_parts->file.path(), allMigrations(), m_parts->clock.now());
        if (!count)
            return count.error();
        applied = *count;
        return {};
    };
    DROPSEAL_TRY(m_parts->writer.runAlone(task));
    return applied;
}

Result<int> Database::schemaVersion() {
    int current = 0;
    DROPSEAL_TRY(m_parts->writer.runAlone([&](Connection& connection) -> Result<void> {
        const auto version = Migrator(connection, allMigrations()).currentVersion();
        if (!version)
            return version.error();
        current = *version;
        return {};
    }));
    return current;
}

Result<void> Database::run(const Function& fn) {
    return m_parts->writer.run(fn);
}

Result<void> Database::read(const Function& fn) {
    return m_parts->readers.read(fn);
}

Result<void> Database::check() {
    if (const auto same = m_parts->file.check(); !same)
        m_parts->health.fail(same.error().cause);
    DROPSEAL_TRY(m_parts->health.check());
    return read([](const stores::Stores& stores) -> Result<void> {
        if (auto found = stores.users.find(UserId()); !found)
            return std::move(found).error();
        return {};
    });
}

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/unit_of_work.h"
#include "shared/core/clock.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace dropseal::sql {

struct DatabaseOptions {
    std::string path;               ///< of the SQLite file, or a `sqlite:///PATH` URL
    bool create_if_missing = false; ///< an empty database is never made over a missing one otherwise
    Clock& clock;                   ///< outlives the database
    /// The database is void, in words: an fsync failed, or the file was damaged or replaced. Called once, on
    /// any thread; it must not wait and not close the database. From then on everything is
    /// dependency_unavailable, until a restart.
    std::function<void(std::string)> on_fatal = {};
    /// How long a write waits while another process holds the lock, before it is service_unavailable.
    std::chrono::milliseconds lock_wait{5000};
};

/// The database. Needs a QCoreApplication, since Qt finds its drivers through it. Opened by one process at a
/// time (the data folder's lock sees to that). Destroyed after everybody has stopped calling it.
class Database final : public stores::UnitOfWork {
public:
    /// Opens the database and makes sure that it is ours and not newer than this program, whatever is to be
    /// migrated yet. not_found: missing; conflict: truncated, newer or another program's;
    /// service_unavailable: locked by another process; validation_failed: no such URL; else
    /// dependency_unavailable. The `detail` says what to do.
    static Result<std::unique_ptr<Database>> open(DatabaseOptions options);
    ~Database() override;

    /// Brings the schema up to date, each migration in its own transaction, and gives their number. Before
    /// the first one, a database that holds data already is copied beside itself: `NAME.before-0002`.
    Result<int> migrate();
    /// The number of the last migration that is applied, 0 for an empty database.
    Result<int> schemaVersion();

    Result<void> run(const Function& fn) override;
    Result<void> read(const Function& fn) override;
    Result<void> check() override;

private:
    class Parts;
    explicit Database(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace dropseal::sql

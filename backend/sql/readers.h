// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/sql/database_file.h"
#include "backend/sql/health.h"
#include "backend/stores/unit_of_work.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace dropseal::sql {

class ReaderSlot;

/// Read-only connections, one for each thread that reads: opened at its first read, closed when the thread or
/// the database ends, whichever comes first. Thread-safe.
class Readers {
public:
    /// `file` and `health` outlive it.
    Readers(const DatabaseFile& file, Health& health, std::chrono::milliseconds lock_wait);
    /// Waits for reads that still run.
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    Result<void> read(const stores::UnitOfWork::Function& fn);

private:
    std::shared_ptr<ReaderSlot> slotOfThisThread();

    const DatabaseFile& m_file;
    Health& m_health;
    const std::chrono::milliseconds m_lock_wait;
    const std::uint64_t m_instance;
    std::mutex m_mutex;
    std::vector<std::weak_ptr<ReaderSlot>> m_slots; ///< guarded by m_mutex
};

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/readers.h"

#include "backend/sql/sql_stores.h"
#include "backend/sql/sqlite_connection.h"

#include <atomic>

namespace dropseal::sql {

/// The connection of one thread to one database. The thread uses it; its end, or the database's, closes it.
class ReaderSlot {
public:
    explicit ReaderSlot(std::uint64_t instance) : m_instance(instance) {}

    std::uint64_t instance() const { return m_instance; }

    void close() {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        drop();
    }

    bool closed() {
        const std::lock_guard lock(m_mutex);
        return m_closed;
    }

    Result<void> read(const DatabaseFile& file, Health& health, std::chrono::milliseconds lock_wait,
                      const stores::UnitOfWork::Function& fn) {
        if (m_reading) // only ever set by this same thread
            return Error::internal("a read was begun inside of a read");
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return Error(ErrorCode::dependency_unavailable, {}, "the database is closed");
        if (!m_connection)
            DROPSEAL_TRY(open(file, lock_wait));
        m_reading = true;
        auto result = readSnapshot(fn);
        m_reading = false;
        const Fault fault = m_connection->takeFault();
        if (fault == Fault::Corrupt)
            health.fail("The database is damaged: " + (result ? std::string() : result.error().cause));
        if (breaksTransaction(fault) || fault == Fault::Other)
            drop(); // the next read opens anew
        return result;
    }

private:
    Result<void> open(const DatabaseFile& file, std::chrono::milliseconds lock_wait) {
        auto connection = sqlite::openReader(file.path(), lock_wait);
        if (!connection)
            return std::move(connection).error();
        m_connection = *std::move(connection);
        m_stores = std::make_unique<SqlStores>(*m_connection);
        return {};
    }

    Result<void> readSnapshot(const stores::UnitOfWork::Function& fn) {
        if (auto begun = m_connection->control("BEGIN DEFERRED"); !begun)
            return std::move(begun).error();
        auto result = m_stores->call(fn);
        if (auto ended = m_connection->control("ROLLBACK"); !ended && result)
            return std::move(ended).error();
        return result;
    }

    void drop() {
        m_stores.reset();
        m_connection.reset();
    }

    const std::uint64_t m_instance;
    std::mutex m_mutex;
    bool m_closed = false;  ///< guarded by m_mutex
    bool m_reading = false; ///< of the owning thread only
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<SqlStores> m_stores;
};

namespace {

/// The slots of one thread, for all databases that it read.
struct ThreadSlots {
    ~ThreadSlots() {
        for (const auto& slot : slots)
            slot->close();
    }
    std::vector<std::shared_ptr<ReaderSlot>> slots;
};

thread_local ThreadSlots thread_slots;

std::uint64_t nextInstance() {
    static std::atomic<std::uint64_t> counter{0};
    return counter.fetch_add(1);
}

} // namespace

Readers::Readers(const DatabaseFile& file, Health& health, std::chrono::milliseconds lock_wait)
    : m_file(file), m_health(health), m_lock_wait(lock_wait), m_instance(nextInstance()) {
}

Readers::~Readers() {
    const std::lock_guard lock(m_mutex);
    for (const auto& weak : m_slots)
        if (const auto slot = weak.lock())
            slot->close();
}

Result<void> Readers::read(const stores::UnitOfWork::Function& fn) {
    DROPSEAL_TRY(m_health.check());
    return slotOfThisThread()->read(m_file, m_health, m_lock_wait, fn);
}

std::shared_ptr<ReaderSlot> Readers::slotOfThisThread() {
    auto& mine = thread_slots.slots;
    for (const auto& slot : mine)
        if (slot->instance() == m_instance)
            return slot;
    std::erase_if(mine, [](const auto& slot) { return slot->closed(); }); // of databases that are gone
    auto slot = std::make_shared<ReaderSlot>(m_instance);
    mine.push_back(slot);
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_slots, [](const auto& weak) { return weak.expired(); }); // of threads that are gone
    m_slots.push_back(slot);
    return slot;
}

} // namespace dropseal::sql

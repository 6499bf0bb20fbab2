// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/sql/database_file.h"
#include "backend/sql/health.h"
#include "backend/sql/sql_stores.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dropseal::sql {

/// The one thread that writes: it takes all functions that wait, runs each in its own savepoint of one
/// transaction, commits, and then answers them all (group commit). It owns the only writing connection, and
/// is the only one that checkpoints.
class Writer {
public:
    using Task = std::function<Result<void>(Connection&)>;

    /// `file` and `health` outlive it. `lock_wait`: how long a function waits for a lock of another process.
    Writer(const DatabaseFile& file, Health& health, std::chrono::milliseconds lock_wait);
    /// Answers what still waits, checkpoints, closes.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Starts the thread and opens the connection.
    Result<void> start();
    /// In a group; returns after the commit. Thread-safe.
    Result<void> run(const stores::UnitOfWork::Function& fn);
    /// Alone and outside of a transaction. Thread-safe.
    Result<void> runAlone(const Task& task);

private:
    struct Job {
        const stores::UnitOfWork::Function* fn = nullptr; ///< one of the two
        const Task* task = nullptr;
        std::chrono::steady_clock::time_point deadline;
        Result<void> result;
        std::mutex mutex;
        std::condition_variable answered;
        bool done = false; ///< guarded by mutex
    };
    using Group = std::vector<Job*>;

    Result<void> enqueue(Job& job);
    void loop();
    Result<void> open();
    void close();
    Group takeGroup();
    void process(Group group);
    bool usable(const Group& group);
    bool begin(Group& group);
    void answerLate(Group& group, const Error& error);
    bool runGroup(const Group& group);
    void recover(const Group& group, Error error);
    static void answer(Job& job, Result<void> result);
    static void answerAll(const Group& group, const Error& error);
    Result<void> runInSavepoint(const stores::UnitOfWork::Function& fn);
    void rollback();
    void failFor(Fault fault, const std::string& cause);
    void checkpointIfLong();
    void checkpointIdle();

    const DatabaseFile& m_file;
    Health& m_health;
    const std::chrono::milliseconds m_lock_wait;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job*> m_queue; ///< guarded by m_mutex
    bool m_stop = false;      ///< guarded by m_mutex
    std::thread m_thread;

    // The writer thread's own.
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<SqlStores> m_stores;
    int m_wal_pages = 0;
    int m_checkpoint_at = 0;
};

} // namespace dropseal::sql

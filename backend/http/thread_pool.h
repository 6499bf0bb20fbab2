// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dropseal::http {

/// Threads with a bounded queue. Thread-safe.
class ThreadPool {
public:
    enum class Fate { Run, Dropped };
    /// Called exactly once: with Run on a thread of the pool, or with Dropped inside of stop().
    using Job = std::function<void(Fate)>;

    struct Options {
        std::string name;
        int threads = 1;
        std::size_t queue = 1024; ///< jobs that wait, beyond those that run
        int nice = 0;             ///< 19: yields to everybody else (Linux: per thread)
    };

    explicit ThreadPool(const Options& options);
    ~ThreadPool() { stop(); }
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    /// False where the queue is full or the pool has stopped; the job is not called then.
    bool submit(Job job);
    /// Waits for the running jobs and drops those that wait. Twice is fine.
    void stop();

private:
    void work(const Options& options);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    std::vector<std::thread> m_threads;
    std::size_t m_queue;
    bool m_stopping = false;
};

} // namespace dropseal::http

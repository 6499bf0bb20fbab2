// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/thread_pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace dropseal::http {

ThreadPool::ThreadPool(const Options& options) : m_queue(options.queue) {
    for (int i = 0; i < std::max(options.threads, 1); ++i)
        m_threads.emplace_back([this, options] { work(options); });
}

bool ThreadPool::submit(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_jobs.size() >= m_queue)
            return false;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
    return true;
}

void ThreadPool::stop() {
    std::deque<Job> dropped;
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        dropped.swap(m_jobs);
        threads.swap(m_threads);
    }
    m_wake.notify_all();
    for (Job& job : dropped)
        job(Fate::Dropped);
    for (std::thread& thread : threads)
        thread.join();
}

void ThreadPool::work(const Options& options) {
    pthread_setname_np(pthread_self(), options.name.substr(0, 15).c_str());
    // On Linux a nice value belongs to the thread. It only makes this thread weaker, so a failure is no
    // fault.
    if (options.nice != 0)
        static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), options.nice));
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_stopping)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(Fate::Run);
    }
}

} // namespace dropseal::http

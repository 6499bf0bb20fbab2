// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_thread.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace dropseal::app {

struct FileThread::Shared {
    struct Task {
        std::function<void()> job;
        std::function<void()> done;
    };

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Task> waiting;
    std::deque<std::function<void()>> ended;
    FileThread* owner = nullptr; ///< null once it is gone
    bool has_thread = false;

    void finish(Task task) {
        task.job();
        task.job = nullptr; // what it owns goes before anybody hears of its end
        const std::lock_guard lock(mutex);
        if (owner == nullptr)
            return;
        ended.push_back(std::move(task.done));
        changed.notify_all();
        if (ended.size() == 1) // one wake is enough for all that wait
            QCoreApplication::postEvent(owner, new QEvent(QEvent::User));
    }
};

FileThread::FileThread() : m_shared(std::make_shared<Shared>()) {
    m_shared->owner = this;
}

FileThread::~FileThread() {
    std::deque<Shared::Task> dropped; // its tasks go after the lock
    const std::lock_guard lock(m_shared->mutex);
    m_shared->owner = nullptr;
    dropped.swap(m_shared->waiting);
    m_shared->changed.notify_all();
}

void FileThread::work(const std::shared_ptr<Shared>& shared) {
    for (;;) {
        Shared::Task task;
        {
            std::unique_lock lock(shared->mutex);
            shared->changed.wait(lock, [&] { return shared->owner == nullptr || !shared->waiting.empty(); });
            if (shared->owner == nullptr)
                return;
            task = std::move(shared->waiting.front());
            shared->waiting.pop_front();
        }
        shared->finish(std::move(task));
    }
}

void FileThread::run(std::function<void()> job, std::function<void()> done) {
    Shared::Task task{std::move(job), std::move(done)};
    if (!m_shared->has_thread) {
        try {
            std::thread([shared = m_shared] { work(shared); }).detach();
            m_shared->has_thread = true;
        } catch (const std::system_error&) { // no more threads: here then, since nothing may be lost
            m_shared->finish(std::move(task));
            return;
        }
    }
    const std::lock_guard lock(m_shared->mutex);
    m_shared->waiting.push_back(std::move(task));
    m_shared->changed.notify_all();
}

bool FileThread::event(QEvent* event) {
    if (event->type() != QEvent::User)
        return QObject::event(event);
    collect();
    return true;
}

/// True where there was something to collect.
bool FileThread::collect() {
    const std::shared_ptr<Shared> shared = m_shared; // a `done` may destroy us
    std::deque<std::function<void()>> ended;
    {
        const std::lock_guard lock(shared->mutex);
        ended.swap(shared->ended);
    }
    for (const auto& done : ended) {
        if (shared->owner == nullptr) // only ever written in this thread
            break;
        done();
    }
    return !ended.empty();
}

bool FileThread::waitForOne(std::chrono::milliseconds longest) {
    {
        std::unique_lock lock(m_shared->mutex);
        m_shared->changed.wait_for(lock, longest, [this] { return !m_shared->ended.empty(); });
    }
    return collect();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/work_thread.h"

#include <QtCore/QElapsedTimer>

namespace dropseal::app {

namespace {

constexpr qint64 LongestTurnMs = 6; // the window draws in between

} // namespace

WorkThread::WorkThread(Around around) : m_around(std::move(around)), m_thread([this] { work(); }) {
}

WorkThread::~WorkThread() {
    {
        const std::lock_guard lock(m_mutex);
        m_is_ending = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void WorkThread::post(Job job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void WorkThread::work() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_is_ending || !m_jobs.empty(); });
        if (m_jobs.empty())
            return;
        std::deque<Job> jobs;
        jobs.swap(m_jobs);
        m_is_working = true;
        lock.unlock();

        std::vector<Report> reports;
        if (m_around.before)
            m_around.before();
        for (const Job& job : jobs)
            job(reports);
        if (m_around.after)
            m_around.after(reports);
        jobs.clear();

        lock.lock();
        m_is_working = false;
        const bool is_news = !reports.empty();
        for (Report& report : reports)
            m_reports.push_back(std::move(report));
        if (is_news)
            QMetaObject::invokeMethod(this, &WorkThread::drain, Qt::QueuedConnection);
        m_idle.notify_all();
    }
}

void WorkThread::finish() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_jobs.empty() && !m_is_working; });
}

bool WorkThread::reportOne() {
    Report report;
    {
        const std::lock_guard lock(m_mutex);
        if (m_reports.empty())
            return false;
        report = std::move(m_reports.front());
        m_reports.pop_front();
    }
    report();
    return true;
}

void WorkThread::reportAll() {
    while (reportOne()) {
    }
}

void WorkThread::drain() {
    QElapsedTimer turn;
    turn.start();
    while (turn.elapsed() < LongestTurnMs) {
        if (!reportOne())
            return;
    }
    QMetaObject::invokeMethod(this, &WorkThread::drain, Qt::QueuedConnection);
}

} // namespace dropseal::app

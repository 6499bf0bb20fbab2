// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dropseal::app {

/// A thread that does one job after the other, and tells the thread of this object about it. Where several
/// are waiting they are done together, between one `before` and one `after`. Made and destroyed on the GUI
/// thread; the destructor waits for what was posted.
class WorkThread final : public QObject {
    Q_OBJECT
public:
    using Report = std::function<void()>; ///< runs on this object's thread, once, after `after`
    using Job = std::function<void(std::vector<Report>& reports)>;
    struct Around {
        std::function<void()> before;
        Job after;
    };

    explicit WorkThread(Around around = {});
    ~WorkThread() override;

    void post(Job job); ///< from any thread
    void finish();      ///< returns when all that was posted is done
    void reportAll();   ///< runs the reports that are there, now

private:
    void work();
    void drain();
    bool reportOne();

    Around m_around;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::deque<Job> m_jobs;
    std::deque<Report> m_reports;
    bool m_is_working = false;
    bool m_is_ending = false;
    std::thread m_thread;
};

} // namespace dropseal::app

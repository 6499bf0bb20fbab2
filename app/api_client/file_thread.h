// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace dropseal::app {

/// A thread for one file: what may wait for a disk, or counts every byte, runs there, one job after the
/// other, and the window does not wait. Destroying it drops the jobs that wait and forgets the one that runs;
/// it does not wait for that one either, so jobs own what they touch. GUI thread.
class FileThread final : public QObject {
    Q_OBJECT
public:
    FileThread();
    ~FileThread() override;

    /// `job` runs in the thread, then `done` in ours, from the event loop; `done` may destroy the FileThread.
    void run(std::function<void()> job, std::function<void()> done);
    /// For who cannot return to the event loop: waits for one job at most that long and calls its `done`.
    /// False where none ended.
    bool waitForOne(std::chrono::milliseconds longest);

protected:
    bool event(QEvent* event) override;

private:
    struct Shared;
    static void work(const std::shared_ptr<Shared>& shared);
    bool collect();

    std::shared_ptr<Shared> m_shared;
};

} // namespace dropseal::app

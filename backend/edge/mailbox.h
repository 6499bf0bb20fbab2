// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/descriptor.h"
#include "backend/edge/task.h"

#include <mutex>
#include <vector>

namespace dropseal::edge {

/// How other threads reach a worker: what is posted runs on the worker's thread, in order. It outlives the
/// worker, so that a late answer finds a closed box and not a dangling pointer.
class Mailbox {
public:
    using Letter = Task<>;

    Mailbox();

    /// Readable while letters wait; the worker watches it.
    int descriptor() const { return m_wake.get(); }
    /// Any thread. False once closed: the letter was destroyed here, on the caller's thread.
    bool post(Letter letter);
    /// Worker's thread: runs what has come until now.
    void deliver();
    /// Drops what has not run, and refuses all that comes later.
    void close();

private:
    Descriptor m_wake;
    std::mutex m_mutex;
    std::vector<Letter> m_letters;
    bool m_closed = false;
};

} // namespace dropseal::edge

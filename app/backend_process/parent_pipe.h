// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/backend_process/backend_process.h"

#include <QtCore/QSocketNotifier>

#include <functional>

namespace dropseal::app {

/// The socket that the server inherits: it writes the setup token into it, and ends when our side closes,
/// however we end. The kernel closes it for a program that was killed, so nothing else is needed against
/// orphans.
class BackendProcess::Pipe {
public:
    explicit Pipe(std::function<void(const QString&)> take_line);
    ~Pipe();
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    bool isOpen() const { return m_ours >= 0; }
    int childEnd() const { return m_theirs; }
    /// In the child, between fork and exec: lets its side through. Async-signal-safe.
    void keepInChild() const;
    /// In the parent, once the child runs: only it has its side then.
    void closeChildEnd();
    /// Takes what has come.
    void drain();

private:
    int m_ours = -1;
    int m_theirs = -1;
    QByteArray m_text;
    std::function<void(const QString&)> m_take_line;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace dropseal::app

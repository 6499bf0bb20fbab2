// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QSocketNotifier>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace dropseal::server {

/// SIGTERM, SIGINT and SIGHUP as events. They are blocked from construction on, so that threads made later
/// never get one; after the first that ends us they are let through again, so a second one ends the process
/// at once.
class ShutdownSignals {
public:
    ShutdownSignals();
    ~ShutdownSignals();
    ShutdownSignals(const ShutdownSignals&) = delete;
    ShutdownSignals& operator=(const ShutdownSignals&) = delete;

    /// `asked` is called on this thread's event loop, once. `reload`, where there is one, is called instead
    /// for each SIGHUP before that.
    void watch(std::function<void()> asked, std::function<void()> reload = {});

private:
    void read(const std::function<void()>& asked, const std::function<void()>& reload);

    int m_fd = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// The inherited pipe or socket of the program that started us. Owns the descriptor.
class ParentPipe {
public:
    explicit ParentPipe(int fd);
    ~ParentPipe();
    ParentPipe(const ParentPipe&) = delete;
    ParentPipe& operator=(const ParentPipe&) = delete;

    bool isOpen() const;
    void writeLine(std::string_view text);
    /// `closed` is called on this thread's event loop, once, when nobody holds the other side any more.
    void watch(std::function<void()> closed);

private:
    bool otherSideClosed();

    int m_fd;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>

namespace dropseal::sql {

/// Whether the database may still be used. Once it failed it stays failed until the process ends.
/// Thread-safe.
class Health {
public:
    /// `on_fatal` is called once, on the thread that met the fault.
    explicit Health(std::function<void(std::string)> on_fatal) : m_on_fatal(std::move(on_fatal)) {}

    void fail(std::string words);
    bool failed() const { return m_failed.load(std::memory_order_acquire); }
    /// dependency_unavailable with the words, once it failed.
    Result<void> check() const;

private:
    std::function<void(std::string)> m_on_fatal;
    std::atomic<bool> m_failed{false};
    mutable std::mutex m_mutex;
    std::string m_words; ///< guarded by m_mutex
};

} // namespace dropseal::sql

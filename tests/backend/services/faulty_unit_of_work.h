// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/unit_of_work.h"

#include <atomic>

namespace dropseal::test {

/// A real unit of work that can be made to misbehave in the ways that its contract allows. Thread-safe.
class FaultyUnitOfWork final : public stores::UnitOfWork {
public:
    explicit FaultyUnitOfWork(stores::UnitOfWork& inner) : m_inner(inner) {}

    /// The next `count` commits fail: the function ran, and nothing of it counts.
    void failCommits(int count, ErrorCode code = ErrorCode::service_unavailable) {
        m_fail_code = code;
        m_failures = count;
    }
    /// Every write function runs twice from its start, as after a serialisation fault.
    void runTwice(bool on) { m_run_twice = on; }
    /// Runs once, after the next read saw its snapshot and before its caller gets it.
    void afterNextRead(std::function<void()> hook) { m_after_read = std::move(hook); }
    /// Puts something around the stores of each write.
    using Wrapper = std::function<Result<void>(const stores::Stores&, const Function&)>;
    void wrapWrites(Wrapper wrapper) { m_wrapper = std::move(wrapper); }

    int writes() const { return m_writes; }

    Result<void> run(const Function& fn) override {
        ++m_writes;
        const auto call = [&](const stores::Stores& stores) {
            return m_wrapper ? m_wrapper(stores, fn) : fn(stores);
        };
        if (m_failures > 0) {
            --m_failures;
            return failing(call, m_fail_code);
        }
        if (m_run_twice)
            static_cast<void>(failing(call, ErrorCode::service_unavailable));
        return m_inner.run(call);
    }
    Result<void> read(const Function& fn) override {
        auto done = m_inner.read(fn);
        if (const auto hook = std::exchange(m_after_read, nullptr))
            hook();
        return done;
    }
    Result<void> check() override { return m_inner.check(); }

private:
    Result<void> failing(const Function& call, ErrorCode code) {
        return m_inner.run([&](const stores::Stores& stores) -> Result<void> {
            DROPSEAL_TRY(call(stores));
            return Error(code); // rolls back
        });
    }

    stores::UnitOfWork& m_inner;
    std::atomic<int> m_failures{0};
    std::atomic<int> m_writes{0};
    std::atomic<ErrorCode> m_fail_code{ErrorCode::service_unavailable};
    std::atomic<bool> m_run_twice{false};
    std::function<void()> m_after_read;
    Wrapper m_wrapper;
};

} // namespace dropseal::test

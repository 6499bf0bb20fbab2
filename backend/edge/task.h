// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace dropseal::edge {

/// A call that is made once and may own what cannot be copied (a descriptor, a sink). std::function wants
/// copies.
template <class... Args>
class Task {
public:
    Task() = default;
    template <class F>
    Task(F function) : m_call(std::make_unique<Holder<F>>(std::move(function))) {}

    explicit operator bool() const { return m_call != nullptr; }
    void operator()(Args... args) { std::exchange(m_call, nullptr)->call(std::forward<Args>(args)...); }

private:
    struct Call {
        virtual ~Call() = default;
        virtual void call(Args... args) = 0;
    };
    template <class F>
    struct Holder final : Call {
        explicit Holder(F f) : function(std::move(f)) {}
        void call(Args... args) override { function(std::forward<Args>(args)...); }
        F function;
    };

    std::unique_ptr<Call> m_call;
};

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/unit_of_work.h"

#include <type_traits>

namespace dropseal::services {

/// UnitOfWork::read and run for functions that give a value: `fn(const Stores&)` returns Result<T>, and so
/// do these. The value is that of the last time that `fn` ran.
template <class Fn>
auto readFor(stores::UnitOfWork& work, Fn fn) -> std::invoke_result_t<Fn, const stores::Stores&> {
    using Answer = std::invoke_result_t<Fn, const stores::Stores&>;
    std::optional<Answer> answer;
    DROPSEAL_TRY(work.read([&](const stores::Stores& stores) -> Result<void> {
        answer.emplace(fn(stores));
        return answer->ok() ? Result<void>() : answer->error();
    }));
    return std::move(*answer);
}

template <class Fn>
auto runFor(stores::UnitOfWork& work, Fn fn) -> std::invoke_result_t<Fn, const stores::Stores&> {
    using Answer = std::invoke_result_t<Fn, const stores::Stores&>;
    std::optional<Answer> answer;
    DROPSEAL_TRY(work.run([&](const stores::Stores& stores) -> Result<void> {
        answer.emplace(fn(stores));
        return answer->ok() ? Result<void>() : answer->error();
    }));
    return std::move(*answer);
}

} // namespace dropseal::services

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

namespace dropseal {

/// A value, or the Error that says why there is none. Reading the side that is not there ends the program: it
/// is a mistake of the caller, never of the input.
template <class T>
class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    T& value() & { return checked<0>(); }
    const T& value() const& { return checked<0>(); }
    T&& value() && { return std::move(checked<0>()); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return checked<1>(); }
    const Error& error() const& { return checked<1>(); }
    Error&& error() && { return std::move(checked<1>()); }

private:
    template <std::size_t I>
    auto& checked() {
        if (m_state.index() != I)
            std::abort();
        return *std::get_if<I>(&m_state);
    }
    template <std::size_t I>
    const auto& checked() const {
        if (m_state.index() != I)
            std::abort();
        return *std::get_if<I>(&m_state);
    }

    std::variant<T, Error> m_state;
};

/// Done, or the Error that says why not. `return {};` or `return Done;` is success.
template <>
class [[nodiscard]] Result<void> {
public:
    using Value = void;

    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const noexcept { return !m_error.has_value(); }
    explicit operator bool() const noexcept { return ok(); }
    Error& error() & { return checked(); }
    const Error& error() const& { return const_cast<Result*>(this)->checked(); }
    Error&& error() && { return std::move(checked()); }

private:
    Error& checked() {
        if (!m_error)
            std::abort();
        return *m_error;
    }

    std::optional<Error> m_error;
};

} // namespace dropseal

/// Leaves the function with the error of `expression`, if it has one. For Result<void> and for results whose
/// value nobody needs.
#define DROPSEAL_TRY(expression)                                                                             \
    do {                                                                                                     \
        if (auto dropsealTried = (expression); !dropsealTried.ok())                                          \
            return std::move(dropsealTried).error();                                                         \
    } while (false)

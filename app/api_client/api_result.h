// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

#include <functional>
#include <variant>

namespace dropseal::app {

struct Nothing {};

/// A call's value, or why there is none.
template <class T>
class ApiResult {
public:
    ApiResult(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    ApiResult(ApiError error) : m_state(std::in_place_index<1>, std::move(error)) {}
    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }
    const T& value() const { return std::get<0>(m_state); }
    const T& operator*() const { return value(); }
    const T* operator->() const { return &value(); }
    const ApiError& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, ApiError> m_state;
};

/// Called once on the caller's thread, never before the call returned, and not at all when the context object
/// died first.
template <class T>
using ApiCallback = std::function<void(ApiResult<T>)>;

} // namespace dropseal::app

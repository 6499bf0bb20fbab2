// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/range.h"

#include "backend/http/media_type.h"

#include <optional>

namespace dropseal::http {

namespace {

/// Digits only; beyond 64 bits it stays at the largest number.
std::optional<std::int64_t> readNumber(std::string_view digits) {
    if (digits.empty())
        return std::nullopt;
    std::int64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const std::int64_t digit = c - '0';
        value = value > (INT64_MAX - digit) / 10 ? INT64_MAX : value * 10 + digit;
    }
    return value;
}

ByteRange suffixRange(std::int64_t length, std::int64_t size) {
    if (length == 0 || size == 0)
        return {ByteRange::Kind::Unsatisfiable, 0, 0};
    const std::int64_t taken = std::min(length, size);
    return {ByteRange::Kind::Part, size - taken, taken};
}

} // namespace

ByteRange parseRange(std::string_view range, std::int64_t size) {
    const ByteRange whole{ByteRange::Kind::Whole, 0, size};
    range = trim(range);
    const auto equals = range.find('=');
    if (equals == std::string_view::npos || toLower(range.substr(0, equals)) != "bytes")
        return whole;
    const std::string_view spec = trim(range.substr(equals + 1));
    if (spec.find(',') != std::string_view::npos)
        return whole; // several ranges: one whole body costs the least, and is allowed
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos)
        return whole;
    const std::string_view last_text = spec.substr(dash + 1);
    if (dash == 0) {
        const auto length = readNumber(last_text);
        return length ? suffixRange(*length, size) : whole;
    }
    const auto first = readNumber(spec.substr(0, dash));
    const auto last = last_text.empty() ? std::optional<std::int64_t>(INT64_MAX) : readNumber(last_text);
    if (!first || !last || *last < *first)
        return whole;
    if (*first >= size)
        return {ByteRange::Kind::Unsatisfiable, 0, 0};
    return {ByteRange::Kind::Part, *first, std::min(*last, size - 1) - *first + 1};
}

std::string contentRange(const ByteRange& range, std::int64_t size) {
    if (range.kind == ByteRange::Kind::Unsatisfiable)
        return "bytes */" + std::to_string(size);
    return "bytes " + std::to_string(range.offset) + '-' + std::to_string(range.offset + range.length - 1) +
           '/' + std::to_string(size);
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dropseal::http {

/// What part of a body of a known size a request gets.
struct ByteRange {
    enum class Kind {
        Whole,         ///< no Range, one that we may ignore, or several ranges (RFC 9110 section 14.2): 200
        Part,          ///< 206 with Content-Range
        Unsatisfiable, ///< 416
    };

    Kind kind = Kind::Whole;
    std::int64_t offset = 0;
    std::int64_t length = 0; ///< of the part; of the whole body for Whole

    bool operator==(const ByteRange&) const = default;
};

/// Reads a Range field (RFC 9110 section 14.1.2). What is no well-formed `bytes` range is ignored, as section
/// 14.2 asks; numbers beyond 64 bits are taken as "beyond the end". `size` is 0 or more.
ByteRange parseRange(std::string_view range, std::int64_t size);

/// "bytes 0-4/10", or "bytes */10" for Unsatisfiable.
std::string contentRange(const ByteRange& range, std::int64_t size);

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dropseal::http {

/// What one answered request leaves in the log. No query, no header and no body: these hold secrets.
struct AccessEntry {
    Timestamp at;
    std::string_view request_id;
    std::string_view method;
    std::string_view path; ///< with keys and tokens in it replaced by the route's pattern
    std::string_view peer; ///< numeric address; empty for the control socket
    int status = 0;
    std::int64_t bytes = 0; ///< of the body, as announced
    std::chrono::microseconds took{0};
    std::string_view code;  ///< the error's word; empty for a success
    std::string_view cause; ///< the error's private cause
};

/// Takes one entry for each request that a handler or the edge answered. Thread-safe, never blocks for long.
class AccessLog {
public:
    virtual ~AccessLog() = default;
    virtual void write(const AccessEntry& entry) noexcept = 0;
};

/// One JSON object per line on a descriptor (2 = stderr). Control characters, U+2028 and U+2029 are escaped,
/// so that no name forges a line (SECURITY.md section 2 row 36). A full pipe or disk loses the line and
/// nothing else.
class JsonAccessLog final : public AccessLog {
public:
    explicit JsonAccessLog(int descriptor) : m_descriptor(descriptor) {}
    void write(const AccessEntry& entry) noexcept override;

    /// The line without its end.
    static std::string format(const AccessEntry& entry);

private:
    int m_descriptor; ///< not owned
};

} // namespace dropseal::http

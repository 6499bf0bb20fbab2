// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace dropseal::edge {

/// What the edge bounds by itself.
enum class Limit {
    HeadSize,           ///< 431
    TargetSize,         ///< 414
    BodySize,           ///< 413, also by the policy's figure
    HeadTime,           ///< 408
    IdleTime,           ///< closed without a word
    UploadRate,         ///< 408
    DownloadProgress,   ///< cut
    HandlerTime,        ///< 503
    Connections,        ///< others wait in the kernel's queue
    AddressConnections, ///< 429
    ConnectionRequests, ///< answered, then closed
    Descriptors         ///< closed unseen
};
inline constexpr std::size_t LimitCount = 12;

/// How often each limit was met. Thread-safe.
class LimitCounts {
public:
    void add(Limit limit) {
        m_counts[static_cast<std::size_t>(limit)].fetch_add(1, std::memory_order_relaxed);
    }
    std::uint64_t of(Limit limit) const {
        return m_counts[static_cast<std::size_t>(limit)].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, LimitCount> m_counts{};
};

} // namespace dropseal::edge

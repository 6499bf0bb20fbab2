// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

namespace dropseal::blobs {

/// Bytes that an unprivileged writer still gets on the disk of `fd`; none where the disk does not say.
std::optional<std::int64_t> diskBytesFree(int fd);
/// Bytes that uploads leave free for the database, the log and whoever cleans up: 8 MiB, or a sixteenth of a
/// small disk.
std::int64_t diskReserve(int fd);

/// What running uploads announced and have not written yet, so that ten big uploads at once are not each
/// promised the same free space. Thread-safe.
class DiskLedger {
public:
    std::int64_t promised() const { return m_promised.load(std::memory_order_relaxed); }
    void add(std::int64_t bytes) { m_promised.fetch_add(bytes, std::memory_order_relaxed); }
    void subtract(std::int64_t bytes) { m_promised.fetch_sub(bytes, std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> m_promised{0};
};

} // namespace dropseal::blobs

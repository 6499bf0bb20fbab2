// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <span>

namespace dropseal::edge {

/// Bytes that an answer sends and that are too many for memory. Called by one thread at a time; may block.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills `out` from `offset` on; fewer bytes only at the end. After an error the connection is cut, so
    /// that the client sees that the body is not whole.
    virtual Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) = 0;
    /// Told once: how many bytes of the asked range went to the kernel, and whether that was all of it.
    virtual void sent(std::int64_t bytes, bool whole) noexcept = 0;
};

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <span>
#include <string>

namespace dropseal::edge {

/// What a multipart part says of itself (RFC 7578 section 4); both are empty for a raw body.
struct PartInfo {
    std::string filename; ///< as sent, never a path rule applied
    std::string content_type;
};

/// Takes the bytes of one request body as they come. Called by one thread at a time (the worker's or an I/O
/// thread's, in turn), never from two at once, in the order open, append*, then finish or abort exactly once.
/// May block on the disk. After an error only abort follows, and the client gets the error.
class UploadSink {
public:
    virtual ~UploadSink() = default;

    virtual Result<void> open(const PartInfo& part) = 0;
    virtual Result<void> append(std::span<const std::uint8_t> bytes) = 0;
    /// The body was whole. The request then goes on to its handler, which answers.
    virtual Result<void> finish() = 0;
    /// The body will not be whole: client gone, limit, error.
    virtual void abort() noexcept = 0;
};

} // namespace dropseal::edge

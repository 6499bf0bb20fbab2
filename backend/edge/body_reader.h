// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/chunked_decoder.h"
#include "backend/edge/request_head.h"

#include <algorithm>

namespace dropseal::edge {

/// The frame of one request body: by Content-Length, chunked, or none.
class BodyReader {
public:
    using Status = ChunkedDecoder::Status;
    using Step = ChunkedDecoder::Step;

    explicit BodyReader(const RequestHead& head)
        : m_chunked(head.chunked), m_left(static_cast<std::uint64_t>(head.content_length.value_or(0))) {}

    /// As ChunkedDecoder::next(). Where the body is known to be over, Done needs no input.
    Step next(std::span<const std::uint8_t> input) {
        if (m_chunked)
            return m_decoder.next(input);
        if (m_left == 0)
            return {Status::Done, 0, {}};
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size()));
        m_left -= size;
        return {size == 0 ? Status::NeedMore : Status::Data, size, input.first(size)};
    }

    /// How much may be read from the socket at most, so that nothing of the next request is read with it.
    std::size_t wanted(std::size_t room) const {
        return m_chunked ? room : static_cast<std::size_t>(std::min<std::uint64_t>(m_left, room));
    }

private:
    bool m_chunked;
    std::uint64_t m_left;
    ChunkedDecoder m_decoder;
};

} // namespace dropseal::edge

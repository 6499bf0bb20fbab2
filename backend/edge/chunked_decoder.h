// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace dropseal::edge {

/// Takes a chunked body apart (RFC 9112 section 7.1) without copying it. Only CRLF ends a line; sizes are 1
/// to 16 hexadecimal digits; all extensions together are at most 128 bytes (CVE-2023-39326); trailers are
/// checked, limited and dropped, since nothing may come after the head that the head did not say.
class ChunkedDecoder {
public:
    static constexpr std::size_t MaxExtensionBytes = 128;
    static constexpr std::size_t MaxTrailerBytes = 8 * 1024;

    enum class Status { NeedMore, Data, Done, Malformed };
    struct Step {
        Status status = Status::NeedMore;
        std::size_t consumed = 0;                ///< bytes of the input that are done with
        std::span<const std::uint8_t> data = {}; ///< with Data: a part of the input
    };

    /// Reads on. Data may be followed by more: call again with the rest of the input. Any split of the body
    /// into calls gives the same bytes.
    Step next(std::span<const std::uint8_t> input);

private:
    enum class State { Size, Extension, SizeLf, Data, DataCr, DataLf, Trailer, End };
    enum class Extension { NameBegin, Name, ValueBegin, Value, Quoted, QuotedPair, QuotedEnd };

    bool takeByte(std::uint8_t byte);
    bool takeSizeByte(std::uint8_t byte);
    bool takeExtensionByte(std::uint8_t byte);
    bool endSizeLine();
    bool takeTrailerByte(std::uint8_t byte);

    State m_state = State::Size;
    Extension m_extensionPlace = Extension::NameBegin;
    std::uint64_t m_left = 0; ///< of the chunk
    std::uint64_t m_total = 0;
    int m_digits = 0;
    std::size_t m_extension = 0; ///< bytes of extensions so far
    std::size_t m_trailer = 0;
    std::size_t m_trailerLine = 0; ///< bytes of the trailer line so far
    bool m_trailerColon = false;
    bool m_cr = false; ///< the byte before was a CR
};

} // namespace dropseal::edge

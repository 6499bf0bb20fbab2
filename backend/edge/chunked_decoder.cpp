// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/chunked_decoder.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <limits>

namespace dropseal::edge {

namespace {

constexpr auto MaxTotal = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

} // namespace

ChunkedDecoder::Step ChunkedDecoder::next(std::span<const std::uint8_t> input) {
    std::size_t at = 0;
    while (at < input.size() && m_state != State::End) {
        if (m_state == State::Data) {
            const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, input.size() - at));
            m_left -= size;
            if (m_left == 0)
                m_state = State::DataCr;
            return {Status::Data, at + size, input.subspan(at, size)};
        }
        if (!takeByte(input[at]))
            return {Status::Malformed, at, {}};
        ++at;
    }
    return {m_state == State::End ? Status::Done : Status::NeedMore, at, {}};
}

bool ChunkedDecoder::takeByte(std::uint8_t byte) {
    switch (m_state) {
    case State::Size:
        return takeSizeByte(byte);
    case State::Extension:
        return takeExtensionByte(byte);
    case State::SizeLf:
        return byte == '\n' && endSizeLine();
    case State::DataCr:
        m_state = State::DataLf;
        return byte == '\r';
    case State::DataLf:
        m_state = State::Size;
        m_digits = 0;
        return byte == '\n';
    case State::Trailer:
        return takeTrailerByte(byte);
    case State::Data:
    case State::End:
        break;
    }
    return false;
}

bool ChunkedDecoder::takeSizeByte(std::uint8_t byte) {
    const int digit = grammar::hexDigit(static_cast<char>(byte));
    if (digit >= 0) {
        if (++m_digits > 16)
            return false;
        m_left = m_left << 4U | static_cast<std::uint64_t>(digit);
        return true;
    }
    if (m_digits == 0)
        return false;
    if (byte == ';') {
        m_state = State::Extension;
        m_extensionPlace = Extension::NameBegin;
        return ++m_extension <= MaxExtensionBytes;
    }
    m_state = State::SizeLf;
    return byte == '\r';
}

/// `;name`, `;name=token` and `;name="quoted"`, without spaces around them; their meaning is nobody's.
bool ChunkedDecoder::takeExtensionByte(std::uint8_t byte) {
    const char c = static_cast<char>(byte);
    const bool text = byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    Extension& place = m_extensionPlace;
    const bool quoted = place == Extension::Quoted || place == Extension::QuotedPair;
    const bool complete =
        place == Extension::Name || place == Extension::Value || place == Extension::QuotedEnd;
    if (complete && c == '\r') {
        m_state = State::SizeLf;
        return true;
    }
    if (++m_extension > MaxExtensionBytes)
        return false;
    if (quoted) {
        if (place == Extension::Quoted && (c == '"' || c == '\\'))
            place = c == '"' ? Extension::QuotedEnd : Extension::QuotedPair;
        else
            place = Extension::Quoted;
        return text;
    }
    if (complete && c == ';') {
        place = Extension::NameBegin;
        return true;
    }
    if (place == Extension::Name && c == '=') {
        place = Extension::ValueBegin;
        return true;
    }
    if (place == Extension::ValueBegin && c == '"') {
        place = Extension::Quoted;
        return true;
    }
    if (place == Extension::NameBegin)
        place = Extension::Name;
    else if (place == Extension::ValueBegin)
        place = Extension::Value;
    return place != Extension::QuotedEnd && grammar::isTokenChar(c);
}

bool ChunkedDecoder::endSizeLine() {
    if (m_left > MaxTotal - m_total)
        return false;
    m_total += m_left;
    m_state = m_left == 0 ? State::Trailer : State::Data;
    return true;
}

bool ChunkedDecoder::takeTrailerByte(std::uint8_t byte) {
    if (++m_trailer > MaxTrailerBytes)
        return false;
    if (m_cr) {
        m_cr = false;
        if (byte != '\n')
            return false;
        if (m_trailerLine == 0) {
            m_state = State::End;
            return true;
        }
        const bool whole = m_trailerColon;
        m_trailerLine = 0;
        m_trailerColon = false;
        return whole;
    }
    if (byte == '\r') {
        m_cr = true;
        return true;
    }
    ++m_trailerLine;
    if (m_trailerColon)
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    m_trailerColon = byte == ':' && m_trailerLine > 1;
    return m_trailerColon || grammar::isTokenChar(static_cast<char>(byte));
}

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/form_data.h"
#include "shared/core/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dropseal::edge {

/// Finds the one file in a multipart/form-data body as it streams by (RFC 7578, RFC 2046 section 5.1), in
/// flat memory. The part named `file` is the file; a body without one or with two is refused; other parts,
/// before or after, are skipped. Any split of the body into calls gives the same bytes.
class MultipartSplitter {
public:
    static constexpr std::size_t MaxPartHeadBytes = 8 * 1024;
    static constexpr std::size_t MaxParts = 1000;
    /// Of everything but the file: other parts, heads, preamble, epilogue.
    static constexpr std::size_t MaxOtherBytes = 1024 * 1024;

    /// `boundary` as multipartBoundary() gives it.
    explicit MultipartSplitter(const std::string& boundary);

    enum class Event {
        NeedMore,  ///< all input is read
        FileBegin, ///< file() says what it is
        FileData,  ///< `data` belongs to the file; valid until the next call
        Malformed  ///< refusal() says why; nothing may follow
    };
    struct Step {
        Event event = Event::NeedMore;
        std::size_t consumed = 0;
        std::span<const std::uint8_t> data = {};
    };

    /// Reads on; call again with the rest of the input until NeedMore.
    Step next(std::span<const std::uint8_t> input);
    /// The body has come to its end: bad_request where the closing delimiter is missing, validation_failed
    /// where no file came.
    std::optional<Error> finish() const;

    const PartInfo& file() const { return m_file; }
    const Error& refusal() const { return *m_refusal; }

private:
    enum class Place { Preamble, File, OtherPart };
    enum class State { Content, AfterDelimiter, PartHead, Epilogue };

    Step content(std::span<const std::uint8_t> input);
    Step matching(std::span<const std::uint8_t> input);
    Step afterDelimiter(std::span<const std::uint8_t> input);
    Step partHead(std::span<const std::uint8_t> input);
    Step beginPart(std::size_t consumed);
    Step give(std::size_t consumed, std::span<const std::uint8_t> data);
    Step notDelimiter(std::size_t consumed);
    Step refuse(Error error);
    bool skip(std::size_t bytes);

    std::string m_delimiter; ///< CRLF, two hyphens, the boundary
    std::size_t m_matched;   ///< of the delimiter, at the end of what was read
    std::string m_tail;      ///< what followed a whole delimiter and does not yet say what it is
    std::string m_held;      ///< bytes of a near miss, given as data
    std::string m_partHead;
    std::size_t m_parts = 0;
    std::size_t m_otherBytes = 0;
    bool m_fileSeen = false;
    Place m_place = Place::Preamble;
    State m_state = State::Content;
    PartInfo m_file;
    std::optional<Error> m_refusal;
};

} // namespace dropseal::edge

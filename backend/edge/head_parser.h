// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "shared/core/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::edge {

/// How much one head may hold. All its bytes must fit into one read of a worker (64 KiB).
struct HeadLimits {
    std::size_t bytes = 16 * 1024; ///< all of it; beyond: 431
    std::size_t fields = 100;      ///< 431
    std::size_t target = 8 * 1024; ///< bytes of the target; 414
};

/// Reads one request head by RFC 9112, strictly: what two servers could read in two ways is refused, and the
/// connection ends (section 11.2, request smuggling). A pure function of the bytes: any split of them into
/// calls gives the same head or the same refusal.
class HeadParser {
public:
    static constexpr std::size_t MaxMethodBytes = 32;

    enum class Status { Incomplete, Complete, Refused };

    /// `bytes` are all bytes since the head's begin, those of earlier calls first. Not called again after
    /// Complete or Refused.
    Status parse(std::span<const std::uint8_t> bytes);

    explicit HeadParser(const HeadLimits& limits = {}) : m_limits(limits) {}

    /// Something but empty lines has come, so a head deadline runs.
    bool begun() const { return m_begun; }
    /// After Complete: the length of the head with its empty line; what follows is body or the next request.
    std::size_t consumed() const { return m_line; }
    /// After Complete.
    RequestHead& head() { return m_head; }
    /// After Refused.
    const Error& refusal() const { return *m_refusal; }
    /// The request line was read, and its method is HEAD: no answer to it has a body, a refusal neither.
    bool isForHead() const { return m_head.method == "HEAD"; }

private:
    Status refuse(ErrorCode code, std::string detail);
    std::size_t maxRequestLine() const;
    Status tooLongTarget();
    Status takeLine(std::string_view line);
    Status takeRequestLine(std::string_view line);
    Status takeTarget(std::string_view target);
    Status takeAbsoluteTarget(std::string_view target);
    Status takeOriginTarget(std::string_view target);
    Status takeField(std::string_view line);
    Status addField(std::string name, std::string_view value);
    Status finish();
    Status takeHost();
    Status takeFraming();
    Status takeConnection();
    Status takeExpect();
    Status overlongRequestLine(std::string_view prefix);
    Status unterminated(std::string_view all);

    HeadLimits m_limits;
    RequestHead m_head;
    std::optional<Error> m_refusal;
    std::size_t m_line = 0; ///< where the line that is not yet read begins
    std::size_t m_scan = 0; ///< up to here there is no LF after m_line
    std::size_t m_fields = 0;
    std::size_t m_emptyLines = 0;
    bool m_begun = false;
    bool m_requestLineDone = false;
};

} // namespace dropseal::edge

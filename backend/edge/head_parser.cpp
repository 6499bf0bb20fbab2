// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/head_parser.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace dropseal::edge {

namespace {

using enum HeadParser::Status;

constexpr std::string_view Version = "HTTP/1.1";
constexpr std::size_t MaxEmptyLines = 4; // RFC 9112 section 2.2: a few CRLF before a request are ignored

/// Fields of which a second one could mean something else to another reader.
constexpr std::array<std::string_view, 8> Singletons = {
    "host", "content-length", "content-type", "authorization", "expect", "range", "if-range", "x-request-id"};

/// Whether a request line may begin so: what is there of its method is of a token's characters.
bool mayBeginWithMethod(std::string_view line) {
    const std::string_view method = line.substr(0, HeadParser::MaxMethodBytes);
    const std::string_view begun = method.substr(0, method.find(' '));
    return grammar::isToken(begun);
}

} // namespace

std::size_t HeadParser::maxRequestLine() const {
    return MaxMethodBytes + 1 + m_limits.target + 1 + Version.size();
}

HeadParser::Status HeadParser::refuse(ErrorCode code, std::string detail) {
    m_refusal.emplace(code, std::move(detail));
    return Refused;
}

HeadParser::Status HeadParser::tooLongTarget() {
    return refuse(ErrorCode::uri_too_long,
                  "The request target is longer than " + std::to_string(m_limits.target) + " bytes.");
}

HeadParser::Status HeadParser::parse(std::span<const std::uint8_t> bytes) {
    const std::string_view all(reinterpret_cast<const char*>(bytes.data()),
                               std::min(bytes.size(), m_limits.bytes));
    while (m_scan < all.size()) {
        const auto lf = all.find('\n', m_scan);
        if (lf == std::string_view::npos) {
            m_scan = all.size();
            break;
        }
        if (lf == m_line || all[lf - 1] != '\r')
            return refuse(ErrorCode::bad_request, "A line of the request head does not end with CRLF.");
        const std::string_view line = all.substr(m_line, lf - 1 - m_line);
        m_line = m_scan = lf + 1;
        if (const Status status = takeLine(line); status != Incomplete)
            return status;
    }
    return unterminated(all);
}

HeadParser::Status HeadParser::unterminated(std::string_view all) {
    const std::string_view line = all.substr(m_line);
    const bool begins = !line.empty() && line.front() != '\r';
    m_begun = m_begun || begins;
    // What is no HTTP (a TLS hello, say) is told so at once, not when the deadline of the head has passed.
    if (!m_requestLineDone && begins && !mayBeginWithMethod(line))
        return refuse(ErrorCode::bad_request, "The method is not a token.");
    if (!m_requestLineDone && line.size() > maxRequestLine() + 1)
        return overlongRequestLine(line.substr(0, maxRequestLine()));
    if (all.size() == m_limits.bytes)
        return refuse(ErrorCode::headers_too_large,
                      "The request head is longer than " + std::to_string(m_limits.bytes) + " bytes.");
    return Incomplete;
}

HeadParser::Status HeadParser::overlongRequestLine(std::string_view prefix) {
    const auto space = prefix.substr(0, MaxMethodBytes + 1).find(' ');
    if (space == std::string_view::npos)
        return refuse(ErrorCode::bad_request, "The method is too long.");
    if (!grammar::isToken(prefix.substr(0, space)))
        return refuse(ErrorCode::bad_request, "The method is not a token.");
    return tooLongTarget();
}

HeadParser::Status HeadParser::takeLine(std::string_view line) {
    if (m_requestLineDone)
        return line.empty() ? finish() : takeField(line);
    if (!line.empty()) {
        m_begun = true;
        m_requestLineDone = true;
        return takeRequestLine(line);
    }
    if (++m_emptyLines > MaxEmptyLines)
        return refuse(ErrorCode::bad_request, "There is no request line.");
    return Incomplete;
}

HeadParser::Status HeadParser::takeRequestLine(std::string_view line) {
    if (line.size() > maxRequestLine())
        return overlongRequestLine(line.substr(0, maxRequestLine()));
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return refuse(ErrorCode::bad_request, "The request line is not METHOD TARGET VERSION.");
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!grammar::isToken(method) || method.size() > MaxMethodBytes)
        return refuse(ErrorCode::bad_request, "The method is not a token.");
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (version.size() != Version.size() || version.substr(0, 5) != Version.substr(0, 5) ||
        !digit(version[5]) || version[6] != '.' || !digit(version[7]))
        return refuse(ErrorCode::bad_request, "The HTTP version is malformed.");
    if (version[5] != '1' || version[7] > '1')
        return refuse(ErrorCode::http_version_not_supported, "");
    m_head.minor_version = version[7] - '0';
    m_head.method = method;
    return takeTarget(target);
}

HeadParser::Status HeadParser::takeTarget(std::string_view target) {
    if (target.size() > m_limits.target)
        return tooLongTarget();
    if (m_head.method == "CONNECT")
        return refuse(ErrorCode::not_implemented, "This server is no proxy.");
    if (target == "*") {
        if (m_head.method != "OPTIONS")
            return refuse(ErrorCode::bad_request, "The target * is for OPTIONS only.");
        m_head.path = target;
        return Incomplete;
    }
    if (!target.empty() && target.front() == '/')
        return takeOriginTarget(target);
    return takeAbsoluteTarget(target);
}

HeadParser::Status HeadParser::takeAbsoluteTarget(std::string_view target) {
    // RFC 9112 section 3.2.2: a server must accept it, and its authority replaces Host.
    const auto colon = target.find("://");
    const std::string_view scheme = target.substr(0, colon);
    if (colon == std::string_view::npos ||
        !(grammar::equalsIgnoringCase(scheme, "http") || grammar::equalsIgnoringCase(scheme, "https")))
        return refuse(ErrorCode::bad_request, "The request target is neither a path nor an http URL.");
    const std::string_view rest = target.substr(colon + 3);
    const auto end = rest.find_first_of("/?");
    const std::string_view authority = rest.substr(0, end);
    if (!grammar::isAuthority(authority))
        return refuse(ErrorCode::bad_request, "The request target names no valid host.");
    m_head.host = authority;
    if (end == std::string_view::npos)
        return takeOriginTarget("/");
    if (rest[end] == '?')
        return takeOriginTarget("/" + std::string(rest.substr(end)));
    return takeOriginTarget(rest.substr(end));
}

HeadParser::Status HeadParser::takeOriginTarget(std::string_view target) {
    if (!grammar::isTargetText(target))
        return refuse(ErrorCode::bad_request, "The request target has a character or a percent-encoding "
                                              "that is not allowed.");
    const auto mark = target.find('?');
    m_head.path = target.substr(0, mark);
    if (mark != std::string_view::npos)
        m_head.query = target.substr(mark + 1);
    m_head.headers.reserve(12);
    return Incomplete;
}

HeadParser::Status HeadParser::takeField(std::string_view line) {
    if (++m_fields > m_limits.fields)
        return refuse(ErrorCode::headers_too_large,
                      "The request head has more than " + std::to_string(m_limits.fields) + " fields.");
    const auto colon = line.find(':');
    // A space at the begin of a line (obs-fold) or before the colon is no token either.
    if (colon == std::string_view::npos || !grammar::isToken(line.substr(0, colon)))
        return refuse(ErrorCode::bad_request, "A header field has no valid name.");
    const std::string_view value = grammar::trimmed(line.substr(colon + 1));
    if (!grammar::isFieldValue(value))
        return refuse(ErrorCode::bad_request, "A header field has a control character.");
    return addField(grammar::lowered(line.substr(0, colon)), value);
}

HeadParser::Status HeadParser::addField(std::string name, std::string_view value) {
    if (name.find('_') != std::string::npos) {
        std::string dashed = name;
        std::replace(dashed.begin(), dashed.end(), '_', '-');
        // Gateways that fold `_` into `-` would see a second framing here (SECURITY.md row 38).
        if (dashed == "content-length" || dashed == "transfer-encoding" || dashed == "host")
            return refuse(ErrorCode::bad_request, "A header field has no valid name.");
    }
    for (HeaderField& field : m_head.headers) {
        if (field.name != name)
            continue;
        if (std::find(Singletons.begin(), Singletons.end(), name) != Singletons.end())
            return refuse(ErrorCode::bad_request, "A header field that may stand once stands twice.");
        field.value.append(name == "cookie" ? "; " : ", ").append(value);
        return Incomplete;
    }
    m_head.headers.push_back({std::move(name), std::string(value)});
    return Incomplete;
}

HeadParser::Status HeadParser::finish() {
    for (const auto step : {&HeadParser::takeHost, &HeadParser::takeFraming, &HeadParser::takeConnection,
                            &HeadParser::takeExpect}) {
        if (const Status status = (this->*step)(); status != Incomplete)
            return status;
    }
    return Complete;
}

HeadParser::Status HeadParser::takeHost() {
    const std::string* host = m_head.find("host");
    if (host == nullptr) {
        if (m_head.minor_version >= 1)
            return refuse(ErrorCode::bad_request, "The Host field is missing.");
        return Incomplete;
    }
    if (!grammar::isAuthority(*host))
        return refuse(ErrorCode::bad_request, "The Host field names no valid host.");
    if (m_head.host.empty())
        m_head.host = *host;
    return Incomplete;
}

HeadParser::Status HeadParser::takeFraming() {
    const std::string* length = m_head.find("content-length");
    const std::string* coding = m_head.find("transfer-encoding");
    if (coding != nullptr) {
        // RFC 9112 section 6.1: the two together are an attack until proven otherwise.
        if (length != nullptr || m_head.minor_version < 1)
            return refuse(ErrorCode::bad_request, "Transfer-Encoding is not allowed here.");
        if (!grammar::equalsIgnoringCase(*coding, "chunked")) {
            const auto codings = grammar::listElements(*coding);
            const bool known = std::all_of(codings.begin(), codings.end(), grammar::isToken);
            const auto chunked = std::count_if(codings.begin(), codings.end(), [](std::string_view each) {
                return grammar::equalsIgnoringCase(each, "chunked");
            });
            const bool last = known && grammar::equalsIgnoringCase(codings.back(), "chunked");
            if (known && (codings.size() == 1 || (chunked == 1 && last)))
                return refuse(ErrorCode::not_implemented, "Only the transfer coding `chunked` is known.");
            return refuse(ErrorCode::bad_request, "The transfer coding is malformed.");
        }
        m_head.chunked = true;
    }
    if (length != nullptr) {
        const auto value = grammar::parseLength(*length);
        if (!value)
            return refuse(ErrorCode::bad_request, "Content-Length is not a plain number.");
        m_head.content_length = *value;
    }
    if (m_head.hasBody() && (m_head.method == "GET" || m_head.method == "HEAD" || m_head.method == "TRACE"))
        return refuse(ErrorCode::bad_request, "This method takes no body."); // RFC 9110 section 9.3.1
    return Incomplete;
}

HeadParser::Status HeadParser::takeConnection() {
    m_head.keep_alive = m_head.minor_version >= 1;
    const std::string* connection = m_head.find("connection");
    if (connection == nullptr)
        return Incomplete;
    bool close = false;
    for (const std::string_view option : grammar::listElements(*connection)) {
        close = close || grammar::equalsIgnoringCase(option, "close");
        m_head.keep_alive = m_head.keep_alive || grammar::equalsIgnoringCase(option, "keep-alive");
    }
    m_head.keep_alive = m_head.keep_alive && !close;
    return Incomplete;
}

HeadParser::Status HeadParser::takeExpect() {
    const std::string* expect = m_head.find("expect");
    if (expect == nullptr)
        return Incomplete;
    if (!grammar::equalsIgnoringCase(*expect, "100-continue"))
        return refuse(ErrorCode::expectation_failed, "");
    // RFC 9110 section 10.1.1: an HTTP/1.0 client cannot mean it.
    m_head.expect_continue = m_head.minor_version >= 1 && m_head.hasBody();
    return Incomplete;
}

} // namespace dropseal::edge

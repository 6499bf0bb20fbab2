// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/access_log.h"

#include "backend/http/query.h"

#include <cerrno>
#include <unistd.h>

namespace dropseal::http {

namespace {

void appendEscape(std::string& out, unsigned code) {
    constexpr std::string_view Digits = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += Digits[(code >> static_cast<unsigned>(shift)) & 15U];
}

/// The code point of a multi-byte character at `i` that ends a line or moves a cursor in some readers: C1,
/// U+2028, U+2029; 0 for any other.
unsigned hiddenAt(std::string_view text, std::size_t i) {
    const auto at = [text](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    if (at(i) == 0xc2 && at(i + 1) < 0xa0)
        return at(i + 1);
    if (at(i) == 0xe2 && at(i + 1) == 0x80 && (at(i + 2) == 0xa8 || at(i + 2) == 0xa9))
        return 0x2000U + (at(i + 2) & 0x3fU);
    return 0;
}

/// `"name":"text"`. Written by hand, not by shared/json: one line per request, on the worker.
void appendText(std::string& out, std::string_view name, std::string_view text) {
    out.append(out.size() > 1 ? ",\"" : "\"").append(name).append("\":\"");
    const bool utf8 = isUtf8(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7f) {
            appendEscape(out, byte);
        } else if (byte < 0x80) {
            if (byte == '"' || byte == '\\')
                out += '\\';
            out += text[i];
        } else if (!utf8) {
            out += "\\ufffd";
        } else if (const unsigned hidden = hiddenAt(text, i)) {
            appendEscape(out, hidden);
            i += byte == 0xc2 ? 1 : 2;
        } else {
            out += text[i];
        }
    }
    out += '"';
}

void appendNumber(std::string& out, std::string_view name, std::int64_t number) {
    out.append(",\"").append(name).append("\":").append(std::to_string(number));
}

} // namespace

std::string JsonAccessLog::format(const AccessEntry& entry) {
    std::string out = "{";
    out.reserve(320);
    appendText(out, "at", formatTimestamp(entry.at));
    appendText(out, "event", "request");
    appendText(out, "request_id", entry.request_id);
    appendText(out, "method", entry.method);
    appendText(out, "path", entry.path);
    appendText(out, "peer", entry.peer);
    appendNumber(out, "status", entry.status);
    appendNumber(out, "bytes", entry.bytes);
    appendNumber(out, "took_us", entry.took.count());
    if (!entry.code.empty())
        appendText(out, "code", entry.code);
    if (!entry.cause.empty())
        appendText(out, "cause", entry.cause);
    return out += '}';
}

void JsonAccessLog::write(const AccessEntry& entry) noexcept {
    try {
        const std::string line = format(entry) + '\n';
        // One write per line, so that lines of several threads do not mix.
        while (::write(m_descriptor, line.data(), line.size()) < 0 && errno == EINTR) {
        }
    } catch (...) { // out of memory: the line is lost, the server is not
        return;
    }
}

} // namespace dropseal::http

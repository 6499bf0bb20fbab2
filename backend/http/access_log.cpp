// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/access_log.h"

#include "shared/json/json.h"

#include <cerrno>
#include <unistd.h>

namespace dropseal::http {

namespace {

/// JSON escapes C0 already; these would end a line, or move a terminal's cursor, in some readers.
void escapeRest(std::string& line) {
    constexpr std::string_view Digits = "0123456789abcdef";
    std::string out;
    out.reserve(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto byte = static_cast<unsigned char>(line[i]);
        const auto next = i + 1 < line.size() ? static_cast<unsigned char>(line[i + 1]) : 0U;
        const auto third = i + 2 < line.size() ? static_cast<unsigned char>(line[i + 2]) : 0U;
        if (byte == 0x7f) {
            out += "\\u007f";
        } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
            out += "\\u00";
            out += Digits[next >> 4U];
            out += Digits[next & 15U];
            i += 1;
        } else if (byte == 0xe2 && next == 0x80 && (third == 0xa8 || third == 0xa9)) {
            out += third == 0xa8 ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out += line[i];
        }
    }
    line = std::move(out);
}

} // namespace

std::string JsonAccessLog::format(const AccessEntry& entry) {
    json::Value line{
        {"at", formatTimestamp(entry.at)}, {"event", "request"},   {"request_id", entry.request_id},
        {"method", entry.method},          {"path", entry.path},   {"peer", entry.peer},
        {"status", entry.status},          {"bytes", entry.bytes}, {"took_us", entry.took.count()}};
    if (!entry.code.empty())
        line["code"] = entry.code;
    if (!entry.cause.empty())
        line["cause"] = entry.cause;
    std::string text = json::dump(line);
    escapeRest(text);
    return text;
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

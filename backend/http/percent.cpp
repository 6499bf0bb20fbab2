// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/percent.h"

namespace dropseal::http {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum class Kind { Path, Form };

std::optional<std::string> decode(std::string_view text, Kind kind) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (text.size() - i < 3)
                return std::nullopt;
            const int high = hexDigit(text[i + 1]);
            const int low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && kind == Kind::Form) {
            c = ' ';
        }
        if (c == '\0' && kind == Kind::Path)
            return std::nullopt;
        out += c;
    }
    return out;
}

} // namespace

std::optional<std::string> percentDecode(std::string_view text) {
    return decode(text, Kind::Path);
}

std::optional<std::string> formDecode(std::string_view text) {
    return decode(text, Kind::Form);
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dropseal::edge::grammar {

namespace {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr std::array<bool, 256> table(std::string_view others) {
    std::array<bool, 256> allowed{};
    for (int value = 0; value < 256; ++value) {
        const char c = static_cast<char>(value);
        allowed[static_cast<std::size_t>(value)] =
            isDigit(c) || isAlpha(c) || others.find(c) != std::string_view::npos;
    }
    return allowed;
}

constexpr auto TokenChars = table("!#$%&'*+-.^_`|~");
constexpr auto TargetChars = table("-._~!$&'()*+,;=:@/?[]{}|^`%");
constexpr auto NameChars = table("-._~");

bool allOf(std::string_view text, const std::array<bool, 256>& allowed) {
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return allowed[static_cast<unsigned char>(c)]; });
}

bool isPort(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && text.size() <= 5 && isDigit(text.front()) && error == std::errc() &&
           end == text.data() + text.size() && value <= 65535;
}

bool isIpLiteral(std::string_view inside) {
    // What it means is for the rule of hosts to say; here only that it can hold nothing else.
    return inside.size() >= 2 && inside.size() <= 45 &&
           std::all_of(inside.begin(), inside.end(),
                       [](char c) { return hexDigit(c) >= 0 || c == ':' || c == '.'; }) &&
           inside.find(':') != std::string_view::npos;
}

} // namespace

bool isTokenChar(char c) noexcept {
    return TokenChars[static_cast<unsigned char>(c)];
}

bool isToken(std::string_view text) noexcept {
    return !text.empty() && allOf(text, TokenChars);
}

bool isFieldValue(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

bool equalsIgnoringCase(std::string_view a, std::string_view lower) noexcept {
    return a.size() == lower.size() && std::equal(a.begin(), a.end(), lower.begin(), [](char x, char y) {
               return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + ('a' - 'A')) : x) == y;
           });
}

std::vector<std::string_view> listElements(std::string_view value) {
    std::vector<std::string_view> elements;
    std::size_t start = 0;
    while (true) {
        const std::size_t comma = value.find(',', start);
        elements.push_back(trimmed(value.substr(start, comma - start)));
        if (comma == std::string_view::npos)
            return elements;
        start = comma + 1;
    }
}

std::optional<long long> parseLength(std::string_view text) noexcept {
    if (text.empty() || text.size() > 19 || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    long long value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc() ? std::optional(value) : std::nullopt;
}

int hexDigit(char c) noexcept {
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isAuthority(std::string_view text) noexcept {
    if (text.empty() || text.size() > 261) // 255 of a name, a colon, a port
        return false;
    if (text.front() == '[') {
        const auto close = text.find(']');
        if (close == std::string_view::npos || !isIpLiteral(text.substr(1, close - 1)))
            return false;
        const std::string_view rest = text.substr(close + 1);
        return rest.empty() || (rest.front() == ':' && isPort(rest.substr(1)));
    }
    const auto colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    return !name.empty() && allOf(name, NameChars) &&
           (colon == std::string_view::npos || isPort(text.substr(colon + 1)));
}

bool isTargetText(std::string_view text) noexcept {
    if (!allOf(text, TargetChars))
        return false;
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3)) {
        if (at + 2 >= text.size() || hexDigit(text[at + 1]) < 0 || hexDigit(text[at + 2]) < 0)
            return false;
    }
    return true;
}

} // namespace dropseal::edge::grammar

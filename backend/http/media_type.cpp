// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/media_type.h"

namespace dropseal::http {

namespace {

bool isTokenCharacter(char c) {
    constexpr std::string_view Others = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           Others.find(c) != std::string_view::npos;
}

/// Takes a quoted-string (RFC 9110 section 5.6.4) from the front of `rest`.
std::optional<std::string> takeQuoted(std::string_view& rest) {
    std::string out;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        char c = rest[i];
        if (c == '"') {
            rest.remove_prefix(i + 1);
            return out;
        }
        if (c == '\\' && ++i < rest.size())
            c = rest[i];
        out += c;
    }
    return std::nullopt;
}

std::optional<std::string> takeValue(std::string_view& rest) {
    if (rest.starts_with('"'))
        return takeQuoted(rest);
    std::size_t end = 0;
    while (end < rest.size() && isTokenCharacter(rest[end]))
        ++end;
    if (end == 0)
        return std::nullopt;
    std::string out(rest.substr(0, end));
    rest.remove_prefix(end);
    return out;
}

/// One ";name=value"; an empty one (";;", and ";" at the end) is skipped, as RFC 9110 section 5.6.6 says.
bool takeParameter(std::string_view& rest, MediaType& out) {
    rest = trim(rest.substr(1));
    if (rest.empty() || rest.front() == ';')
        return true;
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos || !isToken(rest.substr(0, equals)))
        return false;
    std::string name = toLower(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    auto value = takeValue(rest);
    rest = trim(rest);
    if (!value || out.parameter(name) != nullptr)
        return false;
    out.parameters.emplace_back(std::move(name), std::move(*value));
    return rest.empty() || rest.front() == ';';
}

} // namespace

std::string toLower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

const std::string* MediaType::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

bool MediaType::isJson() const {
    return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

std::optional<MediaType> parseMediaType(std::string_view text) {
    std::string_view rest = trim(text);
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view type = trim(rest.substr(0, end));
    const auto slash = type.find('/');
    if (slash == std::string_view::npos || !isToken(type.substr(0, slash)) ||
        !isToken(type.substr(slash + 1)))
        return std::nullopt;
    MediaType out;
    out.type = toLower(type);
    rest.remove_prefix(end);
    while (!rest.empty()) {
        if (!takeParameter(rest, out))
            return std::nullopt;
    }
    return out;
}

} // namespace dropseal::http

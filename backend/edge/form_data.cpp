// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/form_data.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace dropseal::edge {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// A value with its parameters: `form-data; name="file"; filename="a.txt"`.
struct Parameterised {
    std::string value;
    Parameters parameters;

    const std::string* find(std::string_view name) const {
        for (const auto& [key, text] : parameters) {
            if (key == name)
                return &text;
        }
        return nullptr;
    }
};

/// Takes a quoted-string off the front of `rest`. Only `\"` and `\\` are escapes: browsers send a backslash
/// as itself.
std::optional<std::string> takeQuoted(std::string_view& rest) {
    std::string text;
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            rest.remove_prefix(at + 1);
            return text;
        }
        if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\'))
            ++at;
        text.push_back(rest[at]);
    }
    return std::nullopt;
}

std::optional<std::string> takeValue(std::string_view& rest) {
    if (!rest.empty() && rest.front() == '"')
        return takeQuoted(rest);
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view text = grammar::trimmed(rest.substr(0, end));
    rest.remove_prefix(end);
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

std::optional<Parameterised> parseParameterised(std::string_view text) {
    Parameterised result;
    const auto end = std::min(text.find(';'), text.size());
    result.value = grammar::lowered(grammar::trimmed(text.substr(0, end)));
    std::string_view rest = text.substr(end);
    while (!(rest = grammar::trimmed(rest)).empty()) {
        if (rest.front() != ';')
            return std::nullopt;
        rest = grammar::trimmed(rest.substr(1));
        if (rest.empty())
            break; // a last semicolon harms nobody
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos || !grammar::isToken(rest.substr(0, equals)))
            return std::nullopt;
        std::string name = grammar::lowered(rest.substr(0, equals));
        rest.remove_prefix(equals + 1);
        auto value = takeValue(rest);
        if (!value || result.find(name) != nullptr)
            return std::nullopt;
        result.parameters.emplace_back(std::move(name), std::move(*value));
    }
    return result;
}

bool isBoundary(std::string_view text) {
    constexpr std::string_view Others = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= 70 && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      Others.find(c) != std::string_view::npos;
           });
}

std::optional<char> percentEncoded(std::string_view text, std::size_t at) {
    if (text[at] != '%' || at + 2 >= text.size())
        return std::nullopt;
    const int high = grammar::hexDigit(text[at + 1]);
    const int low = grammar::hexDigit(text[at + 2]);
    return high < 0 || low < 0 ? std::nullopt : std::optional(static_cast<char>(high * 16 + low));
}

/// Undoes what the form encoding of browsers (and of curl since 7.81) does: `"`, CR and LF, nothing else.
std::string decodeFormName(std::string_view text) {
    std::string name;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto c = percentEncoded(text, at);
        if (c == '"' || c == '\r' || c == '\n') {
            name.push_back(*c);
            at += 2;
        } else {
            name.push_back(text[at]);
        }
    }
    return name;
}

/// RFC 8187: `utf-8''na%C3%AFve`.
std::optional<std::string> decodeExtended(std::string_view text) {
    const auto first = text.find('\'');
    const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
    if (second == std::string_view::npos || !grammar::equalsIgnoringCase(text.substr(0, first), "utf-8"))
        return std::nullopt;
    std::string name;
    text.remove_prefix(second + 1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto c = percentEncoded(text, at);
        if (text[at] == '%' && !c)
            return std::nullopt;
        name.push_back(c.value_or(text[at]));
        at += c ? 2 : 0;
    }
    return name;
}

bool takeDisposition(std::string_view value, PartHead& head) {
    const auto disposition = parseParameterised(value);
    if (!disposition || disposition->value != "form-data")
        return false;
    const std::string* name = disposition->find("name");
    if (name == nullptr)
        return false;
    head.name = decodeFormName(*name);
    if (const std::string* filename = disposition->find("filename"))
        head.info.filename = decodeFormName(*filename);
    if (const std::string* extended = disposition->find("filename*")) {
        if (auto decoded = decodeExtended(*extended))
            head.info.filename = std::move(*decoded);
    }
    return true;
}

} // namespace

bool isMultipartFormData(std::string_view content_type) {
    const auto end = std::min(content_type.find(';'), content_type.size());
    return grammar::equalsIgnoringCase(grammar::trimmed(content_type.substr(0, end)), "multipart/form-data");
}

std::optional<std::string> multipartBoundary(std::string_view content_type) {
    if (!isMultipartFormData(content_type))
        return std::nullopt;
    const auto type = parseParameterised(content_type);
    const std::string* boundary = type ? type->find("boundary") : nullptr;
    return boundary != nullptr && isBoundary(*boundary) ? std::optional(*boundary) : std::nullopt;
}

std::optional<PartHead> parsePartHead(std::string_view lines) {
    PartHead head;
    bool disposition = false;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !grammar::isToken(line.substr(0, colon)))
            return std::nullopt;
        const std::string_view value = grammar::trimmed(line.substr(colon + 1));
        if (!grammar::isFieldValue(value))
            return std::nullopt;
        const std::string name = grammar::lowered(line.substr(0, colon));
        if (name == "content-type") {
            head.info.content_type = value;
        } else if (name == "content-disposition") {
            if (disposition || !takeDisposition(value, head))
                return std::nullopt;
            disposition = true;
        }
    }
    return disposition ? std::optional(std::move(head)) : std::nullopt;
}

} // namespace dropseal::edge

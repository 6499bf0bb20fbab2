// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/endpoints.h"

namespace dropseal::api {

namespace {

struct MethodName {
    Method method;
    std::string_view text;
};

constexpr MethodName MethodNames[] = {
    {Method::Get, "GET"},         {Method::Head, "HEAD"},       {Method::Post, "POST"},
    {Method::Put, "PUT"},         {Method::Patch, "PATCH"},     {Method::Delete, "DELETE"},
    {Method::Options, "OPTIONS"}, {Method::Connect, "CONNECT"}, {Method::Trace, "TRACE"},
};

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

} // namespace

std::string_view toText(Method method) {
    return MethodNames[static_cast<std::size_t>(method)].text;
}

std::optional<Method> methodFromText(std::string_view text) {
    for (const MethodName& name : MethodNames) {
        if (name.text == text)
            return name.method;
    }
    return std::nullopt;
}

std::string percentEncode(std::string_view text) {
    constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += Digits[byte >> 4U];
        out += Digits[byte & 15U];
    }
    return out;
}

std::string fillPath(std::string_view pattern, std::initializer_list<std::string_view> values) {
    std::string out;
    auto value = values.begin();
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        out += pattern.substr(0, open);
        if (open == std::string_view::npos)
            break;
        if (value != values.end())
            out += percentEncode(*value++);
        pattern.remove_prefix(pattern.find('}', open) + 1);
    }
    return out;
}

} // namespace dropseal::api

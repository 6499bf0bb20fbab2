// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/query.h"

#include "backend/http/percent.h"

#include <QtCore/QStringDecoder>

namespace dropseal::http {

namespace {

constexpr std::size_t MaxParameters = 100;

Error broken() {
    return {ErrorCode::bad_request, "The query or form is not well-formed."};
}

} // namespace

bool isUtf8(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return true;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    static_cast<void>(decoded);
    return !decoder.hasError();
}

Result<Query> Query::parse(std::string_view text, Nul nul) {
    Query query;
    while (!text.empty()) {
        const auto end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty())
            continue;
        const auto equals = pair.find('=');
        auto name = formDecode(pair.substr(0, equals));
        auto value =
            formDecode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        if (!name || !value || !isUtf8(*name) || !isUtf8(*value))
            return broken();
        if (nul == Nul::Refused &&
            (name->find('\0') != std::string::npos || value->find('\0') != std::string::npos))
            return broken();
        if (query.m_parameters.size() == MaxParameters)
            return Error(ErrorCode::bad_request, "There are too many parameters.");
        if (query.has(*name))
            return Error(ErrorCode::bad_request, "A parameter comes twice: " + name->substr(0, 64) + '.');
        query.m_parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

const std::string* Query::find(std::string_view name) const {
    for (const auto& [key, value] : m_parameters) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/cursor.h"

#include "shared/core/hex.h"

#include <QtCore/QStringDecoder>

namespace dropseal::sql {
namespace {

constexpr std::size_t LongestCursor = 8192;
constexpr char Separator = '\n';

/// Valid UTF-8 without NUL: what a database takes as text.
bool isText(std::string_view bytes) {
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return !decoder.hasError() && !decoded.contains(QChar::Null);
}

} // namespace

std::string Cursor::format(std::string_view list) const {
    std::string plain(list);
    plain.append(1, Separator).append(id).append(1, Separator).append(value);
    return toHex({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

Result<Cursor> Cursor::parse(std::string_view text, std::string_view list) {
    if (text.empty() || text.size() > LongestCursor || text.size() % 2 != 0)
        return invalid();
    std::string plain(text.size() / 2, '\0');
    if (!fromHex(text, {reinterpret_cast<std::uint8_t*>(plain.data()), plain.size()}))
        return invalid();
    const std::size_t list_end = plain.find(Separator);
    if (list_end == std::string::npos || std::string_view(plain).substr(0, list_end) != list)
        return invalid();
    const std::size_t id_end = plain.find(Separator, list_end + 1);
    if (id_end == std::string::npos)
        return invalid();
    Cursor cursor{plain.substr(id_end + 1), plain.substr(list_end + 1, id_end - list_end - 1)};
    if (!parseUuid(cursor.id) || !isText(cursor.value))
        return invalid();
    return cursor;
}

Error Cursor::invalid() {
    return Error::field("cursor", "invalid", "This is no cursor of this list: start from its first page.");
}

} // namespace dropseal::sql

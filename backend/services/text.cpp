// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/text.h"

#include <QtCore/QString>
#include <QtCore/QStringDecoder>

namespace dropseal::services {

namespace {

std::u32string toCharacters(const QString& text) {
    std::u32string characters;
    characters.reserve(static_cast<std::size_t>(text.size()));
    for (const uint unit : text.toUcs4())
        characters += static_cast<char32_t>(unit);
    return characters;
}

/// A BOM is a character here: it would come back on the next pass otherwise.
constexpr auto KeepBom = QStringConverter::Flag::ConvertInitialBom;

} // namespace

std::optional<std::u32string> decodeUtf8(std::string_view utf8) {
    QStringDecoder decoder(QStringConverter::Utf8, KeepBom);
    const QString text = decoder(QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())));
    // An unfinished character at the end is no error to the decoder, only a state that waits for more.
    const QString rest = decoder(QByteArrayView("A", 1));
    if (decoder.hasError() || rest.size() != 1)
        return std::nullopt;
    return toCharacters(text);
}

std::u32string decodeUtf8Leniently(std::string_view utf8) {
    QStringDecoder decoder(QStringConverter::Utf8, KeepBom | QStringConverter::Flag::Stateless);
    const QString text = decoder(QByteArrayView(utf8.data(), static_cast<qsizetype>(utf8.size())));
    return toCharacters(text);
}

std::string encodeUtf8(std::u32string_view characters) {
    return QString::fromUcs4(characters.data(), static_cast<qsizetype>(characters.size())).toStdString();
}

bool isControl(char32_t character) {
    return character < 0x20 || (character >= 0x7f && character <= 0x9f) || character == 0x2028 ||
           character == 0x2029 || character == 0xfeff;
}

bool isBidiControl(char32_t character) {
    return character == 0x061c || character == 0x200e || character == 0x200f ||
           (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069);
}

std::string_view cutUtf8(std::string_view utf8, std::size_t max_bytes) {
    if (utf8.size() <= max_bytes)
        return utf8;
    std::size_t end = max_bytes;
    while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xc0) == 0x80)
        --end;
    return utf8.substr(0, end);
}

std::string printable(std::string_view text, std::size_t max_bytes) {
    std::u32string kept;
    for (const char32_t character : decodeUtf8Leniently(text.substr(0, 4 * max_bytes))) {
        if (!isControl(character))
            kept += character;
    }
    return std::string(cutUtf8(encodeUtf8(kept), max_bytes));
}

} // namespace dropseal::services

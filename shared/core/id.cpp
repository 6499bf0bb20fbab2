// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/id.h"

#include "shared/core/hex.h"

#include <QtCore/QRandomGenerator>

namespace dropseal {

namespace {

constexpr bool isHyphenAt(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

} // namespace

UuidBytes makeRandom128() {
    UuidBytes bytes{};
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    std::memcpy(bytes.data(), words.data(), bytes.size());
    return bytes;
}

UuidBytes makeUuid7(Timestamp now) {
    UuidBytes bytes = makeRandom128();
    const auto millis = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x70);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    return bytes;
}

std::string formatUuid(const UuidBytes& bytes) {
    const std::string hex = toHex(bytes);
    std::string text;
    text.reserve(36);
    for (const char c : hex) {
        if (isHyphenAt(text.size()))
            text += '-';
        text += c;
    }
    return text;
}

std::optional<UuidBytes> parseUuid(std::string_view text) {
    if (text.size() != 36)
        return std::nullopt;
    std::string hex;
    hex.reserve(32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isHyphenAt(i) != (text[i] == '-'))
            return std::nullopt;
        if (text[i] != '-')
            hex += text[i];
    }
    UuidBytes bytes{};
    if (!fromHex(hex, bytes))
        return std::nullopt;
    return bytes;
}

BlobId BlobId::make() {
    BlobId id;
    id.m_text = toHex(makeRandom128());
    return id;
}

std::optional<BlobId> BlobId::parse(std::string_view text) {
    UuidBytes bytes{};
    if (!fromHex(text, bytes))
        return std::nullopt;
    BlobId id;
    id.m_text = text;
    return id;
}

} // namespace dropseal

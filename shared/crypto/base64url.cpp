// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/base64url.h"

#include <array>

namespace dropseal::crypto {

namespace {

// Own code, because OpenSSL's decoder skips white space and is lax about padding, and Qt's ignores unknown
// characters: both would give one token many spellings.

constexpr std::string_view UrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view PlainAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t NoDigit = 0xff;
using DigitTable = std::array<std::uint8_t, 256>;

constexpr DigitTable tableOf(std::string_view alphabet) {
    DigitTable table{};
    table.fill(NoDigit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

constexpr DigitTable UrlDigits = tableOf(UrlAlphabet);
constexpr DigitTable PlainDigits = tableOf(PlainAlphabet);

std::string encode(std::span<const std::uint8_t> bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8) | byte;
        count += 8;
        while (count >= 6) {
            count -= 6;
            text += alphabet[(bits >> count) & 63];
        }
    }
    if (count > 0)
        text += alphabet[(bits << (6 - count)) & 63];
    return text;
}

char byteOf(std::uint32_t bits) {
    return static_cast<char>(static_cast<std::uint8_t>(bits));
}

std::optional<std::string> decode(std::string_view text, const DigitTable& digits) {
    const std::size_t tail = text.size() % 4;
    if (tail == 1)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3 + (tail == 0 ? 0 : tail - 1), '\0');
    char* out = bytes.data();
    std::uint32_t seen = 0; // NoDigit is the only entry of the table with its top bit set
    const auto digitAt = [&](std::size_t i) {
        const std::uint32_t digit = digits[static_cast<std::uint8_t>(text[i])];
        seen |= digit;
        return digit;
    };
    std::size_t i = 0;
    for (; i + 4 <= text.size(); i += 4) {
        const std::uint32_t bits =
            digitAt(i) << 18 | digitAt(i + 1) << 12 | digitAt(i + 2) << 6 | digitAt(i + 3);
        *out++ = byteOf(bits >> 16);
        *out++ = byteOf(bits >> 8);
        *out++ = byteOf(bits);
    }
    std::uint32_t unused = 0; // RFC 4648 section 3.5: bits that belong to no byte must be zero
    if (tail != 0) {
        const std::uint32_t bits =
            digitAt(i) << 18 | digitAt(i + 1) << 12 | (tail == 3 ? digitAt(i + 2) << 6 : 0);
        *out++ = byteOf(bits >> 16);
        if (tail == 3)
            *out++ = byteOf(bits >> 8);
        unused = bits & (tail == 3 ? 0xffU : 0xffffU);
    }
    if ((seen & 0x80) != 0 || unused != 0)
        return std::nullopt;
    return bytes;
}

std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

std::string base64UrlEncode(std::span<const std::uint8_t> bytes) {
    return encode(bytes, UrlAlphabet);
}

std::string base64UrlEncode(std::string_view bytes) {
    return encode(asBytes(bytes), UrlAlphabet);
}

std::optional<std::string> base64UrlDecode(std::string_view text) {
    return decode(text, UrlDigits);
}

std::string base64Encode(std::span<const std::uint8_t> bytes) {
    std::string text = encode(bytes, PlainAlphabet);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> base64Decode(std::string_view text) {
    if (text.size() % 4 != 0)
        return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return decode(text, PlainDigits);
}

} // namespace dropseal::crypto

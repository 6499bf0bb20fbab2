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

std::optional<std::string> decode(std::string_view text, const DigitTable& digits) {
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes(text.size() / 4 * 3 + (text.size() % 4 == 0 ? 0 : text.size() % 4 - 1), '\0');
    std::uint32_t bits = 0;
    unsigned count = 0;
    std::size_t written = 0;
    for (const char c : text) {
        const std::uint8_t digit = digits[static_cast<std::uint8_t>(c)];
        if (digit == NoDigit)
            return std::nullopt;
        bits = (bits << 6) | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes[written++] = static_cast<char>(static_cast<std::uint8_t>(bits >> count));
        }
    }
    if ((bits & ((1U << count) - 1U)) != 0) // RFC 4648 section 3.5: unused bits must be zero
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/file_name.h"

#include "backend/services/text.h"
#include "shared/core/limits.h"

#include <QtCore/QString>

#include <algorithm>
#include <array>

namespace dropseal::services {

namespace {

constexpr std::u32string_view Forbidden = U"/\\:*?\"<>|";
constexpr std::size_t MaxExtensionBytes = 32; ///< dot included; a longer "extension" is part of the stem
constexpr std::size_t MaxKeyNameBytes = 120;

std::string normalized(std::u32string_view characters, QString::NormalizationForm form) {
    return QString::fromUcs4(characters.data(), static_cast<qsizetype>(characters.size()))
        .normalized(form)
        .toStdString();
}

std::u32string withoutForbidden(const std::u32string& characters) {
    std::u32string kept;
    for (const char32_t c : characters) {
        const bool isSurrogate = c >= 0xd800 && c <= 0xdfff;
        if (!isControl(c) && !isBidiControl(c) && !isSurrogate && Forbidden.find(c) == Forbidden.npos)
            kept += c;
    }
    return kept;
}

std::string trimmed(std::string_view name) {
    const auto first = name.find_first_not_of(" .");
    if (first == std::string_view::npos)
        return {};
    return std::string(name.substr(first, name.find_last_not_of(" .") - first + 1));
}

std::string upperAscii(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return upper;
}

/// COM and LPT with one digit; Windows takes the superscripts 1, 2 and 3 for digits as well.
bool isPortName(std::string_view stem) {
    if (!stem.starts_with("COM") && !stem.starts_with("LPT"))
        return false;
    const std::string_view digit = stem.substr(3);
    return (digit.size() == 1 && digit[0] >= '0' && digit[0] <= '9') || digit == "\u00b9" ||
           digit == "\u00b2" || digit == "\u00b3";
}

/// What stands before the first dot decides ("aux.tar.gz"), spaces before the dot aside ("CON .txt").
bool isReservedByWindows(std::string_view name) {
    constexpr std::array<std::string_view, 6> Devices = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
    std::string_view stem = name.substr(0, name.find('.'));
    stem = stem.substr(0, stem.find_last_not_of(' ') + 1);
    const std::string upper = upperAscii(stem);
    return isPortName(upper) || std::find(Devices.begin(), Devices.end(), upper) != Devices.end();
}

/// With its dot; empty where there is none, or where it is too long to be one.
std::string_view extensionOf(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || name.size() - dot > MaxExtensionBytes)
        return {};
    return name.substr(dot);
}

std::string cutToLength(std::string_view name, std::size_t max_bytes) {
    if (name.size() <= max_bytes)
        return std::string(name);
    const std::string_view extension = extensionOf(name);
    const std::string_view stem = name.substr(0, name.size() - extension.size());
    return std::string(cutUtf8(stem, max_bytes - extension.size())) + std::string(extension);
}

std::string applyOnce(std::string_view name) {
    // Composing may make a forbidden character of an allowed one (U+037E becomes ';', U+2000 becomes U+2002),
    // so it comes first; what is dropped may let its neighbours compose, which the next round does.
    const std::string composed = normalized(decodeUtf8Leniently(name), QString::NormalizationForm_C);
    std::string kept = trimmed(encodeUtf8(withoutForbidden(decodeUtf8Leniently(composed))));
    if (isReservedByWindows(kept))
        kept.insert(0, 1, '_');
    return cutToLength(kept, limits::FileNameMaxBytes);
}

/// The rule until nothing changes any more: a cut may leave a trailing space or a reserved name behind.
std::string applyRule(std::string_view name) {
    std::string current = applyOnce(name);
    for (int round = 0; round < 8; ++round) {
        std::string next = applyOnce(current);
        if (next == current)
            break;
        current = std::move(next);
    }
    return current;
}

bool isKeyCharacter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9') || c == U'.' ||
           c == U'_' || c == U'-';
}

bool isCombiningMark(char32_t c) {
    return QChar::isMark(c);
}

} // namespace

std::string safeFileName(std::string_view name) {
    std::string safe = applyRule(name);
    return safe.empty() ? "file" : safe;
}

bool hasFileName(std::string_view name) {
    return !applyRule(name).empty();
}

std::string keyName(std::string_view safe_name) {
    std::string text;
    const std::string decomposed =
        normalized(decodeUtf8Leniently(safe_name), QString::NormalizationForm_KD); // "é" gives "e"
    for (const char32_t c : decodeUtf8Leniently(decomposed)) {
        if (isKeyCharacter(c))
            text += static_cast<char>(c);
        else if (!isCombiningMark(c) && !text.ends_with('_'))
            text += '_';
    }
    const auto first = text.find_first_not_of("._-");
    if (first == std::string::npos)
        return "file";
    const std::string_view extension = extensionOf(text);
    const bool isOnlyExtension = first >= text.size() - extension.size();
    return cutToLength(isOnlyExtension ? "file" + std::string(extension) : text.substr(first),
                       MaxKeyNameBytes);
}

std::string fileKey(Timestamp at, const UserId& owner, std::string_view safe_name) {
    return std::to_string(toUnixSeconds(at)) + '-' + owner.toString().substr(0, 8) + '-' + keyName(safe_name);
}

} // namespace dropseal::services

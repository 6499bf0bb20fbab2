// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/media_type.h"

#include "backend/services/text.h"

#include <algorithm>
#include <array>

namespace dropseal::services {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::size_t offset;
    std::string_view bytes;
    std::string_view type;
};

/// First match wins. From the WHATWG MIME Sniffing Standard section 6, and the formats' own specifications.
constexpr std::array Magics = {
    Magic{0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
    Magic{0, "\xff\xd8\xff"sv, "image/jpeg"},
    Magic{0, "GIF87a"sv, "image/gif"},
    Magic{0, "GIF89a"sv, "image/gif"},
    Magic{0, "BM"sv, "image/bmp"},
    Magic{0, "II*\0"sv, "image/tiff"},
    Magic{0, "MM\0*"sv, "image/tiff"},
    Magic{0, "\0\0\1\0"sv, "image/x-icon"},
    Magic{0, "8BPS"sv, "image/vnd.adobe.photoshop"},
    Magic{0, "fLaC"sv, "audio/flac"},
    Magic{0, "OggS"sv, "audio/ogg"},
    Magic{0, "ID3"sv, "audio/mpeg"},
    Magic{0, "MThd"sv, "audio/midi"},
    Magic{0, "%PDF-"sv, "application/pdf"},
    Magic{0, "%!PS"sv, "application/postscript"},
    Magic{0, "{\\rtf"sv, "application/rtf"},
    Magic{0, "PK\3\4"sv, "application/zip"},
    Magic{0, "PK\5\6"sv, "application/zip"},
    Magic{0, "\x1f\x8b\x08"sv, "application/gzip"},
    Magic{0, "7z\xbc\xaf\x27\x1c"sv, "application/x-7z-compressed"},
    Magic{0, "Rar!\x1a\x07"sv, "application/vnd.rar"},
    Magic{0, "BZh"sv, "application/x-bzip2"},
    Magic{0,
          "\xfd"
          "7zXZ\0"sv,
          "application/x-xz"},
    Magic{0, "\x28\xb5\x2f\xfd"sv, "application/zstd"},
    Magic{257, "ustar"sv, "application/x-tar"},
    Magic{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "application/x-ole-storage"},
    Magic{0, "SQLite format 3\0"sv, "application/vnd.sqlite3"},
    Magic{0,
          "\x7f"
          "ELF"sv,
          "application/x-elf"},
    Magic{0, "MZ"sv, "application/vnd.microsoft.portable-executable"},
    Magic{0, "\0asm"sv, "application/wasm"},
    Magic{0, "wOFF"sv, "font/woff"},
    Magic{0, "wOF2"sv, "font/woff2"},
};

bool hasAt(std::string_view text, std::size_t offset, std::string_view bytes) {
    return text.size() >= offset + bytes.size() && text.substr(offset, bytes.size()) == bytes;
}

/// RIFF (WebP, WAVE, AVI): the form type stands behind the length.
std::string_view riffType(std::string_view text) {
    if (!hasAt(text, 0, "RIFF"))
        return {};
    if (hasAt(text, 8, "WEBPVP"))
        return "image/webp";
    if (hasAt(text, 8, "WAVE"))
        return "audio/wav";
    return hasAt(text, 8, "AVI ") ? "video/x-msvideo"sv : std::string_view();
}

/// ISO base media (ISO/IEC 14496-12 section 4.3): the major brand decides.
std::string_view isoMediaType(std::string_view text) {
    if (!hasAt(text, 4, "ftyp") || text.size() < 12)
        return {};
    const std::string_view brand = text.substr(8, 4);
    if (brand == "avif" || brand == "avis")
        return "image/avif";
    if (brand == "heic" || brand == "heix" || brand == "mif1" || brand == "msf1")
        return "image/heic";
    if (brand == "qt  ")
        return "video/quicktime";
    if (brand.starts_with("M4A"))
        return "audio/mp4";
    return "video/mp4";
}

/// EBML with its DocType among the first bytes: WebM, or Matroska.
std::string_view ebmlType(std::string_view text) {
    if (!hasAt(text, 0, "\x1a\x45\xdf\xa3"))
        return {};
    const std::string_view head = text.substr(0, 64);
    return head.find("webm") != std::string_view::npos ? "video/webm" : "video/x-matroska";
}

/// An MPEG layer III frame without an ID3 tag: eleven bits of sync, layer and bit rate that exist.
std::string_view mpegAudioType(std::string_view text) {
    if (text.size() < 4)
        return {};
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const bool isSynced = at(0) == 0xff && (at(1) & 0xe0) == 0xe0 && (at(1) & 0x18) != 0x08;
    const bool isLayer3 = (at(1) & 0x06) == 0x02;
    const bool hasRates = (at(2) & 0xf0) != 0xf0 && (at(2) & 0xf0) != 0 && (at(2) & 0x0c) != 0x0c;
    return isSynced && isLayer3 && hasRates ? "audio/mpeg"sv : std::string_view();
}

bool startsWithIgnoringCase(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char wanted, char given) {
               return wanted == (given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given);
           });
}

bool containsIgnoringCase(std::string_view text, std::string_view lower) {
    for (std::size_t i = 0; i + lower.size() <= text.size(); ++i) {
        if (startsWithIgnoringCase(text.substr(i), lower))
            return true;
    }
    return false;
}

/// Markup is found before text: what a browser might run must not pass for a note.
std::string_view markupType(std::string_view text) {
    const auto first = text.find_first_not_of("\t\n\f\r ");
    if (first == std::string_view::npos || text[first] != '<')
        return {};
    for (const std::string_view tag : {"<svg"sv, "<!doctype svg"sv}) {
        if (containsIgnoringCase(text, tag))
            return "image/svg+xml";
    }
    for (const std::string_view tag :
         {"<!doctype html"sv, "<html"sv, "<head"sv, "<body"sv, "<script"sv, "<iframe"sv, "<h1"sv, "<div"sv,
          "<font"sv, "<table"sv, "<a "sv, "<style"sv, "<title"sv, "<b>"sv, "<br"sv, "<p>"sv, "<p "sv,
          "<img"sv, "<!--"sv}) {
        if (containsIgnoringCase(text, tag))
            return "text/html";
    }
    return startsWithIgnoringCase(text.substr(first), "<?xml") ? "application/xml"sv : std::string_view();
}

/// Valid UTF-8 (the last character may be cut off by the end of the sample) without binary controls.
bool isText(std::string_view text) {
    if (text.empty())
        return false;
    bool isValid = false;
    for (std::size_t cut = 0; cut <= 3 && cut < text.size() && !isValid; ++cut)
        isValid = (cut == 0 || text.size() >= SniffBytes) &&
                  decodeUtf8(text.substr(0, text.size() - cut)).has_value();
    return isValid && std::none_of(text.begin(), text.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\f' && byte != '\r' &&
                      byte != 0x1b;
           });
}

} // namespace

std::string sniffMediaType(std::span<const std::uint8_t> beginning) {
    const std::string_view text(reinterpret_cast<const char*>(beginning.data()),
                                std::min(beginning.size(), SniffBytes));
    for (const auto type : {riffType(text), isoMediaType(text), ebmlType(text), markupType(text)}) {
        if (!type.empty())
            return std::string(type);
    }
    // Two letters alone ("BM", "MZ") would catch a text as well; a text has no NUL and they always do.
    const bool textual = isText(text);
    for (const Magic& magic : Magics) {
        if (hasAt(text, magic.offset, magic.bytes) && (magic.bytes.size() > 3 || !textual))
            return std::string(magic.type);
    }
    if (textual)
        return "text/plain";
    return std::string(mpegAudioType(text));
}

} // namespace dropseal::services

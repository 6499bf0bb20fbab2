// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/inline_type.h"

#include "backend/http/media_type.h"
#include "backend/http/query.h"

namespace dropseal::http {

namespace {

/// Bytes at a place that a type begins with (WHATWG MIME Sniffing, sections 6 and 7).
struct Mark {
    std::string_view type;
    std::size_t offset;
    std::string_view bytes;
};

using namespace std::string_view_literals;

constexpr Mark Marks[] = {
    {"image/png", 0, "\x89PNG\r\n\x1a\n"sv},
    {"image/jpeg", 0, "\xff\xd8\xff"sv},
    {"image/gif", 0, "GIF87a"sv},
    {"image/gif", 0, "GIF89a"sv},
    {"image/webp", 8, "WEBPVP"sv},
    {"image/avif", 4, "ftypavif"sv},
    {"video/mp4", 4, "ftypmp4"sv},
    {"video/mp4", 4, "ftypisom"sv},
    {"video/mp4", 4, "ftypiso"sv},
    {"video/mp4", 4, "ftypavc1"sv},
    {"video/mp4", 4, "ftypM4V"sv},
    {"video/webm", 0, "\x1a\x45\xdf\xa3"sv},
    {"audio/mpeg", 0, "ID3"sv},
    {"audio/mpeg", 0, "\xff\xfb"sv},
    {"audio/mpeg", 0, "\xff\xf3"sv},
    {"audio/mpeg", 0, "\xff\xf2"sv},
    {"audio/ogg", 0, "OggS"sv},
    {"audio/wav", 8, "WAVE"sv},
    {"audio/flac", 0, "fLaC"sv},
};

/// No C0 but tab, line ends, form feed and escape: section 7.2, step 6.
bool looksLikeText(std::string_view bytes) {
    return std::none_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x0c && byte != 0x1b;
    });
}

/// Without the character that the end of `bytes` may have cut.
std::string_view wholeCharacters(std::string_view bytes) {
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte >= 0xc0)
            return bytes.substr(0, bytes.size() - back);
        if (byte < 0x80)
            break;
    }
    return bytes;
}

} // namespace

std::string shownType(std::string_view stated_type, std::span<const std::uint8_t> beginning) {
    const auto parsed = parseMediaType(stated_type);
    if (!parsed)
        return {};
    const std::string_view bytes(reinterpret_cast<const char*>(beginning.data()), beginning.size());
    if (parsed->type == "text/plain") {
        const bool text = looksLikeText(bytes) && (isUtf8(bytes) || isUtf8(wholeCharacters(bytes)));
        return text ? "text/plain; charset=utf-8" : std::string();
    }
    for (const Mark& mark : Marks) {
        if (mark.type == parsed->type && bytes.size() >= mark.offset + mark.bytes.size() &&
            bytes.substr(mark.offset, mark.bytes.size()) == mark.bytes)
            return parsed->type;
    }
    return {};
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/media_type.h"

#include <algorithm>
#include <array>
#include <optional>

namespace dropseal::services {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view Unknown = "application/octet-stream";
constexpr std::size_t MaxNameBytes = 127; ///< of a type and of a subtype, RFC 6838 section 4.2

struct Extension {
    std::string_view name;
    std::string_view type;
};

/// Types by extension, as the IANA registry names them. Sorted by extension.
constexpr std::array Extensions = {
    Extension{"7z", "application/x-7z-compressed"},
    Extension{"aac", "audio/aac"},
    Extension{"avi", "video/x-msvideo"},
    Extension{"avif", "image/avif"},
    Extension{"bmp", "image/bmp"},
    Extension{"bz2", "application/x-bzip2"},
    Extension{"c", "text/plain"},
    Extension{"cpp", "text/plain"},
    Extension{"css", "text/css"},
    Extension{"csv", "text/csv"},
    Extension{"doc", "application/msword"},
    Extension{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Extension{"epub", "application/epub+zip"},
    Extension{"flac", "audio/flac"},
    Extension{"gif", "image/gif"},
    Extension{"gz", "application/gzip"},
    Extension{"h", "text/plain"},
    Extension{"heic", "image/heic"},
    Extension{"htm", "text/html"},
    Extension{"html", "text/html"},
    Extension{"ics", "text/calendar"},
    Extension{"iso", "application/vnd.efi.iso"},
    Extension{"jpeg", "image/jpeg"},
    Extension{"jpg", "image/jpeg"},
    Extension{"js", "text/javascript"},
    Extension{"json", "application/json"},
    Extension{"log", "text/plain"},
    Extension{"m4a", "audio/mp4"},
    Extension{"md", "text/markdown"},
    Extension{"mjs", "text/javascript"},
    Extension{"mkv", "video/x-matroska"},
    Extension{"mov", "video/quicktime"},
    Extension{"mp3", "audio/mpeg"},
    Extension{"mp4", "video/mp4"},
    Extension{"odp", "application/vnd.oasis.opendocument.presentation"},
    Extension{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
    Extension{"odt", "application/vnd.oasis.opendocument.text"},
    Extension{"ogg", "audio/ogg"},
    Extension{"ogv", "video/ogg"},
    Extension{"opus", "audio/ogg"},
    Extension{"pdf", "application/pdf"},
    Extension{"png", "image/png"},
    Extension{"ppt", "application/vnd.ms-powerpoint"},
    Extension{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    Extension{"rar", "application/vnd.rar"},
    Extension{"rtf", "application/rtf"},
    Extension{"sqlite", "application/vnd.sqlite3"},
    Extension{"svg", "image/svg+xml"},
    Extension{"tar", "application/x-tar"},
    Extension{"tgz", "application/gzip"},
    Extension{"tif", "image/tiff"},
    Extension{"tiff", "image/tiff"},
    Extension{"txt", "text/plain"},
    Extension{"vcf", "text/vcard"},
    Extension{"wav", "audio/wav"},
    Extension{"webm", "video/webm"},
    Extension{"webp", "image/webp"},
    Extension{"xhtml", "application/xhtml+xml"},
    Extension{"xls", "application/vnd.ms-excel"},
    Extension{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Extension{"xml", "application/xml"},
    Extension{"xz", "application/x-xz"},
    Extension{"yaml", "application/yaml"},
    Extension{"yml", "application/yaml"},
    Extension{"zip", "application/zip"},
    Extension{"zst", "application/zstd"},
};

std::string lowerAscii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 6838 section 4.2 restricted-name, which is narrower than a token of HTTP.
bool isRestrictedName(std::string_view name) {
    if (name.empty() || name.size() > MaxNameBytes)
        return false;
    const auto isAlnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return isAlnum(name[0]) && std::all_of(name.begin(), name.end(), [isAlnum](char c) {
               return isAlnum(c) || "!#$&-^_.+"sv.find(c) != std::string_view::npos;
           });
}

/// The charset among the parameters, quotes taken off; nothing where it is no plain name.
std::optional<std::string> charsetOf(std::string_view parameters) {
    while (!parameters.empty()) {
        const auto end = std::min(parameters.find(';'), parameters.size());
        std::string parameter = lowerAscii(trimmed(parameters.substr(0, end)));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
        if (!parameter.starts_with("charset="))
            continue;
        std::string_view value = std::string_view(parameter).substr(8);
        if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"'))
            value = value.substr(1, value.size() - 2);
        return isRestrictedName(value) && value.size() <= 40 ? std::optional(std::string(value))
                                                             : std::nullopt;
    }
    return std::nullopt;
}

std::string_view withoutParameters(std::string_view media_type) {
    return trimmed(media_type.substr(0, media_type.find(';')));
}

/// What a browser would run, or reads by rules of its own.
bool isActiveType(std::string_view type) {
    constexpr std::array Active = {"text/html"sv,
                                   "application/xhtml+xml"sv,
                                   "image/svg+xml"sv,
                                   "text/xml"sv,
                                   "application/xml"sv,
                                   "text/javascript"sv,
                                   "application/javascript"sv,
                                   "application/x-javascript"sv,
                                   "application/ecmascript"sv,
                                   "text/ecmascript"sv,
                                   "text/css"sv,
                                   "application/wasm"sv,
                                   "text/cache-manifest"sv,
                                   "application/x-shockwave-flash"sv,
                                   "multipart/related"sv,
                                   "message/rfc822"sv};
    return type.ends_with("+xml") || std::find(Active.begin(), Active.end(), type) != Active.end();
}

} // namespace

std::string mediaTypeOfName(std::string_view filename) {
    const auto dot = filename.rfind('.');
    if (dot == std::string_view::npos)
        return {};
    const std::string name = lowerAscii(filename.substr(dot + 1));
    const auto found = std::lower_bound(Extensions.begin(), Extensions.end(), name,
                                        [](const Extension& e, const std::string& n) { return e.name < n; });
    return found != Extensions.end() && found->name == name ? std::string(found->type) : std::string();
}

std::string saneMediaType(std::string_view declared) {
    const std::string type = lowerAscii(withoutParameters(declared));
    const auto slash = type.find('/');
    if (slash == std::string::npos || !isRestrictedName(std::string_view(type).substr(0, slash)) ||
        !isRestrictedName(std::string_view(type).substr(slash + 1)))
        return {};
    const bool saysNothing = type == Unknown || type == "application/x-www-form-urlencoded" ||
                             type == "binary/octet-stream" || type.starts_with("multipart/");
    if (saysNothing)
        return {};
    const auto semicolon = declared.find(';');
    const auto charset =
        semicolon == std::string_view::npos ? std::nullopt : charsetOf(declared.substr(semicolon + 1));
    return charset ? type + "; charset=" + *charset : type;
}

std::string chooseMediaType(std::string_view declared, std::string_view filename,
                            std::span<const std::uint8_t> beginning) {
    std::string type = saneMediaType(declared);
    if (type.empty())
        type = mediaTypeOfName(filename);
    if (type.empty())
        type = sniffMediaType(beginning);
    return type.empty() ? std::string(Unknown) : type;
}

bool isAllowedType(const std::vector<std::string>& allowed, std::string_view media_type) {
    const std::string type = lowerAscii(withoutParameters(media_type));
    return allowed.empty() || std::any_of(allowed.begin(), allowed.end(), [&type](const std::string& entry) {
               const std::string pattern = lowerAscii(trimmed(entry));
               if (pattern == "*/*" || pattern == "*")
                   return true;
               if (pattern.ends_with("/*"))
                   return type.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
               return type == pattern;
           });
}

bool bytesAreAllowed(const std::vector<std::string>& allowed, std::span<const std::uint8_t> beginning) {
    constexpr std::array Containers = {"text/plain"sv, "application/zip"sv, "application/xml"sv,
                                       "application/x-ole-storage"sv};
    const std::string type = sniffMediaType(beginning);
    return type.empty() || isAllowedType(allowed, type) ||
           std::find(Containers.begin(), Containers.end(), type) != Containers.end();
}

Serving servingOf(bool wants_inline, std::string_view stored_type, std::span<const std::uint8_t> beginning) {
    constexpr std::array Inline = {"image/png"sv,  "image/jpeg"sv, "image/gif"sv,  "image/webp"sv,
                                   "image/avif"sv, "video/mp4"sv,  "video/webm"sv, "audio/mpeg"sv,
                                   "audio/ogg"sv,  "audio/wav"sv,  "audio/flac"sv};
    if (wants_inline) {
        const std::string shown = sniffMediaType(beginning);
        if (shown == "text/plain")
            return {"text/plain; charset=utf-8", true};
        if (std::find(Inline.begin(), Inline.end(), shown) != Inline.end())
            return {shown, true};
        return {std::string(Unknown), false};
    }
    const std::string stored = saneMediaType(stored_type);
    return {stored.empty() || isActiveType(withoutParameters(stored)) ? std::string(Unknown) : stored, false};
}

} // namespace dropseal::services

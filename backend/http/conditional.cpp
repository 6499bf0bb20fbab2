// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/conditional.h"

#include "backend/http/media_type.h"

#include <optional>

namespace dropseal::http {

namespace {

struct EntityTag {
    bool weak = false;
    std::string_view opaque; ///< with its quotes
};

/// Takes one entity-tag (RFC 9110 section 8.8.3) from the front.
std::optional<EntityTag> takeTag(std::string_view& rest) {
    EntityTag tag;
    if (rest.starts_with("W/")) {
        tag.weak = true;
        rest.remove_prefix(2);
    }
    if (!rest.starts_with('"'))
        return std::nullopt;
    const auto end = rest.find('"', 1);
    if (end == std::string_view::npos)
        return std::nullopt;
    tag.opaque = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    return tag;
}

bool listNames(std::string_view rest, std::string_view etag, bool weak_counts) {
    rest = trim(rest);
    if (rest == "*")
        return true;
    while (!rest.empty()) {
        if (rest.front() == ',') {
            rest = trim(rest.substr(1));
            continue;
        }
        const auto tag = takeTag(rest);
        if (!tag)
            return false;
        if (tag->opaque == etag && (weak_counts || !tag->weak))
            return true;
        rest = trim(rest);
        if (!rest.empty() && rest.front() != ',')
            return false;
    }
    return false;
}

} // namespace

bool ifNoneMatchNames(std::string_view field, std::string_view etag) {
    return listNames(field, etag, true);
}

bool ifMatchNames(std::string_view field, std::string_view etag) {
    return listNames(field, etag, false);
}

bool ifRangeAllows(std::string_view field, std::string_view etag) {
    field = trim(field);
    const auto tag = takeTag(field);
    return tag && field.empty() && !tag->weak && tag->opaque == etag;
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/upload_sink.h"

#include <optional>
#include <string>
#include <string_view>

namespace dropseal::edge {

/// The boundary of a `multipart/form-data` media type (RFC 2046 section 5.1.1: 1 to 70 characters); nothing
/// where the type is another or the boundary is not well-formed.
std::optional<std::string> multipartBoundary(std::string_view content_type);
/// Whether the media type is multipart/form-data, whatever its parameters.
bool isMultipartFormData(std::string_view content_type);

/// What the head of one part says (RFC 7578 section 4.2).
struct PartHead {
    std::string name;
    PartInfo info;
};

/// Reads a part's head: lines that end with CRLF, without the empty one. Nothing where it is malformed or has
/// no Content-Disposition of form-data with a name. File names come as browsers and curl send them: raw
/// UTF-8,
/// `%22`, `%0D` and `%0A` for what cannot stand in quotes, `\"` and `\\` of older clients (any other
/// backslash is itself), and `filename*` of RFC 8187 in UTF-8, which wins.
std::optional<PartHead> parsePartHead(std::string_view lines);

} // namespace dropseal::edge

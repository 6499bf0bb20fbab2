// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dropseal::http {

/// RFC 9110 section 13.1.2: whether If-None-Match names `etag` (with its quotes), compared weakly; `*` does.
/// A list that is not well-formed names nothing from its fault on.
bool ifNoneMatchNames(std::string_view field, std::string_view etag);

/// RFC 9110 section 13.1.1: whether If-Match names `etag`, compared strongly; `*` does.
bool ifMatchNames(std::string_view field, std::string_view etag);

/// RFC 9110 section 13.1.5: whether Range counts under this If-Range. A date never does, since our bytes have
/// no Last-Modified; a weak tag never does.
bool ifRangeAllows(std::string_view field, std::string_view etag);

} // namespace dropseal::http

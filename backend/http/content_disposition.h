// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace dropseal::http {

/// A Content-Disposition field (RFC 6266): `attachment; filename="…"; filename*=UTF-8''…`. The plain form is
/// ASCII for old clients; the second (RFC 8187) stands only where the first is not the whole name. Control
/// characters, bidi controls and line separators are dropped, so that no name hides its extension or starts
/// a header line; bytes that are no UTF-8 become U+FFFD. `disposition` is "attachment" or "inline".
std::string contentDisposition(std::string_view disposition, std::string_view filename);

} // namespace dropseal::http

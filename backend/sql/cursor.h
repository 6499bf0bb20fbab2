// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"
#include "shared/core/result.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace dropseal::sql {

/// Where a page of a keyset list ended: the value that the list is sorted by, and the id that breaks ties. It
/// travels as hex, together with the name of its list, so that a cursor of one list is no cursor of another.
struct Cursor {
    std::string value;
    std::string id; ///< a UUID

    std::string format(std::string_view list) const;
    /// validation_failed with the field `cursor` for anything that format() did not write for this list.
    static Result<Cursor> parse(std::string_view text, std::string_view list);
    /// The error for a cursor whose value is not of its column's kind.
    static Error invalid();
};

/// Makes a page of up to `limit` + 1 rows: the one too many says that there is a next page.
template <class T, class Format>
stores::PageOf<T> pageOf(std::vector<T> rows, int limit, Format format) {
    stores::PageOf<T> page;
    page.items = std::move(rows);
    if (page.items.size() > static_cast<std::size_t>(std::max(limit, 0))) {
        page.items.pop_back();
        if (!page.items.empty())
            page.next = format(page.items.back());
    }
    return page;
}

} // namespace dropseal::sql

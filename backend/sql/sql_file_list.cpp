// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/cursor.h"
#include "backend/sql/sql_file_row.h"
#include "backend/stores/login_name.h"

#include <QtCore/QString>

#include <charconv>

namespace dropseal::sql {
namespace {

using stores::FileQuery;
using stores::FileRecord;
using stores::FileSort;

constexpr int ShortestInnerSearch = 3; // characters; below, the beginning of the name is searched

/// One way of sorting: constant pieces of SQL only, no text of a caller ever gets into a statement.
struct Order {
    std::string_view list; ///< its name in a cursor
    std::string_view after;
    std::string_view by;
};

Order orderOf(FileSort sort, bool descending) {
    switch (sort) {
    case FileSort::Name:
        return descending ? Order{"name-", " AND (f.filename_folded, f.id) < (?, ?)",
                                  " ORDER BY f.filename_folded DESC, f.id DESC LIMIT ?"}
                          : Order{"name", " AND (f.filename_folded, f.id) > (?, ?)",
                                  " ORDER BY f.filename_folded, f.id LIMIT ?"};
    case FileSort::Size:
        return descending ? Order{"size-", " AND (f.size, f.id) < (?, ?)",
                                  " ORDER BY f.size DESC, f.id DESC LIMIT ?"}
                          : Order{"size", " AND (f.size, f.id) > (?, ?)", " ORDER BY f.size, f.id LIMIT ?"};
    case FileSort::Created:
        break;
    }
    return descending ? Order{"created-", " AND (f.created_at, f.id) < (?, ?)",
                              " ORDER BY f.created_at DESC, f.id DESC LIMIT ?"}
                      : Order{"created", " AND (f.created_at, f.id) > (?, ?)",
                              " ORDER BY f.created_at, f.id LIMIT ?"};
}

/// A LIKE pattern (escape character `!`) for a folded text.
std::string patternOf(std::string_view folded) {
    const auto characters = QString::fromUtf8(folded.data(), static_cast<qsizetype>(folded.size())).size();
    std::string pattern = characters < ShortestInnerSearch ? "" : "%";
    for (const char c : folded) {
        if (c == '%' || c == '_' || c == '!')
            pattern.push_back('!');
        pattern.push_back(c);
    }
    pattern.push_back('%');
    return pattern;
}

std::string sortValueOf(const FileRecord& file, FileSort sort) {
    switch (sort) {
    case FileSort::Name:
        return stores::foldForSearch(file.filename);
    case FileSort::Size:
        return std::to_string(file.size);
    case FileSort::Created:
        break;
    }
    return formatTimestamp(file.created_at);
}

/// The cursor's value as its column has it; an error where it is not of that kind.
Result<QVariant> sortValueFrom(const std::string& written, FileSort sort) {
    if (sort == FileSort::Name)
        return value::text(written);
    if (sort == FileSort::Size) {
        std::int64_t size = 0;
        const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), size);
        if (error != std::errc() || end != written.data() + written.size() || size < 0)
            return Cursor::invalid();
        return value::integer(size);
    }
    const auto at = parseTimestamp(written);
    if (!at || formatTimestamp(*at) != written)
        return Cursor::invalid();
    return value::time(*at);
}

} // namespace

Result<stores::PageOf<FileRecord>> listFiles(Connection& connection, const FileQuery& query) {
    const Order order = orderOf(query.sort, query.descending);
    std::string sql("SELECT " FILE_COLUMNS " FROM files f WHERE f.owner_id = ?");
    Values values{value::id(query.owner_id)};
    sql.append(query.trash ? " AND f.deleted_at IS NOT NULL" : " AND f.deleted_at IS NULL");
    if (!query.text.empty()) {
        sql.append(" AND f.filename_folded LIKE ? ESCAPE '!'");
        values.push_back(value::text(patternOf(stores::foldForSearch(query.text))));
    }
    if (query.page.after) {
        const auto cursor = Cursor::parse(*query.page.after, order.list);
        if (!cursor)
            return cursor.error();
        auto sort_value = sortValueFrom(cursor->value, query.sort);
        if (!sort_value)
            return std::move(sort_value).error();
        sql.append(order.after);
        values.push_back(*std::move(sort_value));
        values.push_back(value::text(cursor->id));
    }
    sql.append(order.by);
    values.push_back(value::integer(query.page.limit + 1));
    auto files = readAll<FileRecord>(connection, sql, values, readFile);
    if (!files)
        return std::move(files).error();
    return pageOf(*std::move(files), query.page.limit, [&](const FileRecord& last) {
        return Cursor{sortValueOf(last, query.sort), last.id.toString()}.format(order.list);
    });
}

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "shared/core/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::sql {

/// How values are written. Texts are UTF-8, times the 24 characters of formatTimestamp, salts are hex.
namespace value {

QVariant text(std::string_view text);
QVariant text(const std::string& text);
QVariant text(const std::optional<std::string>& text);
QVariant integer(std::int64_t number);
QVariant integer(const std::optional<std::int64_t>& number);
QVariant flag(bool flag);
QVariant time(Timestamp at);
QVariant time(const std::optional<Timestamp>& at);
QVariant hex(std::string_view bytes);
QVariant bytes(std::span<const std::uint8_t> bytes);
template <class I>
QVariant id(const I& id) {
    return text(std::string_view(id.toString()));
}

} // namespace value

/// Reads the columns of the current row from left to right. A value that is not what the schema promises
/// makes check() fail.
class RowReader {
public:
    explicit RowReader(const Rows& rows) : m_rows(rows) {}

    std::string text();
    std::optional<std::string> maybeText();
    std::int64_t integer();
    std::optional<std::int64_t> maybeInteger();
    bool flag() { return integer() != 0; }
    Timestamp time();
    std::optional<Timestamp> maybeTime();
    std::string hex();
    std::string bytes();
    template <class I>
    I id() {
        return known(I::parse(text()));
    }
    template <class I>
    std::optional<I> maybeId() {
        const auto written = maybeText();
        return written ? std::optional<I>(known(I::parse(*written))) : std::nullopt;
    }
    /// The value, where there is one; else the row is bad.
    template <class T>
    T known(std::optional<T> value) {
        m_good = m_good && value.has_value();
        return value ? *std::move(value) : T{};
    }

    /// internal_error where a column was not as it must be.
    Result<void> check() const;

private:
    QVariant next() { return m_rows.value(m_column++); }

    const Rows& m_rows;
    int m_column = 0;
    bool m_good = true;
};

/// All rows of a query, each read by `read(RowReader&)`.
template <class T, class Read>
Result<std::vector<T>> readAll(Connection& connection, std::string_view sql, const Values& values,
                               Read read) {
    auto rows = connection.query(sql, values);
    if (!rows)
        return std::move(rows).error();
    std::vector<T> items;
    for (;;) {
        auto more = rows->next();
        if (!more)
            return std::move(more).error();
        if (!*more)
            return items;
        RowReader reader(*rows);
        items.push_back(read(reader));
        DROPSEAL_TRY(reader.check());
    }
}

/// The first row of a query.
template <class T, class Read>
Result<std::optional<T>> readOne(Connection& connection, std::string_view sql, const Values& values,
                                 Read read) {
    auto rows = connection.query(sql, values);
    if (!rows)
        return std::move(rows).error();
    auto more = rows->next();
    if (!more)
        return std::move(more).error();
    if (!*more)
        return std::optional<T>();
    RowReader reader(*rows);
    std::optional<T> item(read(reader));
    DROPSEAL_TRY(reader.check());
    return item;
}

/// Whether a query gives a row.
Result<bool> anyRow(Connection& connection, std::string_view sql, const Values& values = {});
/// Runs a statement; whether it changed a row.
Result<bool> changesRow(Connection& connection, std::string_view sql, const Values& values);

} // namespace dropseal::sql

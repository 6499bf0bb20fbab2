// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/row_reader.h"

#include "shared/core/hex.h"

#include <QtCore/QMetaType>
#include <QtCore/QString>

namespace dropseal::sql {

namespace value {

QVariant text(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant text(const std::string& written) {
    return text(std::string_view(written));
}

QVariant text(const std::optional<std::string>& written) {
    return written ? text(std::string_view(*written)) : QVariant(QMetaType::fromType<QString>());
}

QVariant integer(std::int64_t number) {
    return QVariant::fromValue(static_cast<qlonglong>(number));
}

QVariant integer(const std::optional<std::int64_t>& number) {
    return number ? integer(*number) : QVariant(QMetaType::fromType<qlonglong>());
}

QVariant flag(bool flag) {
    return integer(flag ? 1 : 0);
}

QVariant time(Timestamp at) {
    return text(std::string_view(formatTimestamp(at)));
}

QVariant time(const std::optional<Timestamp>& at) {
    return at ? time(*at) : QVariant(QMetaType::fromType<QString>());
}

QVariant hex(std::string_view bytes) {
    return text(std::string_view(toHex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()})));
}

QVariant bytes(std::span<const std::uint8_t> bytes) {
    if (bytes.empty())
        return QByteArray(""); // a null array would be written as NULL
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

} // namespace value

std::string RowReader::text() {
    return known(maybeText());
}

std::optional<std::string> RowReader::maybeText() {
    const QVariant value = next();
    return value.isNull() ? std::nullopt : std::optional<std::string>(value.toString().toStdString());
}

std::int64_t RowReader::integer() {
    return known(maybeInteger());
}

std::optional<std::int64_t> RowReader::maybeInteger() {
    const QVariant value = next();
    if (value.isNull())
        return std::nullopt;
    bool good = false;
    const qlonglong number = value.toLongLong(&good);
    m_good = m_good && good;
    return number;
}

Timestamp RowReader::time() {
    return known(maybeTime());
}

std::optional<Timestamp> RowReader::maybeTime() {
    const auto written = maybeText();
    return written ? std::optional<Timestamp>(known(parseTimestamp(*written))) : std::nullopt;
}

std::string RowReader::hex() {
    const std::string written = text();
    std::string bytes(written.size() / 2, '\0');
    m_good = m_good && fromHex(written, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
    return bytes;
}

std::string RowReader::bytes() {
    const QVariant value = next();
    m_good = m_good && !value.isNull();
    return value.toByteArray().toStdString();
}

Result<void> RowReader::check() const {
    if (m_good)
        return {};
    return Error::internal("a row of the database holds a value that is not what its column promises");
}

Result<bool> anyRow(Connection& connection, std::string_view sql, const Values& values) {
    auto rows = connection.query(sql, values);
    if (!rows)
        return std::move(rows).error();
    return rows->next();
}

Result<bool> changesRow(Connection& connection, std::string_view sql, const Values& values) {
    auto changed = connection.execute(sql, values);
    if (!changed)
        return std::move(changed).error();
    return *changed > 0;
}

} // namespace dropseal::sql

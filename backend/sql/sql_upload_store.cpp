// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_upload_store.h"

#include "backend/sql/row_reader.h"

#define UPLOAD_COLUMNS                                                                                       \
    "up.id, up.owner_id, up.kind, up.state, up.filename, up.content_type, up.size, up.salt, up.file_id, "    \
    "up.created_at, up.expires_at"

namespace dropseal::sql {
namespace {

using stores::UploadKind;
using stores::UploadRecord;
using stores::UploadState;

std::string_view toText(UploadKind kind) {
    return kind == UploadKind::PresignedPut ? "presigned_put" : "tus";
}

std::string_view toText(UploadState state) {
    return state == UploadState::Open ? "open" : "finished";
}

UploadRecord readUpload(RowReader& row) {
    UploadRecord upload;
    upload.id = row.id<UploadId>();
    upload.owner_id = row.id<UserId>();
    upload.kind = row.text() == toText(UploadKind::Tus) ? UploadKind::Tus : UploadKind::PresignedPut;
    upload.state = row.text() == toText(UploadState::Open) ? UploadState::Open : UploadState::Finished;
    upload.filename = row.text();
    upload.content_type = row.text();
    upload.size = row.integer();
    upload.salt = row.hex();
    upload.file_id = row.maybeId<FileId>();
    upload.created_at = row.time();
    upload.expires_at = row.time();
    return upload;
}

} // namespace

Result<void> SqlUploadStore::insert(const UploadRecord& upload) {
    const QVariant file = upload.file_id ? value::id(*upload.file_id) : value::text(std::nullopt);
    DROPSEAL_TRY(m_connection.execute(
        "INSERT INTO uploads (id, owner_id, kind, state, filename, content_type, size, salt, file_id, "
        "created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {value::id(upload.id), value::id(upload.owner_id), value::text(toText(upload.kind)),
         value::text(toText(upload.state)), value::text(upload.filename), value::text(upload.content_type),
         value::integer(upload.size), value::hex(upload.salt), file, value::time(upload.created_at),
         value::time(upload.expires_at)}));
    return {};
}

Result<std::optional<UploadRecord>> SqlUploadStore::find(const UploadId& id) {
    return readOne<UploadRecord>(m_connection, "SELECT " UPLOAD_COLUMNS " FROM uploads up WHERE up.id = ?",
                                 {value::id(id)}, readUpload);
}

Result<std::optional<std::pair<UploadRecord, stores::UserStatus>>>
SqlUploadStore::findLinked(const UploadId& id) {
    return readOne<std::pair<UploadRecord, stores::UserStatus>>(
        m_connection,
        "SELECT " UPLOAD_COLUMNS
        ", u.status FROM uploads up JOIN users u ON u.id = up.owner_id WHERE up.id = ?",
        {value::id(id)}, [](RowReader& row) {
            UploadRecord upload = readUpload(row);
            return std::make_pair(std::move(upload), row.known(stores::userStatusFromText(row.text())));
        });
}

Result<bool> SqlUploadStore::finish(const UploadId& id, const FileId& file) {
    return changesRow(m_connection,
                      "UPDATE uploads SET state = 'finished', file_id = ? WHERE id = ? AND state = 'open'",
                      {value::id(file), value::id(id)});
}

Result<std::int64_t> SqlUploadStore::reservedBytes(const UserId& owner, Timestamp now) {
    const auto sum = readOne<std::int64_t>(m_connection,
                                           "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM uploads "
                                           "WHERE owner_id = ? AND state = 'open' AND expires_at > ?",
                                           {value::id(owner), value::time(now)},
                                           [](RowReader& row) { return row.integer(); });
    if (!sum)
        return sum.error();
    return sum->value_or(0);
}

Result<int> SqlUploadStore::removeExpired(Timestamp before) {
    return m_connection.execute("DELETE FROM uploads WHERE expires_at < ?", {value::time(before)});
}

} // namespace dropseal::sql

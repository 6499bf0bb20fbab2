// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_file_store.h"

#include "backend/sql/sql_file_row.h"
#include "backend/stores/login_name.h"

namespace dropseal::sql {
namespace {

using stores::FileRecord;
using stores::FileState;

/// So many files of one name, user and second can be told apart.
constexpr int MostKeys = 10000;

/// The key with `-number` before its extension: `<time>-<user>-report.txt` becomes `…-report-2.txt`. A name
/// that only begins with a dot has no extension.
std::string numberedKey(std::string_view key, int number) {
    std::size_t name = 0;
    for (int hyphens = 0; hyphens < 2 && name != std::string_view::npos; ++hyphens) {
        name = key.find('-', name);
        name = name == std::string_view::npos ? name : name + 1;
    }
    name = name == std::string_view::npos ? 0 : name;
    std::size_t dot = key.rfind('.');
    if (dot == std::string_view::npos || dot <= name)
        dot = key.size();
    std::string numbered(key.substr(0, dot));
    return numbered.append("-").append(std::to_string(number)).append(key.substr(dot));
}

std::optional<FileState> fileStateFromText(std::string_view text) {
    for (const FileState state : {FileState::Stored, FileState::Missing, FileState::Corrupt}) {
        if (toText(state) == text)
            return state;
    }
    return std::nullopt;
}

} // namespace

std::string_view toText(FileState state) {
    switch (state) {
    case FileState::Stored:
        return "stored";
    case FileState::Missing:
        return "missing";
    case FileState::Corrupt:
        return "corrupt";
    }
    return "stored";
}

FileRecord readFile(RowReader& row) {
    FileRecord file;
    file.id = row.id<FileId>();
    file.owner_id = row.id<UserId>();
    file.key = row.text();
    file.filename = row.text();
    file.original_name = row.text();
    file.size = row.integer();
    file.sha256 = row.text();
    file.content_type = row.text();
    file.blob_id = row.id<BlobId>();
    file.salt = row.hex();
    file.state = row.known(fileStateFromText(row.text()));
    file.created_at = row.time();
    file.deleted_at = row.maybeTime();
    return file;
}

Result<std::string> SqlFileStore::insert(const FileRecord& file) {
    std::string key = file.key;
    for (int number = 2; number < MostKeys; ++number) {
        const auto inserted = insertAs(file, key);
        if (!inserted)
            return inserted.error();
        if (*inserted)
            return key;
        key = numberedKey(file.key, number);
    }
    return Error(ErrorCode::conflict, "Too many files of this name in one second: try again.");
}

Result<bool> SqlFileStore::insertAs(const FileRecord& file, std::string_view key) {
    return changesRow(m_connection,
                      "INSERT INTO files (id, owner_id, key, filename, filename_folded, original_name, size, "
                      "sha256, content_type, blob_id, salt, state, created_at, deleted_at) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                      {value::id(file.id), value::id(file.owner_id), value::text(key),
                       value::text(file.filename), value::text(stores::foldForSearch(file.filename)),
                       value::text(file.original_name), value::integer(file.size), value::text(file.sha256),
                       value::text(file.content_type), value::id(file.blob_id), value::hex(file.salt),
                       value::text(toText(file.state)), value::time(file.created_at),
                       value::time(file.deleted_at)});
}

Result<std::optional<FileRecord>> SqlFileStore::find(const UserId& owner, const FileId& id) {
    return readOne<FileRecord>(m_connection,
                               "SELECT " FILE_COLUMNS " FROM files f WHERE f.id = ? AND f.owner_id = ?",
                               {value::id(id), value::id(owner)}, readFile);
}

Result<std::optional<FileRecord>> SqlFileStore::findByKey(const UserId& owner, std::string_view key) {
    return readOne<FileRecord>(m_connection,
                               "SELECT " FILE_COLUMNS " FROM files f WHERE f.key = ? AND f.owner_id = ?",
                               {value::text(key), value::id(owner)}, readFile);
}

Result<std::optional<stores::LinkedFile>> SqlFileStore::findLinked(std::string_view key) {
    return readOne<stores::LinkedFile>(
        m_connection,
        "SELECT " FILE_COLUMNS ", u.status FROM files f JOIN users u ON u.id = f.owner_id WHERE f.key = ?",
        {value::text(key)}, [](RowReader& row) {
            stores::LinkedFile linked;
            linked.file = readFile(row);
            linked.owner_status = row.known(stores::userStatusFromText(row.text()));
            return linked;
        });
}

Result<stores::PageOf<FileRecord>> SqlFileStore::list(const stores::FileQuery& query) {
    return listFiles(m_connection, query);
}

Result<bool> SqlFileStore::rename(const UserId& owner, const FileId& id, std::string_view filename) {
    return changesRow(m_connection,
                      "UPDATE files SET filename = ?, filename_folded = ? WHERE id = ? AND owner_id = ?",
                      {value::text(filename), value::text(stores::foldForSearch(filename)), value::id(id),
                       value::id(owner)});
}

Result<bool> SqlFileStore::setSalt(const UserId& owner, const FileId& id, std::string_view salt) {
    return changesRow(m_connection, "UPDATE files SET salt = ? WHERE id = ? AND owner_id = ?",
                      {value::hex(salt), value::id(id), value::id(owner)});
}

Result<bool> SqlFileStore::setState(const FileId& id, FileState state) {
    return changesRow(m_connection, "UPDATE files SET state = ? WHERE id = ?",
                      {value::text(toText(state)), value::id(id)});
}

Result<bool> SqlFileStore::trash(const UserId& owner, const FileId& id, Timestamp at) {
    return changesRow(m_connection,
                      "UPDATE files SET deleted_at = ? WHERE id = ? AND owner_id = ? AND deleted_at IS NULL",
                      {value::time(at), value::id(id), value::id(owner)});
}

Result<bool> SqlFileStore::restore(const UserId& owner, const FileId& id) {
    return changesRow(
        m_connection,
        "UPDATE files SET deleted_at = NULL WHERE id = ? AND owner_id = ? AND deleted_at IS NOT NULL",
        {value::id(id), value::id(owner)});
}

Result<bool> SqlFileStore::remove(const UserId& owner, const FileId& id, Timestamp at) {
    DROPSEAL_TRY(m_connection.execute("INSERT INTO dead_links (key, file_id, salt, died_at) "
                                      "SELECT key, id, salt, ? FROM files WHERE id = ? AND owner_id = ? "
                                      "ON CONFLICT (key) DO NOTHING",
                                      {value::time(at), value::id(id), value::id(owner)}));
    const auto blob =
        readOne<BlobId>(m_connection, "DELETE FROM files WHERE id = ? AND owner_id = ? RETURNING blob_id",
                        {value::id(id), value::id(owner)}, [](RowReader& row) { return row.id<BlobId>(); });
    if (!blob)
        return blob.error();
    if (!*blob)
        return false;
    const auto small =
        changesRow(m_connection, "DELETE FROM small_blobs WHERE blob_id = ?", {value::id(**blob)});
    if (!small)
        return small.error();
    if (*small)
        return true; // its bytes went with it
    DROPSEAL_TRY(m_connection.execute(
        "INSERT INTO dead_blobs (blob_id, died_at) VALUES (?, ?) ON CONFLICT (blob_id) DO NOTHING",
        {value::id(**blob), value::time(at)}));
    return true;
}

Result<std::vector<FileRecord>> SqlFileStore::listTrashed(const std::optional<UserId>& owner,
                                                          Timestamp before, int limit) {
    if (owner)
        return readAll<FileRecord>(m_connection,
                                   "SELECT " FILE_COLUMNS " FROM files f WHERE f.owner_id = ? AND "
                                   "f.deleted_at IS NOT NULL AND f.deleted_at <= ? "
                                   "ORDER BY f.deleted_at, f.id LIMIT ?",
                                   {value::id(*owner), value::time(before), value::integer(limit)}, readFile);
    return readAll<FileRecord>(m_connection,
                               "SELECT " FILE_COLUMNS " FROM files f WHERE f.deleted_at IS NOT NULL AND "
                               "f.deleted_at <= ? ORDER BY f.deleted_at, f.id LIMIT ?",
                               {value::time(before), value::integer(limit)}, readFile);
}

Result<bool> SqlFileStore::blobInUse(const BlobId& blob) {
    return anyRow(m_connection, "SELECT 1 FROM files WHERE blob_id = ?", {value::id(blob)});
}

Result<std::vector<BlobId>> SqlFileStore::deadBlobs(int limit) {
    return readAll<BlobId>(m_connection, "SELECT blob_id FROM dead_blobs ORDER BY died_at, blob_id LIMIT ?",
                           {value::integer(limit)}, [](RowReader& row) { return row.id<BlobId>(); });
}

Result<void> SqlFileStore::forgetDeadBlob(const BlobId& blob) {
    DROPSEAL_TRY(m_connection.execute("DELETE FROM dead_blobs WHERE blob_id = ?", {value::id(blob)}));
    return {};
}

Result<std::optional<stores::DeadLink>> SqlFileStore::findDeadLink(std::string_view key) {
    return readOne<stores::DeadLink>(m_connection, "SELECT file_id, salt FROM dead_links WHERE key = ?",
                                     {value::text(key)}, [](RowReader& row) {
                                         stores::DeadLink dead;
                                         dead.file_id = row.id<FileId>();
                                         dead.salt = row.hex();
                                         return dead;
                                     });
}

Result<int> SqlFileStore::forgetDeadLinks(Timestamp before) {
    return m_connection.execute("DELETE FROM dead_links WHERE died_at < ?", {value::time(before)});
}

} // namespace dropseal::sql

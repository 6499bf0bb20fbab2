// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/sql_small_blob_store.h"

#include "backend/sql/row_reader.h"

namespace dropseal::sql {

Result<void> SqlSmallBlobStore::insert(const BlobId& id, std::span<const std::uint8_t> bytes) {
    DROPSEAL_TRY(m_connection.execute("INSERT INTO small_blobs (blob_id, bytes) VALUES (?, ?)",
                                      {value::id(id), value::bytes(bytes)}));
    return {};
}

Result<std::optional<std::string>> SqlSmallBlobStore::find(const BlobId& id) {
    return readOne<std::string>(m_connection, "SELECT bytes FROM small_blobs WHERE blob_id = ?",
                                {value::id(id)}, [](RowReader& row) { return row.bytes(); });
}

} // namespace dropseal::sql

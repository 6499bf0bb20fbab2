// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/row_reader.h"
#include "backend/stores/file_store.h"

/// What readFile() reads, from the table `files f`.
#define FILE_COLUMNS                                                                                         \
    "f.id, f.owner_id, f.key, f.filename, f.original_name, f.size, f.sha256, f.content_type, f.blob_id, "    \
    "f.salt, f.state, f.created_at, f.deleted_at"

namespace dropseal::sql {

std::string_view toText(stores::FileState state);
stores::FileRecord readFile(RowReader& row);

/// The page of files that `query` asks for.
Result<stores::PageOf<stores::FileRecord>> listFiles(Connection& connection, const stores::FileQuery& query);

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/sql_file_store.h"
#include "backend/sql/sql_session_store.h"
#include "backend/sql/sql_small_blob_store.h"
#include "backend/sql/sql_upload_store.h"
#include "backend/sql/sql_user_store.h"
#include "backend/stores/unit_of_work.h"

namespace dropseal::sql {

/// The stores of one connection.
class SqlStores {
public:
    explicit SqlStores(Connection& connection)
        : m_users(connection)
        , m_sessions(connection)
        , m_files(connection)
        , m_uploads(connection)
        , m_small_blobs(connection) {}
    SqlStores(const SqlStores&) = delete;
    SqlStores& operator=(const SqlStores&) = delete;

    /// Runs `fn` over them; an exception becomes internal_error, so that no transaction stays open.
    Result<void> call(const stores::UnitOfWork::Function& fn);

private:
    SqlUserStore m_users;
    SqlSessionStore m_sessions;
    SqlFileStore m_files;
    SqlUploadStore m_uploads;
    SqlSmallBlobStore m_small_blobs;
};

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/stores/upload_store.h"

namespace dropseal::sql {

class SqlUploadStore final : public stores::UploadStore {
public:
    explicit SqlUploadStore(Connection& connection) : m_connection(connection) {}

    Result<void> insert(const stores::UploadRecord& upload) override;
    Result<std::optional<stores::UploadRecord>> find(const UploadId& id) override;
    Result<std::optional<std::pair<stores::UploadRecord, stores::UserStatus>>>
    findLinked(const UploadId& id) override;
    Result<bool> finish(const UploadId& id, const FileId& file) override;
    Result<std::int64_t> reservedBytes(const UserId& owner, Timestamp now) override;
    Result<int> removeExpired(Timestamp before) override;

private:
    Connection& m_connection;
};

} // namespace dropseal::sql

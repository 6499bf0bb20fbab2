// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/stores/file_store.h"

namespace dropseal::sql {

class SqlFileStore final : public stores::FileStore {
public:
    explicit SqlFileStore(Connection& connection) : m_connection(connection) {}

    Result<std::string> insert(const stores::FileRecord& file) override;
    Result<std::optional<stores::FileRecord>> find(const UserId& owner, const FileId& id) override;
    Result<std::optional<stores::FileRecord>> findByKey(const UserId& owner, std::string_view key) override;
    Result<std::optional<stores::LinkedFile>> findLinked(std::string_view key) override;
    Result<stores::PageOf<stores::FileRecord>> list(const stores::FileQuery& query) override;
    Result<bool> rename(const UserId& owner, const FileId& id, std::string_view filename) override;
    Result<bool> setSalt(const UserId& owner, const FileId& id, std::string_view salt) override;
    Result<bool> setState(const FileId& id, stores::FileState state) override;
    Result<bool> trash(const UserId& owner, const FileId& id, Timestamp at) override;
    Result<bool> restore(const UserId& owner, const FileId& id) override;
    Result<bool> remove(const UserId& owner, const FileId& id, Timestamp at) override;
    Result<std::vector<stores::FileRecord>> listTrashed(const std::optional<UserId>& owner, Timestamp before,
                                                        int limit) override;
    Result<bool> blobInUse(const BlobId& blob) override;
    Result<std::vector<BlobId>> deadBlobs(int limit) override;
    Result<void> forgetDeadBlob(const BlobId& blob) override;
    Result<std::optional<stores::DeadLink>> findDeadLink(std::string_view key) override;
    Result<int> forgetDeadLinks(Timestamp before) override;

private:
    Result<bool> insertAs(const stores::FileRecord& file, std::string_view key);

    Connection& m_connection;
};

} // namespace dropseal::sql

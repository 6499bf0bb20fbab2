// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/sql/connection.h"
#include "backend/stores/small_blob_store.h"

namespace dropseal::sql {

class SqlSmallBlobStore final : public stores::SmallBlobStore {
public:
    explicit SqlSmallBlobStore(Connection& connection) : m_connection(connection) {}

    Result<void> insert(const BlobId& id, std::span<const std::uint8_t> bytes) override;
    Result<std::optional<std::string>> find(const BlobId& id) override;

private:
    Connection& m_connection;
};

} // namespace dropseal::sql

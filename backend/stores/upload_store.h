// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"
#include "shared/core/result.h"

namespace dropseal::stores {

/// Uploads that outlive their request. Used inside a UnitOfWork only, from its thread.
class UploadStore {
public:
    virtual ~UploadStore() = default;

    virtual Result<void> insert(const UploadRecord& upload) = 0;
    virtual Result<std::optional<UploadRecord>> find(const UploadId& id) = 0;
    /// The upload together with its owner's status, for a stranger who holds its URL.
    virtual Result<std::optional<std::pair<UploadRecord, UserStatus>>> findLinked(const UploadId& id) = 0;
    /// Open becomes Finished with this file: one conditional UPDATE; false where it was not open any more.
    virtual Result<bool> finish(const UploadId& id, const FileId& file) = 0;
    /// Bytes that open, unexpired uploads of this owner hold back.
    virtual Result<std::int64_t> reservedBytes(const UserId& owner, Timestamp now) = 0;
    /// Removes rows that expired before `before`. Gives their number.
    virtual Result<int> removeExpired(Timestamp before) = 0;
};

} // namespace dropseal::stores

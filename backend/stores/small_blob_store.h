// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dropseal::stores {

/// Files up to this size may lie here. It may grow but never shrink: bigger ones are not looked for here.
inline constexpr std::int64_t SmallBlobMaxBytes = 16 * 1024;

/// The bytes of small files, beside their rows: they become durable with the row's own commit, which many
/// uploads share, where a file of its own would cost three syncs. Used inside a UnitOfWork only, from its
/// thread. The bytes go with their row (FileStore::remove). dependency_unavailable where the database fails.
class SmallBlobStore {
public:
    virtual ~SmallBlobStore() = default;

    virtual Result<void> insert(const BlobId& id, std::span<const std::uint8_t> bytes) = 0;
    /// None where there is no such blob here: it may be in the BlobStore.
    virtual Result<std::optional<std::string>> find(const BlobId& id) = 0;
};

} // namespace dropseal::stores

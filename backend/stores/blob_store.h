// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace dropseal::stores {

/// The bytes of one upload on their way in, on the local disk (the first 64 KiB may stay in memory). One
/// thread at a time, not always the same. Its destructor removes what was not put into a BlobStore.
class Spool {
public:
    virtual ~Spool() = default;

    /// insufficient_storage for a full disk or a file too big for it (EFBIG), internal_error else; after an
    /// error only abort.
    virtual Result<void> append(std::span<const std::uint8_t> bytes) = 0;
    virtual std::int64_t size() const = 0;
    /// All bytes so far survive a power cut when this returns. A failed sync is never tried again: the spool
    /// is void then.
    virtual Result<void> checkpoint() = 0;
    /// No more bytes come. Gives their SHA-256, 64 hex digits.
    virtual Result<std::string> finish() = 0;
    /// The first bytes, at most 512: for finding the type.
    virtual std::span<const std::uint8_t> beginning() const = 0;
    /// After finish(): all bytes, where none of them left the memory.
    virtual std::optional<std::span<const std::uint8_t>> inMemory() const = 0;
};

/// Where spools live. Thread-safe.
class SpoolArea {
public:
    virtual ~SpoolArea() = default;

    /// `expected` bytes where they are known: insufficient_storage at once where the disk has less (minus a
    /// reserve).
    virtual Result<std::unique_ptr<Spool>> create(std::optional<std::int64_t> expected) = 0;
    virtual Result<std::int64_t> bytesFree() const = 0;
};

/// An open blob. Thread-safe, blocking.
class BlobReader {
public:
    virtual ~BlobReader() = default;

    virtual std::int64_t size() const = 0;
    /// Fills `out` from `offset` on; fewer bytes only at the end. internal_error where the store fails or the
    /// blob is short.
    virtual Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) = 0;
};

/// Finished files by random id. Thread-safe, blocking.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    /// Moves a finished spool in under `id`. When this returns the blob survives a power cut; a note stays
    /// that names it until settle(), so that a crash before the row's commit leaves no orphan. Never
    /// overwrites.
    virtual Result<void> put(Spool& spool, const BlobId& id) = 0;
    /// The row of the blob is committed: the note goes.
    virtual void settle(const BlobId& id) = 0;
    /// not_found where there is no such blob.
    virtual Result<std::unique_ptr<BlobReader>> open(const BlobId& id) = 0;
    /// Removing what is not there is success.
    virtual Result<void> remove(const BlobId& id) = 0;
    /// At start: blobs that a note names are kept where `in_use` says so, else removed; left-over spools go.
    virtual Result<void> recover(const std::function<Result<bool>(const BlobId&)>& in_use) = 0;
    /// Whether the store takes and gives bytes now.
    virtual Result<void> check() = 0;
};

} // namespace dropseal::stores

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"
#include "backend/blobs/disk_ledger.h"
#include "backend/blobs/file_descriptor.h"
#include "backend/stores/blob_store.h"
#include "shared/crypto/sha256.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dropseal::blobs {

/// A spool in `tmp/<random name>`. The file appears when the bytes pass 64 KiB; before, and for the last
/// piece, they wait in memory (at most 256 KiB), so that the disk sees large writes at round offsets.
class DiskSpool final : public stores::Spool {
public:
    /// `promised` bytes stand in the ledger for this spool already; they go from it as they are written, the
    /// rest at the end.
    DiskSpool(const DataFolder& folder, std::shared_ptr<DiskLedger> ledger, std::int64_t promised);
    ~DiskSpool() override;
    DiskSpool(const DiskSpool&) = delete;
    DiskSpool& operator=(const DiskSpool&) = delete;

    Result<void> append(std::span<const std::uint8_t> bytes) override;
    std::int64_t size() const override { return m_size; }
    Result<void> checkpoint() override;
    Result<std::string> finish() override;
    std::span<const std::uint8_t> beginning() const override;
    std::optional<std::span<const std::uint8_t>> inMemory() const override;

    // For the blob stores of this room, after finish().

    bool isFinished() const { return m_sha256.has_value(); }
    /// All bytes are in the file when this returns (not yet synced).
    Result<void> writeOut();
    /// fsync(2) of the file, where durability is on. Called once; a failure voids the spool.
    Result<void> sync();
    /// The file's name in tmp.
    const std::string& name() const { return m_name; }
    /// The file was moved away: there is nothing to remove any more.
    void release();

private:
    Result<void> take(std::span<const std::uint8_t> bytes);
    Result<void> openFile();
    Result<void> flush();
    Result<void> write(std::span<const std::uint8_t> bytes);
    Result<void> startWriteback();
    Error voided(Error error);

    const DataFolder& m_folder;
    std::shared_ptr<DiskLedger> m_ledger;
    std::int64_t m_promised;
    std::string m_name;
    FileDescriptor m_file;
    std::vector<std::uint8_t> m_buffer; ///< bytes that are not in the file yet
    std::int64_t m_size = 0;            ///< in the file and in the buffer
    std::int64_t m_written = 0;         ///< in the file
    std::int64_t m_pushed = 0;          ///< handed to the disk by startWriteback
    bool m_name_synced = false;
    crypto::Sha256 m_hash;
    std::optional<std::string> m_sha256;
    std::array<std::uint8_t, 512> m_beginning{};
    std::optional<Error> m_void; ///< what made this spool useless
};

} // namespace dropseal::blobs

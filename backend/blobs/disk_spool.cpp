// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/disk_spool.h"

#include "backend/blobs/system_error.h"
#include "shared/core/crash_point.h"
#include "shared/core/hex.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

namespace dropseal::blobs {

namespace {

constexpr std::size_t MemoryBytes = std::size_t{64} * 1024;
constexpr std::size_t WriteBytes = std::size_t{256} * 1024;
constexpr std::int64_t WritebackBytes = std::int64_t{8} * 1024 * 1024;

} // namespace

DiskSpool::DiskSpool(const DataFolder& folder, std::shared_ptr<DiskLedger> ledger, std::int64_t promised)
    : m_folder(folder), m_ledger(std::move(ledger)), m_promised(promised), m_name(BlobId::make().toString()) {
}

DiskSpool::~DiskSpool() {
    m_ledger->subtract(m_promised);
    if (m_file.isOpen() && !m_name.empty())
        m_folder.tmp().unlink(m_name);
}

Result<void> DiskSpool::append(std::span<const std::uint8_t> bytes) {
    if (m_void)
        return *m_void;
    if (m_sha256)
        return Error::internal("append to a finished spool");
    if (m_size < static_cast<std::int64_t>(m_beginning.size())) {
        const auto have = static_cast<std::size_t>(m_size);
        std::copy_n(bytes.begin(), std::min(bytes.size(), m_beginning.size() - have),
                    m_beginning.begin() + static_cast<std::ptrdiff_t>(have));
    }
    m_hash.update(bytes);
    m_size += static_cast<std::int64_t>(bytes.size());
    if (auto taken = take(bytes); !taken)
        return voided(std::move(taken).error());
    crashPoint("spool_append");
    return {};
}

/// Large pieces go straight to the disk, small ones gather in the buffer; every write but the last is a
/// multiple of WriteBytes at a multiple of WriteBytes.
Result<void> DiskSpool::take(std::span<const std::uint8_t> bytes) {
    if (!m_file.isOpen() && m_size > static_cast<std::int64_t>(MemoryBytes))
        DROPSEAL_TRY(openFile());
    while (!bytes.empty()) {
        if (m_buffer.empty() && bytes.size() >= WriteBytes) {
            const std::size_t whole = bytes.size() / WriteBytes * WriteBytes;
            DROPSEAL_TRY(write(bytes.first(whole)));
            bytes = bytes.subspan(whole);
            continue;
        }
        const std::size_t part = std::min(bytes.size(), WriteBytes - m_buffer.size());
        m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(part));
        bytes = bytes.subspan(part);
        if (m_buffer.size() == WriteBytes)
            DROPSEAL_TRY(flush());
    }
    return {};
}

Result<void> DiskSpool::openFile() {
    m_file = m_folder.tmp().openFile(m_name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (!m_file.isOpen())
        return systemError(errno, "make tmp/" + m_name, m_folder.tmp().fd());
    return {};
}

Result<void> DiskSpool::flush() {
    DROPSEAL_TRY(write(m_buffer));
    m_buffer.clear();
    return {};
}

Result<void> DiskSpool::write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::pwrite(m_file.get(), bytes.data(), bytes.size(), m_written);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) // a write of 0 bytes is no progress: a full disk on some file systems
            return systemError(done == 0 ? ENOSPC : errno, "write tmp/" + m_name, m_file.get());
        m_written += done;
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        const std::int64_t kept = std::min<std::int64_t>(done, m_promised);
        m_promised -= kept;
        m_ledger->subtract(kept);
    }
    return startWriteback();
}

/// Lets the disk work while the network still brings bytes, so that the fsync at the end finds little to do.
/// It promises nothing (sync_file_range(2)); its errors come back from that fsync.
Result<void> DiskSpool::startWriteback() {
    if (m_folder.durability() == Durability::Off || m_written - m_pushed < WritebackBytes)
        return {};
    if (::sync_file_range(m_file.get(), m_pushed, m_written - m_pushed, SYNC_FILE_RANGE_WRITE) != 0 &&
        (errno == EIO || isFull(errno)))
        return systemError(errno, "write back tmp/" + m_name, m_file.get());
    m_pushed = m_written;
    return {};
}

Result<void> DiskSpool::writeOut() {
    if (m_void)
        return *m_void;
    Result<void> done;
    if (!m_file.isOpen())
        done = openFile();
    if (done)
        done = flush();
    return done ? Result<void>() : voided(std::move(done).error());
}

Result<void> DiskSpool::sync() {
    if (m_void)
        return *m_void;
    if (m_folder.durability() == Durability::Full && ::fsync(m_file.get()) != 0)
        return voided(systemError(errno, "sync tmp/" + m_name, m_file.get()));
    return {};
}

Result<void> DiskSpool::checkpoint() {
    DROPSEAL_TRY(writeOut());
    if (m_folder.durability() == Durability::Off)
        return {};
    // fdatasync writes the size too, which is what an offset is (fdatasync(2)).
    if (::fdatasync(m_file.get()) != 0)
        return voided(systemError(errno, "sync tmp/" + m_name, m_file.get()));
    if (!m_name_synced) {
        if (auto synced = m_folder.tmp().sync(); !synced)
            return voided(std::move(synced).error());
        m_name_synced = true;
    }
    crashPoint("spool_checkpoint");
    return {};
}

Result<std::string> DiskSpool::finish() {
    if (m_void)
        return *m_void;
    if (!m_sha256)
        m_sha256 = toHex(m_hash.finish());
    return *m_sha256;
}

std::span<const std::uint8_t> DiskSpool::beginning() const {
    return std::span(m_beginning).first(std::min(m_beginning.size(), static_cast<std::size_t>(m_size)));
}

std::optional<std::span<const std::uint8_t>> DiskSpool::inMemory() const {
    if (m_void || !m_sha256 || m_file.isOpen())
        return std::nullopt;
    return std::span<const std::uint8_t>(m_buffer);
}

void DiskSpool::release() {
    m_name.clear();
    m_file.reset();
}

/// After a failed write or sync nobody knows what is in the file (Linux marks pages clean whose write-back
/// failed, so a second fsync would lie): no further call gets anywhere.
Error DiskSpool::voided(Error error) {
    m_void = error;
    return error;
}

} // namespace dropseal::blobs

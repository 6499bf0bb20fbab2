// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/disk_spool_area.h"

#include "backend/blobs/disk_spool.h"

#include <algorithm>

namespace dropseal::blobs {

DiskSpoolArea::DiskSpoolArea(const DataFolder& folder)
    : m_folder(folder), m_reserve(diskReserve(folder.tmp().fd())), m_ledger(std::make_shared<DiskLedger>()) {
}

Result<std::unique_ptr<stores::Spool>> DiskSpoolArea::create(std::optional<std::int64_t> expected) {
    const std::int64_t wanted = std::max<std::int64_t>(expected.value_or(0), 0);
    if (wanted > 0) {
        const auto free_bytes = bytesFree();
        if (!free_bytes)
            return free_bytes.error();
        if (wanted > *free_bytes) {
            Error error(ErrorCode::insufficient_storage, {},
                        "an upload of " + std::to_string(wanted) + " bytes does not fit on the disk");
            error.extras.bytes_free = *free_bytes;
            return error;
        }
    }
    m_ledger->add(wanted);
    return std::unique_ptr<stores::Spool>(std::make_unique<DiskSpool>(m_folder, m_ledger, wanted));
}

Result<std::int64_t> DiskSpoolArea::bytesFree() const {
    const auto free_bytes = diskBytesFree(m_folder.tmp().fd());
    if (!free_bytes)
        return Error::internal("the disk of " + m_folder.path() + " does not say how much is free");
    return std::max<std::int64_t>(0, *free_bytes - m_reserve - m_ledger->promised());
}

} // namespace dropseal::blobs

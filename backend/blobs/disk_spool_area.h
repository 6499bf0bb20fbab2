// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"
#include "backend/blobs/disk_ledger.h"
#include "backend/stores/blob_store.h"

#include <memory>

namespace dropseal::blobs {

/// Spools in the data folder's `tmp`.
class DiskSpoolArea final : public stores::SpoolArea {
public:
    /// `folder` outlives the area and its spools.
    explicit DiskSpoolArea(const DataFolder& folder);

    Result<std::unique_ptr<stores::Spool>> create(std::optional<std::int64_t> expected) override;
    /// What uploads may still fill: free bytes of the disk without the reserve and without what running
    /// uploads announced. Never below 0.
    Result<std::int64_t> bytesFree() const override;

private:
    const DataFolder& m_folder;
    std::int64_t m_reserve;
    std::shared_ptr<DiskLedger> m_ledger;
};

} // namespace dropseal::blobs

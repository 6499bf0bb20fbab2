// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"

#include <bitset>
#include <mutex>

namespace dropseal::blobs {

/// The 256 folders of `blobs`, each made when its first blob comes. Thread-safe.
class Shelves {
public:
    /// `folder` outlives it.
    explicit Shelves(const DataFolder& folder) : m_folder(folder) {}

    /// The shelf for a new blob, whose own name is durable: nobody gets a shelf that another thread has made
    /// but not synced yet, or a power cut would take the blob with it.
    Result<Folder> forNew(const BlobId& id);
    /// The shelf of a blob; not_found where there is none.
    Result<Folder> of(const BlobId& id) const;

private:
    Result<void> makeDurable(const std::string& name, std::size_t number);

    const DataFolder& m_folder;
    std::mutex m_mutex;
    std::bitset<256> m_durable; ///< guarded by m_mutex
};

} // namespace dropseal::blobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/shelves.h"

#include "shared/core/hex.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace dropseal::blobs {

Result<Folder> Shelves::forNew(const BlobId& id) {
    const std::string name = DataFolder::shelfName(id);
    std::array<std::uint8_t, 1> number{};
    if (!fromHex(name, number))
        return Error::internal("no blob id: " + id.toString());
    {
        const std::lock_guard lock(m_mutex);
        DROPSEAL_TRY(makeDurable(name, number[0]));
    }
    return m_folder.blobs().subfolder(name);
}

/// One that is there already is synced once too: the process that made it may have died before it did.
Result<void> Shelves::makeDurable(const std::string& name, std::size_t number) {
    if (m_durable.test(number))
        return {};
    if (auto made = m_folder.blobs().ensureSubfolder(name); !made)
        return std::move(made).error();
    if (m_folder.durability() == Durability::Full)
        if (auto synced = m_folder.blobs().sync(); !synced) {
            // A second sync would tell nothing of this name, so the next upload makes it anew. One that holds
            // blobs stays: it was durable before they came.
            ::unlinkat(m_folder.blobs().fd(), name.c_str(), AT_REMOVEDIR);
            return synced;
        }
    m_durable.set(number);
    return {};
}

Result<Folder> Shelves::of(const BlobId& id) const {
    return m_folder.blobs().subfolder(DataFolder::shelfName(id));
}

} // namespace dropseal::blobs

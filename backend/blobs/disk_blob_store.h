// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"
#include "backend/blobs/shelves.h"
#include "backend/stores/blob_store.h"

namespace dropseal::blobs {

class DiskSpool;

/// Blobs as files `blobs/ab/<id>` of the data folder. put() takes DiskSpools of the same folder.
///
/// The note is the empty file `tmp/<id>.finish`: its name is all that it says, so the sync of `tmp` alone
/// makes it durable. Order of put(), each step durable before the next (a power cut may come anywhere):
///   bytes -> note -> fsync(file) -> fsync(tmp) -> rename, never over another -> fsync(blobs/ab), fsync(tmp)
/// so a blob that a power cut leaves in blobs/ab without a row has a note, and recover() finds it.
class DiskBlobStore final : public stores::BlobStore {
public:
    /// `folder` outlives the store.
    explicit DiskBlobStore(const DataFolder& folder) : m_folder(folder), m_shelves(folder) {}

    Result<void> put(stores::Spool& spool, const BlobId& id) override;
    void settle(const BlobId& id) override;
    Result<std::unique_ptr<stores::BlobReader>> open(const BlobId& id) override;
    /// Its note goes as well. Durable when it returns.
    Result<void> remove(const BlobId& id) override;
    /// An error of `in_use` ends it and leaves the rest for the next start.
    Result<void> recover(const std::function<Result<bool>(const BlobId&)>& in_use) override;
    /// A full disk is no fault here: what is stored can still be read, and uploads say it themselves.
    Result<void> check() override;

private:
    /// On an error the blob is not there.
    Result<void> moveIn(DiskSpool& spool, const BlobId& id, const Folder& shelf);
    Result<void> syncFolder(const Folder& folder) const;
    Result<void> recoverOne(const std::string& name,
                            const std::function<Result<bool>(const BlobId&)>& in_use);

    const DataFolder& m_folder;
    Shelves m_shelves;
};

} // namespace dropseal::blobs

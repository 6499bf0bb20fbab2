// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/durability.h"
#include "backend/blobs/folder.h"
#include "backend/blobs/folder_lock.h"
#include "shared/core/id.h"
#include "shared/core/result.h"

#include <string>

namespace dropseal::blobs {

/// The server's folder: `blobs/ab/<id>` (finished files), `tmp` (uploads on their way, and notes), `run`
/// (sockets), `secrets`, and `lock`. All of it is for this user only (0700), and for one server at a time.
/// Outlives everything that is built on it. Thread-safe.
class DataFolder {
public:
    /// Makes what is missing and takes the lock. The error's `detail` is one line for the admin; its code
    /// tells the exit code: `locked` (another server runs on it), `forbidden` (no permission),
    /// insufficient_storage, else internal_error (cannot be made, a planted link).
    static Result<DataFolder> open(const std::string& path, Durability durability = Durability::Full);

    const std::string& path() const { return m_root.path(); }
    const Folder& root() const { return m_root; }
    const Folder& blobs() const { return m_blobs; }
    const Folder& tmp() const { return m_tmp; }
    const Folder& run() const { return m_run; }
    const Folder& secrets() const { return m_secrets; }
    Durability durability() const { return m_durability; }

    /// `ab` of `blobs/ab/<id>`.
    static std::string shelfName(const BlobId& id) { return id.toString().substr(0, 2); }
    /// `ab/<id>`, below blobs().
    static std::string blobPath(const BlobId& id) { return shelfName(id) + "/" + id.toString(); }

private:
    DataFolder() = default;

    Folder m_root;
    FolderLock m_lock;
    Folder m_blobs;
    Folder m_tmp;
    Folder m_run;
    Folder m_secrets;
    Durability m_durability = Durability::Full;
};

} // namespace dropseal::blobs

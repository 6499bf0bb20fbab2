// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/records.h"
#include "shared/core/result.h"

namespace dropseal::stores {

enum class FileSort { Created, Name, Size };

struct FileQuery {
    UserId owner_id;
    std::string
        text; ///< case-insensitive part of the file name; below 3 characters its beginning; empty: all
    FileSort sort = FileSort::Created;
    bool descending = true;
    bool trash = false; ///< only the trash instead of only the rest
    Page page;
};

/// A file as a stranger with a link reaches it: together with what decides about the link.
struct LinkedFile {
    FileRecord file;
    UserStatus owner_status = UserStatus::Active;
};

/// What is left of a removed file for a week: enough to check the signature of its presigned URLs.
struct DeadLink {
    FileId file_id;
    std::string salt; ///< 16 raw bytes
};

/// The files. Used inside a UnitOfWork only, from its thread. Each change names the owner, so that nobody
/// reaches another's row by its id alone. dependency_unavailable where the database fails.
class FileStore {
public:
    virtual ~FileStore() = default;

    /// Adds the file. Where its key is taken, "-2", "-3" … goes before the extension; gives the key that was
    /// written.
    virtual Result<std::string> insert(const FileRecord& file) = 0;
    /// In the trash or not; the caller looks at deleted_at.
    virtual Result<std::optional<FileRecord>> find(const UserId& owner, const FileId& id) = 0;
    virtual Result<std::optional<FileRecord>> findByKey(const UserId& owner, std::string_view key) = 0;
    /// For presigned links only: whoever the owner is.
    virtual Result<std::optional<LinkedFile>> findLinked(std::string_view key) = 0;
    /// validation_failed for a cursor that is not one of this query's.
    virtual Result<PageOf<FileRecord>> list(const FileQuery& query) = 0;
    virtual Result<bool> rename(const UserId& owner, const FileId& id, std::string_view filename) = 0;
    virtual Result<bool> setSalt(const UserId& owner, const FileId& id, std::string_view salt) = 0;
    virtual Result<bool> setState(const FileId& id, FileState state) = 0;
    /// To the trash: false where it is not there or lies there already. used_bytes is the caller's work, in
    /// the same unit.
    virtual Result<bool> trash(const UserId& owner, const FileId& id, Timestamp at) = 0;
    virtual Result<bool> restore(const UserId& owner, const FileId& id) = 0;
    /// Removes the row with its small blob, or notes its blob among the dead ones, in the same transaction.
    /// False where it is not there.
    virtual Result<bool> remove(const UserId& owner, const FileId& id, Timestamp at) = 0;
    /// Trashed at or before `before` (all, where it is far ahead), oldest first; of one owner, or of all.
    virtual Result<std::vector<FileRecord>> listTrashed(const std::optional<UserId>& owner, Timestamp before,
                                                        int limit) = 0;
    virtual Result<bool> blobInUse(const BlobId& blob) = 0;
    /// Blobs whose rows are gone and that wait for their removal from the blob store.
    virtual Result<std::vector<BlobId>> deadBlobs(int limit) = 0;
    virtual Result<void> forgetDeadBlob(const BlobId& blob) = 0;
    virtual Result<std::optional<DeadLink>> findDeadLink(std::string_view key) = 0;
    /// Removes the dead links that died before `before`. Gives their number.
    virtual Result<int> forgetDeadLinks(Timestamp before) = 0;
};

} // namespace dropseal::stores

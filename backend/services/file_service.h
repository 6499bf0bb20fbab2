// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/principal.h"
#include "backend/stores/blob_store.h"
#include "backend/stores/unit_of_work.h"

#include <memory>

namespace dropseal::services {

/// A file whose bytes can be read now.
struct OpenFile {
    stores::FileRecord file;
    std::shared_ptr<stores::BlobReader> reader;
};

/// One's own files. Somebody else's is not_found, as a missing one. Thread-safe, blocking.
class FileService {
public:
    FileService(stores::UnitOfWork& work, stores::BlobStore& blobs, const Clock& clock,
                std::chrono::seconds trash_life);

    /// validation_failed for a limit outside 1 to 200 and for a bad cursor.
    Result<stores::PageOf<stores::FileRecord>> list(const stores::FileQuery& query);
    /// What is in the trash is not_found, here and in the next three.
    Result<stores::FileRecord> get(const Principal& owner, const FileId& id);
    Result<stores::FileRecord> getByKey(const Principal& owner, std::string_view key);
    /// The file name rule is applied; validation_failed where nothing is left of the name.
    Result<stores::FileRecord> rename(const Principal& owner, const FileId& id, std::string_view filename);
    /// To the trash, every link dead at once; removed for good where there is no trash (life 0).
    Result<void> trash(const Principal& owner, const FileId& id);
    /// quota_exceeded where the space has been used in the meantime; not_found; success where it is not in
    /// the trash.
    Result<stores::FileRecord> restore(const Principal& owner, const FileId& id);
    /// For good, from the trash or not.
    Result<void> purge(const Principal& owner, const FileId& id);
    /// Kills all presigned links of the file by a new salt.
    Result<void> revokeLinks(const Principal& owner, const FileId& id);
    /// For reading; a file in the trash is not_found. A row without its blob is marked missing and is gone.
    Result<OpenFile> open(const stores::FileRecord& file);

private:
    enum class Which { OnlyLive, Any };

    Result<void> removeForGood(const Principal& owner, const FileId& id, Which which);
    Result<std::unique_ptr<stores::BlobReader>> openSmall(const BlobId& blob);
    Error noteMissing(const stores::FileRecord& file);

    stores::UnitOfWork& m_work;
    stores::BlobStore& m_blobs;
    const Clock& m_clock;
    std::chrono::seconds m_trash_life;
};

} // namespace dropseal::services

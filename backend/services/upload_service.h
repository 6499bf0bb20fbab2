// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/principal.h"
#include "backend/services/trash_purger.h"
#include "backend/stores/blob_store.h"
#include "backend/stores/unit_of_work.h"

#include <memory>

namespace dropseal::services {

struct UploadOptions {
    std::int64_t max_upload_bytes = 0;      ///< 0: only disk and quota limit
    std::vector<std::string> allowed_types; ///< media types, "image/*" too; empty: any
    std::chrono::seconds trash_life{7 * 86400};
    bool small_blobs = true; ///< files up to stores::SmallBlobMaxBytes lie in the database
};

class UploadService;
class QuotaLedger;

/// One upload that lives as long as its request. Holds its reservation and its spool; both go with it unless
/// it was stored. One thread at a time. The service outlives it.
class Upload {
public:
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    /// Names the file; needed before the first append. An empty name is "file", an empty type is found from
    /// the name and the bytes. unsupported_media_type where only some types are allowed. For a presigned PUT
    /// name and type stand in its row, and what is given here is ignored.
    Result<void> open(std::string_view original_name, std::string_view content_type);
    /// file_too_large (with the limit), quota_exceeded and insufficient_storage (with bytes_free),
    /// account_suspended. After an error only destruction.
    Result<void> append(std::span<const std::uint8_t> bytes);
    /// All bytes came; checks an exact size where one was promised (bad_request).
    Result<void> finish();
    std::int64_t size() const;

private:
    friend class UploadService;
    struct State;
    explicit Upload(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Uploads from their first byte to their row. Thread-safe, blocking.
class UploadService {
public:
    UploadService(stores::UnitOfWork& work, stores::SpoolArea& spools, stores::BlobStore& blobs,
                  const Clock& clock, UploadOptions options);
    ~UploadService();

    /// Gives insufficient_storage a way out: the oldest trash goes before an upload is refused for want of
    /// disk. (Quotas need none: what is in the trash does not count there.) Before the first begin();
    /// `purger` outlives the service.
    void setTrashPurger(TrashPurger& purger) { m_purger = &purger; }

    /// Before the first byte: `declared` is the body's size where it is known, reserved from the owner's
    /// quota at once (else bytes are reserved as they come). At most `framing` bytes of it are not the
    /// file's own (a multipart body); so many may go beyond a limit unnoticed here, append() counts exactly.
    /// file_too_large, quota_exceeded, insufficient_storage (the oldest trash is purged first).
    Result<std::unique_ptr<Upload>> begin(const Principal& owner, std::optional<std::int64_t> declared,
                                          std::int64_t framing = 0);
    /// For a presigned PUT: already_used, gone, file_too_large, length_required without `declared`, and
    /// bad_request where it is not exactly the promised size.
    Result<std::unique_ptr<Upload>> beginPresigned(const stores::UploadRecord& record,
                                                   std::optional<std::int64_t> declared);
    /// Blob durable, row and quota in one transaction, then this returns the file. already_used where a
    /// presigned upload was finished by another request in the meantime; unsupported_media_type where the
    /// bytes are of a type that is not allowed; account_suspended (presigned: gone) where the owner was
    /// suspended meanwhile. Once per upload.
    Result<stores::FileRecord> store(Upload& upload);

    const UploadOptions& options() const { return m_options; }

private:
    friend class Upload;

    Result<std::unique_ptr<Upload>> create(std::unique_ptr<Upload::State> state,
                                           std::optional<std::int64_t> expected);
    void makeRoom(std::int64_t bytes);
    Error withBytesFree(Error error) const;
    Error tooLarge() const;
    Result<stores::FileRecord> describe(const Upload::State& state) const;
    using Bytes = std::span<const std::uint8_t>;
    std::optional<Bytes> smallBytes(const stores::Spool& spool) const;
    Result<std::string> commit(const Upload::State& state, const stores::FileRecord& file,
                               const std::optional<Bytes>& small);

    stores::UnitOfWork& m_work;
    stores::SpoolArea& m_spools;
    stores::BlobStore& m_blobs;
    const Clock& m_clock;
    UploadOptions m_options;
    std::unique_ptr<QuotaLedger> m_ledger; ///< bytes that running uploads hold back, by owner
    TrashPurger* m_purger = nullptr;
};

} // namespace dropseal::services

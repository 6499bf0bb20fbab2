// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/principal.h"
#include "backend/stores/blob_store.h"
#include "backend/stores/unit_of_work.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace dropseal::services {

struct UploadOptions {
    std::int64_t max_upload_bytes = 0;      ///< 0: only disk and quota limit
    std::vector<std::string> allowed_types; ///< media types, "image/*" too; empty: any
    std::chrono::seconds trash_life{7 * 86400};
};

class UploadService;

/// One upload that lives as long as its request. Holds its reservation and its spool; both go with it unless
/// it was stored. One thread at a time.
class Upload {
public:
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    /// Names the file; needed before the first append. An empty name is "file", an empty type is found from
    /// the bytes and the name.
    Result<void> open(std::string_view original_name, std::string_view content_type);
    /// file_too_large, quota_exceeded (with bytes_free), insufficient_storage.
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

    /// Before the first byte: `declared` is the body's size where it is known, reserved from the owner's
    /// quota at once (else bytes are reserved as they come). file_too_large, quota_exceeded,
    /// insufficient_storage (the oldest trash is purged first).
    Result<std::unique_ptr<Upload>> begin(const Principal& owner, std::optional<std::int64_t> declared);
    /// For a presigned PUT: already_used, gone, and bad_request where `declared` is not exactly the promised
    /// size.
    Result<std::unique_ptr<Upload>> beginPresigned(const stores::UploadRecord& record,
                                                   std::optional<std::int64_t> declared);
    /// Blob durable, row and quota in one transaction, then this returns the file. already_used where a
    /// presigned upload was finished by another request in the meantime.
    Result<stores::FileRecord> store(Upload& upload);

    const UploadOptions& options() const { return m_options; }

private:
    friend class Upload;
    struct Ledger; ///< bytes reserved by running uploads, by owner
    stores::UnitOfWork& m_work;
    stores::SpoolArea& m_spools;
    stores::BlobStore& m_blobs;
    const Clock& m_clock;
    UploadOptions m_options;
    std::shared_ptr<Ledger> m_ledger;
};

} // namespace dropseal::services

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/upload_service.h"

#include "backend/services/file_name.h"
#include "backend/services/link_salt.h"
#include "backend/services/media_type.h"
#include "backend/services/session_tokens.h"
#include "backend/services/transaction.h"
#include "backend/services/upload_state.h"
#include "shared/core/crash_point.h"

#include <algorithm>

namespace dropseal::services {

UploadService::UploadService(stores::UnitOfWork& work, stores::SpoolArea& spools, stores::BlobStore& blobs,
                             const Clock& clock, UploadOptions options)
    : m_work(work)
    , m_spools(spools)
    , m_blobs(blobs)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_ledger(std::make_unique<QuotaLedger>(work, clock)) {
}

UploadService::~UploadService() = default;

Error UploadService::tooLarge() const {
    ErrorExtras extras;
    extras.limit = m_options.max_upload_bytes;
    return Error(ErrorCode::file_too_large).with(std::move(extras));
}

Error UploadService::withBytesFree(Error error) const {
    if (error.code == ErrorCode::insufficient_storage && !error.extras.bytes_free) {
        if (const auto free = m_spools.bytesFree())
            error.extras.bytes_free = *free;
    }
    return error;
}

/// Purges trash where the disk has less than `bytes`. Whether that was enough shows when they are written.
void UploadService::makeRoom(std::int64_t bytes) {
    const auto free = m_spools.bytesFree();
    if (free && *free < bytes && m_purger != nullptr)
        static_cast<void>(m_purger->purgeTrash(std::nullopt, bytes - *free));
}

Result<std::unique_ptr<Upload>>
UploadService::begin(const Principal& owner, std::optional<std::int64_t> declared, std::int64_t framing) {
    auto state = std::make_unique<Upload::State>(*this, *m_ledger, owner.userId());
    if (declared) {
        const std::int64_t atLeast = std::max<std::int64_t>(0, *declared - framing);
        if (m_options.max_upload_bytes > 0 && atLeast > m_options.max_upload_bytes)
            return tooLarge();
        if (auto held = m_ledger->reserve(owner.userId(), atLeast); !held)
            return withBytesFree(std::move(held).error());
        state->reserved = atLeast;
    }
    return create(std::move(state), declared);
}

Result<std::unique_ptr<Upload>> UploadService::beginPresigned(const stores::UploadRecord& record,
                                                              std::optional<std::int64_t> declared) {
    if (record.state != stores::UploadState::Open)
        return Error(ErrorCode::already_used);
    if (m_clock.now() >= record.expires_at)
        return Error(ErrorCode::gone);
    if (!declared)
        return Error(ErrorCode::length_required);
    if (*declared != record.size)
        return Error(ErrorCode::bad_request,
                     "This URL takes exactly " + std::to_string(record.size) + " bytes.");
    if (m_options.max_upload_bytes > 0 && record.size > m_options.max_upload_bytes)
        return tooLarge();
    auto state = std::make_unique<Upload::State>(*this, *m_ledger, record.owner_id);
    state->promise = record;
    return create(std::move(state), declared);
}

Result<std::unique_ptr<Upload>> UploadService::create(std::unique_ptr<Upload::State> state,
                                                      std::optional<std::int64_t> expected) {
    auto spool = m_spools.create(expected);
    if (!spool && spool.error().code == ErrorCode::insufficient_storage) {
        makeRoom(expected.value_or(1));
        spool = m_spools.create(expected);
    }
    if (!spool)
        return withBytesFree(std::move(spool).error());
    state->spool = std::move(*spool);
    return std::unique_ptr<Upload>(new Upload(std::move(state)));
}

/// The row of the file, but for its final key.
Result<stores::FileRecord> UploadService::describe(const Upload::State& state) const {
    const auto beginning = state.spool->beginning();
    stores::FileRecord file;
    file.content_type = chooseMediaType(state.declared_type, state.filename, beginning);
    const bool isAllowed = isAllowedType(m_options.allowed_types, file.content_type) &&
                           bytesAreAllowed(m_options.allowed_types, beginning);
    if (!isAllowed)
        return Error(ErrorCode::unsupported_media_type);
    const Timestamp now = m_clock.now();
    file.id = FileId::make(now);
    file.owner_id = state.owner;
    file.key = fileKey(now, state.owner, state.filename);
    file.filename = state.filename;
    file.original_name = state.original_name;
    file.size = state.spool->size();
    file.sha256 = state.sha256;
    file.blob_id = BlobId::make();
    file.salt = makeLinkSalt();
    file.created_at = now;
    return file;
}

/// SECURITY.md section 3: the blob is durable, then row and quota in one transaction, then the answer. A
/// crash before the commit leaves a note, by which the next start removes the blob.
Result<stores::FileRecord> UploadService::store(Upload& upload) {
    Upload::State& state = *upload.m_state;
    if (state.sha256.empty())
        return Error::internal("store of an upload that is not finished");
    auto file = describe(state);
    if (!file)
        return file;
    const auto small = smallBytes(*state.spool);
    if (!small) {
        if (auto put = m_blobs.put(*state.spool, file->blob_id); !put)
            return withBytesFree(std::move(put).error());
    }
    auto key = commit(state, *file, small);
    if (!key) {
        // Where the database itself failed, nobody knows here what it kept: the note decides at the next
        // start.
        if (!small && key.error().code != ErrorCode::dependency_unavailable)
            static_cast<void>(m_blobs.remove(file->blob_id));
        return withBytesFree(std::move(key).error());
    }
    crashPoint("upload_committed");
    if (!small)
        m_blobs.settle(file->blob_id);
    file->key = std::move(*key);
    return file;
}

/// What goes into the database with the row: small, and still in memory.
std::optional<UploadService::Bytes> UploadService::smallBytes(const stores::Spool& spool) const {
    const bool is_small = m_options.small_blobs && spool.size() <= stores::SmallBlobMaxBytes;
    return is_small ? spool.inMemory() : std::nullopt;
}

Result<std::string> UploadService::commit(const Upload::State& state, const stores::FileRecord& file,
                                          const std::optional<Bytes>& small) {
    return runFor(m_work, [&](const stores::Stores& stores) -> Result<std::string> {
        const auto owner = stores.users.find(state.owner);
        if (!owner)
            return owner.error();
        const bool isActive = *owner && (*owner)->status == stores::UserStatus::Active;
        if (!isActive && (state.promise || !*owner))
            return Error(ErrorCode::gone);
        if (!isActive)
            return suspendedError(**owner);
        if (state.promise) {
            const auto first = stores.uploads.finish(state.promise->id, file.id);
            if (!first)
                return first.error();
            if (!*first)
                return Error(ErrorCode::already_used);
        }
        const auto promised = stores.uploads.reservedBytes(state.owner, m_clock.now());
        if (!promised)
            return promised.error();
        DROPSEAL_TRY(stores.users.addUsedBytes(state.owner, file.size, *promised));
        if (small)
            DROPSEAL_TRY(stores.small_blobs.insert(file.blob_id, *small));
        return stores.files.insert(file);
    });
}

} // namespace dropseal::services

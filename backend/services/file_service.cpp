// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/file_service.h"

#include "backend/services/file_name.h"
#include "backend/services/link_salt.h"
#include "backend/services/transaction.h"
#include "shared/core/limits.h"

namespace dropseal::services {

namespace {

class MemoryReader final : public stores::BlobReader {
public:
    explicit MemoryReader(std::string bytes) : m_bytes(std::move(bytes)) {}

    std::int64_t size() const override { return static_cast<std::int64_t>(m_bytes.size()); }
    Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) override {
        if (offset < 0 || offset > size())
            return Error::internal("a read outside of a small blob");
        const std::string_view rest = std::string_view(m_bytes).substr(static_cast<std::size_t>(offset));
        const std::size_t count = std::min(rest.size(), out.size());
        std::copy_n(rest.begin(), count, out.begin());
        return count;
    }

private:
    const std::string m_bytes;
};

/// The file, in the trash or not; not_found where the owner has none such.
Result<stores::FileRecord> findOwn(const stores::Stores& stores, const UserId& owner, const FileId& id) {
    auto file = stores.files.find(owner, id);
    if (!file)
        return std::move(file).error();
    if (!*file)
        return Error(ErrorCode::not_found);
    return std::move(**file);
}

/// The same, but what is in the trash is not there.
Result<stores::FileRecord> findLive(const stores::Stores& stores, const UserId& owner, const FileId& id) {
    auto file = findOwn(stores, owner, id);
    if (file && file->deleted_at)
        return Error(ErrorCode::not_found);
    return file;
}

/// For changes that say whether there was a row to change.
Result<void> orNotFound(const Result<bool>& changed) {
    if (!changed)
        return changed.error();
    return *changed ? Result<void>() : Error(ErrorCode::not_found);
}

} // namespace

FileService::FileService(stores::UnitOfWork& work, stores::BlobStore& blobs, const Clock& clock,
                         std::chrono::seconds trash_life)
    : m_work(work), m_blobs(blobs), m_clock(clock), m_trash_life(trash_life) {
}

Result<stores::PageOf<stores::FileRecord>> FileService::list(const stores::FileQuery& query) {
    if (query.page.limit < 1 || query.page.limit > limits::ListMax)
        return Error::field("limit", "out_of_range", "Use 1 to 200.");
    return readFor(m_work, [&](const stores::Stores& stores) { return stores.files.list(query); });
}

Result<stores::FileRecord> FileService::get(const Principal& owner, const FileId& id) {
    return readFor(m_work,
                   [&](const stores::Stores& stores) { return findLive(stores, owner.userId(), id); });
}

Result<stores::FileRecord> FileService::getByKey(const Principal& owner, std::string_view key) {
    auto file = readFor(
        m_work, [&](const stores::Stores& stores) { return stores.files.findByKey(owner.userId(), key); });
    if (!file)
        return std::move(file).error();
    if (!*file || (*file)->deleted_at)
        return Error(ErrorCode::not_found);
    return std::move(**file);
}

Result<stores::FileRecord> FileService::rename(const Principal& owner, const FileId& id,
                                               std::string_view filename) {
    if (!hasFileName(filename))
        return Error::field("filename", "invalid", "Give a name with letters or digits in it.");
    const std::string name = safeFileName(filename);
    return runFor(m_work, [&](const stores::Stores& stores) -> Result<stores::FileRecord> {
        auto file = findLive(stores, owner.userId(), id);
        if (!file)
            return file;
        DROPSEAL_TRY(orNotFound(stores.files.rename(owner.userId(), id, name)));
        file->filename = name;
        return file;
    });
}

Result<void> FileService::trash(const Principal& owner, const FileId& id) {
    if (m_trash_life <= std::chrono::seconds(0))
        return removeForGood(owner, id, Which::OnlyLive);
    return m_work.run([&](const stores::Stores& stores) -> Result<void> {
        const auto file = findLive(stores, owner.userId(), id);
        if (!file)
            return file.error();
        DROPSEAL_TRY(orNotFound(stores.files.trash(owner.userId(), id, m_clock.now())));
        return stores.users.addUsedBytes(owner.userId(), -file->size, 0);
    });
}

Result<stores::FileRecord> FileService::restore(const Principal& owner, const FileId& id) {
    return runFor(m_work, [&](const stores::Stores& stores) -> Result<stores::FileRecord> {
        auto file = findOwn(stores, owner.userId(), id);
        if (!file || !file->deleted_at)
            return file;
        const Timestamp now = m_clock.now();
        if (now >= *file->deleted_at + m_trash_life) // over, though the sweep has not come by yet
            return Error(ErrorCode::not_found);
        const auto promised = stores.uploads.reservedBytes(owner.userId(), now);
        if (!promised)
            return promised.error();
        DROPSEAL_TRY(stores.users.addUsedBytes(owner.userId(), file->size, *promised));
        DROPSEAL_TRY(orNotFound(stores.files.restore(owner.userId(), id)));
        file->deleted_at.reset();
        return file;
    });
}

Result<void> FileService::purge(const Principal& owner, const FileId& id) {
    return removeForGood(owner, id, Which::Any);
}

/// The row goes first, with a note of its blob in the same transaction; then the bytes. Where that fails, the
/// sweep finds the note.
Result<void> FileService::removeForGood(const Principal& owner, const FileId& id, Which which) {
    const auto blob = runFor(m_work, [&](const stores::Stores& stores) -> Result<BlobId> {
        const auto file = which == Which::OnlyLive ? findLive(stores, owner.userId(), id)
                                                   : findOwn(stores, owner.userId(), id);
        if (!file)
            return file.error();
        DROPSEAL_TRY(orNotFound(stores.files.remove(owner.userId(), id, m_clock.now())));
        if (!file->deleted_at)
            DROPSEAL_TRY(stores.users.addUsedBytes(owner.userId(), -file->size, 0));
        return file->blob_id;
    });
    if (!blob)
        return blob.error();
    if (m_blobs.remove(*blob))
        static_cast<void>(
            m_work.run([&](const stores::Stores& stores) { return stores.files.forgetDeadBlob(*blob); }));
    return {};
}

Result<void> FileService::revokeLinks(const Principal& owner, const FileId& id) {
    return m_work.run([&](const stores::Stores& stores) -> Result<void> {
        DROPSEAL_TRY(findLive(stores, owner.userId(), id));
        return orNotFound(stores.files.setSalt(owner.userId(), id, makeLinkSalt()));
    });
}

Result<OpenFile> FileService::open(const stores::FileRecord& file) {
    if (file.deleted_at)
        return Error(ErrorCode::not_found);
    if (file.state != stores::FileState::Stored)
        return Error(ErrorCode::gone);
    auto reader =
        file.size <= stores::SmallBlobMaxBytes ? openSmall(file.blob_id) : m_blobs.open(file.blob_id);
    if (reader)
        return OpenFile{file, std::shared_ptr<stores::BlobReader>(std::move(*reader))};
    if (reader.error().code != ErrorCode::not_found)
        return std::move(reader).error();
    return noteMissing(file);
}

/// From the database; else, for one that was stored before small files went there, from the store.
Result<std::unique_ptr<stores::BlobReader>> FileService::openSmall(const BlobId& blob) {
    std::optional<std::string> bytes;
    const auto read = m_work.read([&](const stores::Stores& stores) -> Result<void> {
        auto found = stores.small_blobs.find(blob);
        if (!found)
            return std::move(found).error();
        bytes = std::move(*found);
        return {};
    });
    if (!read)
        return read.error();
    if (!bytes)
        return m_blobs.open(blob);
    return std::unique_ptr<stores::BlobReader>(std::make_unique<MemoryReader>(std::move(*bytes)));
}

/// The record may be older than a purge that ran meanwhile: then there is no row to mark, and no fault.
Error FileService::noteMissing(const stores::FileRecord& file) {
    const auto marked = runFor(m_work, [&](const stores::Stores& stores) {
        return stores.files.setState(file.id, stores::FileState::Missing);
    });
    if (!marked)
        return marked.error();
    return {ErrorCode::gone, {}, *marked ? "the blob of file " + file.id.toString() + " is missing" : ""};
}

} // namespace dropseal::services

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/disk_blob_store.h"

#include "backend/blobs/disk_blob_reader.h"
#include "backend/blobs/disk_spool.h"
#include "backend/blobs/system_error.h"
#include "shared/core/crash_point.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace dropseal::blobs {

namespace {

constexpr std::string_view NoteEnding = ".finish";

std::string noteName(const BlobId& id) {
    return id.toString() + std::string(NoteEnding);
}

/// The blob that a note names; none where `name` is no note.
std::optional<BlobId> notedBlob(std::string_view name) {
    if (!name.ends_with(NoteEnding))
        return std::nullopt;
    return BlobId::parse(name.substr(0, name.size() - NoteEnding.size()));
}

} // namespace

Result<void> DiskBlobStore::syncFolder(const Folder& folder) const {
    return m_folder.durability() == Durability::Off ? Result<void>() : folder.sync();
}

Result<void> DiskBlobStore::put(stores::Spool& spool, const BlobId& id) {
    auto* const disk = dynamic_cast<DiskSpool*>(&spool);
    if (disk == nullptr || !disk->isFinished() || id.isNil())
        return Error::internal("put of a spool that is not a finished disk spool");
    const auto opened = m_shelves.forNew(id);
    if (!opened)
        return opened.error();
    const Folder& shelf = *opened;
    DROPSEAL_TRY(disk->writeOut());
    crashPoint("put_written");
    if (const int number = m_folder.tmp().createEmpty(noteName(id)); number != 0)
        return systemError(number, "make tmp/" + noteName(id), m_folder.tmp().fd());
    if (auto moved = moveIn(*disk, id, shelf); !moved) {
        m_folder.tmp().unlink(noteName(id));
        return moved;
    }
    for (const Folder* folder : {&shelf, &m_folder.tmp()})
        if (auto synced = syncFolder(*folder); !synced) {
            shelf.unlink(id.toString()); // its note stays: nobody knows what a power cut brings back
            return synced;
        }
    crashPoint("put_done");
    return {};
}

Result<void> DiskBlobStore::moveIn(DiskSpool& spool, const BlobId& id, const Folder& shelf) {
    crashPoint("put_noted");
    DROPSEAL_TRY(spool.sync());
    DROPSEAL_TRY(syncFolder(m_folder.tmp()));
    crashPoint("put_synced");
    if (const int number = m_folder.tmp().renameInto(spool.name(), shelf, id.toString()); number != 0)
        return systemError(number, "move tmp/" + spool.name() + " to blobs/" + DataFolder::blobPath(id),
                           shelf.fd());
    spool.release();
    crashPoint("put_renamed");
    return {};
}

void DiskBlobStore::settle(const BlobId& id) {
    crashPoint("settle");
    // Not synced: a note that comes back after a power cut names a blob that has its row.
    m_folder.tmp().unlink(noteName(id));
}

Result<std::unique_ptr<stores::BlobReader>> DiskBlobStore::open(const BlobId& id) {
    if (id.isNil())
        return Error(ErrorCode::not_found);
    const std::string path = DataFolder::blobPath(id);
    FileDescriptor file = m_folder.blobs().openFile(path, O_RDONLY | O_NONBLOCK);
    if (!file.isOpen() && errno == ENOENT)
        return Error(ErrorCode::not_found, {}, "there is no blob " + path);
    if (!file.isOpen())
        return systemError(errno, "open blob " + path);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0)
        return systemError(errno, "stat blob " + path);
    if (!S_ISREG(info.st_mode))
        return Error::internal("blob " + path + " is not a plain file");
    return std::unique_ptr<stores::BlobReader>(
        std::make_unique<DiskBlobReader>(std::move(file), info.st_size, path));
}

Result<void> DiskBlobStore::remove(const BlobId& id) {
    if (id.isNil())
        return {};
    if (auto shelf = m_shelves.of(id); shelf) {
        const int number = shelf->unlink(id.toString());
        if (number != 0 && number != ENOENT)
            return systemError(number, "remove blob " + DataFolder::blobPath(id));
        // Whoever asked for it forgets the blob next, so it must not come back.
        DROPSEAL_TRY(syncFolder(*shelf));
    } else if (shelf.error().code != ErrorCode::not_found) {
        return std::move(shelf).error();
    }
    m_folder.tmp().unlink(noteName(id));
    return {};
}

Result<void> DiskBlobStore::recover(const std::function<Result<bool>(const BlobId&)>& in_use) {
    const auto names = m_folder.tmp().names();
    if (!names)
        return names.error();
    for (const std::string& name : *names)
        DROPSEAL_TRY(recoverOne(name, in_use));
    return {};
}

Result<void> DiskBlobStore::recoverOne(const std::string& name,
                                       const std::function<Result<bool>(const BlobId&)>& in_use) {
    if (const auto blob = notedBlob(name)) {
        const auto kept = in_use(*blob);
        if (!kept)
            return kept.error();
        if (!*kept)
            DROPSEAL_TRY(remove(*blob));
    }
    // The folder is ours alone by the lock, so every other file is a spool of a run that is over. A folder in
    // here is not from us and stays (EISDIR).
    const int number = m_folder.tmp().unlink(name);
    if (number != 0 && number != ENOENT && number != EISDIR && number != EPERM)
        return systemError(number, "remove tmp/" + name);
    return {};
}

Result<void> DiskBlobStore::check() {
    const std::string name = BlobId::make().toString();
    const int number = m_folder.tmp().createEmpty(name);
    if (number != 0 && !isFull(number))
        return systemError(number, "make tmp/" + name);
    m_folder.tmp().unlink(name);
    auto blobs = m_folder.root().subfolder("blobs");
    return blobs ? Result<void>() : Result<void>(std::move(blobs).error());
}

} // namespace dropseal::blobs

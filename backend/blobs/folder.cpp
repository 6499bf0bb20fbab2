// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/folder.h"

#include "backend/blobs/open_beneath.h"
#include "backend/blobs/system_error.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

namespace dropseal::blobs {

namespace {

/// A folder of ours that others may enter is closed; one that is not ours is not trusted at all.
Result<void> keepPrivate(const FileDescriptor& fd, const std::string& path) {
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0)
        return systemError(errno, "stat " + path);
    if (info.st_uid != ::geteuid())
        return Error(ErrorCode::forbidden, "The folder " + path +
                                               " belongs to another user. Give it to the user that runs the "
                                               "server (chown), or choose another data folder.");
    if ((info.st_mode & 077) != 0 && ::fchmod(fd.get(), 0700) != 0)
        return systemError(errno, "chmod " + path);
    return {};
}

} // namespace

Result<Folder> Folder::open(const std::string& path) {
    FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd.isOpen())
        return systemError(errno, "open folder " + path);
    return Folder(std::move(fd), path);
}

Result<Folder> Folder::subfolder(const std::string& name) const {
    FileDescriptor fd = openBeneath(m_fd.get(), name, O_RDONLY | O_DIRECTORY);
    const std::string path = m_path + "/" + name;
    if (!fd.isOpen()) {
        const int number = errno;
        if (number == ENOENT)
            return Error(ErrorCode::not_found, {}, "open folder " + path + ": " + systemText(number));
        if (number == ELOOP || number == ENOTDIR)
            return Error(ErrorCode::internal_error,
                         path + " is not a folder (or a symbolic link, which is never followed here). Move "
                                "it away.",
                         "open folder " + path + ": " + systemText(number));
        return systemError(number, "open folder " + path, m_fd.get());
    }
    return Folder(std::move(fd), path);
}

Result<Folder> Folder::ensureSubfolder(const std::string& name) const {
    const std::string path = m_path + "/" + name;
    if (::mkdirat(m_fd.get(), name.c_str(), 0700) != 0 && errno != EEXIST) {
        const int number = errno;
        if (number == EACCES || number == EPERM || number == EROFS)
            return Error(ErrorCode::forbidden, "The folder " + path + " cannot be made: " +
                                                   systemText(number) + ". Make " + m_path +
                                                   " writable for the user that runs the server, or choose "
                                                   "another data folder.");
        return systemError(number, "make folder " + path, m_fd.get());
    }
    auto folder = subfolder(name);
    if (folder)
        DROPSEAL_TRY(keepPrivate(folder->m_fd, path));
    return folder;
}

FileDescriptor Folder::openFile(const std::string& path, int flags, mode_t mode) const {
    return openBeneath(m_fd.get(), path, flags, mode);
}

int Folder::createEmpty(const std::string& name) const {
    return openFile(name, O_WRONLY | O_CREAT | O_EXCL, 0600).isOpen() ? 0 : errno;
}

int Folder::unlink(const std::string& name) const {
    return ::unlinkat(m_fd.get(), name.c_str(), 0) == 0 ? 0 : errno;
}

int Folder::renameInto(const std::string& name, const Folder& target, const std::string& new_name) const {
    if (::renameat2(fd(), name.c_str(), target.fd(), new_name.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    // A file system without RENAME_NOREPLACE (renameat2(2)): a hard link refuses to overwrite as well.
    if (::linkat(fd(), name.c_str(), target.fd(), new_name.c_str(), 0) != 0)
        return errno;
    return unlink(name);
}

Result<void> Folder::sync() const {
    if (::fsync(m_fd.get()) != 0)
        return systemError(errno, "sync folder " + m_path, m_fd.get());
    return {};
}

Result<std::vector<std::string>> Folder::names() const {
    FileDescriptor copy = openBeneath(m_fd.get(), ".", O_RDONLY | O_DIRECTORY); // its own read position
    if (!copy.isOpen())
        return systemError(errno, "open folder " + m_path);
    DIR* listing = ::fdopendir(::dup(copy.get()));
    if (listing == nullptr)
        return systemError(errno, "list folder " + m_path);
    std::vector<std::string> found;
    errno = 0;
    while (const dirent* entry = ::readdir(listing)) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            found.push_back(name);
        errno = 0;
    }
    const int number = errno;
    ::closedir(listing);
    if (number != 0)
        return systemError(number, "list folder " + m_path);
    return found;
}

} // namespace dropseal::blobs

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/file_descriptor.h"
#include "shared/core/result.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace dropseal::blobs {

/// An open folder. Everything in it is reached through its descriptor, so that nobody can swap the path under
/// us, and never through a symbolic link. Thread-safe; names are single components.
class Folder {
public:
    Folder() = default;

    /// Opens an existing folder by its path. Links on the way are the admin's choice.
    static Result<Folder> open(const std::string& path);

    bool isOpen() const { return m_fd.isOpen(); }
    int fd() const { return m_fd.get(); }
    const std::string& path() const { return m_path; } ///< for messages

    /// Opens a folder in here; not_found where it is missing, internal_error where it is a link.
    Result<Folder> subfolder(const std::string& name) const;
    /// The same, made with mode 0700 where it is missing. One that others could enter is closed to them; one
    /// of another owner is refused.
    Result<Folder> ensureSubfolder(const std::string& name) const;
    /// `path` may have several components. Not open, with errno set, where it fails.
    FileDescriptor openFile(const std::string& path, int flags, mode_t mode = 0) const;
    /// Makes an empty file of mode 0600 that was not there. 0, or an errno.
    int createEmpty(const std::string& name) const;
    /// 0, or an errno (ENOENT where it was not there).
    int unlink(const std::string& name) const;
    /// Moves `name` to `target`/`new_name` and never overwrites (EEXIST). 0, or an errno.
    int renameInto(const std::string& name, const Folder& target, const std::string& new_name) const;
    /// fsync(2) of the folder: names made, moved and removed so far survive a power cut. Never repeated after
    /// a failure.
    Result<void> sync() const;
    /// All names in here but "." and "..".
    Result<std::vector<std::string>> names() const;

private:
    Folder(FileDescriptor fd, std::string path) : m_fd(std::move(fd)), m_path(std::move(path)) {}

    FileDescriptor m_fd;
    std::string m_path;
};

} // namespace dropseal::blobs

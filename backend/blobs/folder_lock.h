// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/file_descriptor.h"
#include "backend/blobs/folder.h"
#include "shared/core/result.h"

namespace dropseal::blobs {

/// Holds `lock` in a folder (flock(2)) until it goes, so that two servers never work on one folder. The
/// kernel lets go of it when the process ends in any way.
class FolderLock {
public:
    FolderLock() = default;

    /// `locked`, with the process id of the holder in words, where another process has it.
    static Result<FolderLock> take(const Folder& folder);

private:
    explicit FolderLock(FileDescriptor fd) : m_fd(std::move(fd)) {}

    FileDescriptor m_fd;
};

} // namespace dropseal::blobs

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/file_descriptor.h"

#include <sys/types.h>

#include <string>

namespace dropseal::blobs {

/// Opens the relative `path` below the folder `folder_fd`, never through a symbolic link and never above the
/// folder (CVE-2026-54094: a planted link led out of the data folder). O_CLOEXEC is added. Not open, with
/// errno set, where it fails: ELOOP for a link.
FileDescriptor openBeneath(int folder_fd, const std::string& path, int flags, mode_t mode = 0);
/// The same for kernels and sandboxes without openat2(2): one O_NOFOLLOW step after the other.
FileDescriptor openStepByStep(int folder_fd, const std::string& path, int flags, mode_t mode = 0);

} // namespace dropseal::blobs

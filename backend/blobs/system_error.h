// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <string_view>

namespace dropseal::blobs {

/// The Error for `number` (an errno). ENOSPC, EDQUOT and EFBIG are insufficient_storage with the bytes that
/// are free where `disk_fd` lies (-1: not given); all else is internal_error. `what` goes into the private
/// cause.
Error systemError(int number, std::string_view what, int disk_fd = -1);
/// "No space left on device".
std::string systemText(int number);
/// Whether the errno says that the disk, the quota or the file size limit is exhausted.
bool isFull(int number);

} // namespace dropseal::blobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/system_error.h"

#include "backend/blobs/disk_ledger.h"

#include <cerrno>
#include <system_error>

namespace dropseal::blobs {

std::string systemText(int number) {
    return std::generic_category().message(number);
}

bool isFull(int number) {
    return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

Error systemError(int number, std::string_view what, int disk_fd) {
    std::string cause = std::string(what) + ": " + systemText(number);
    if (!isFull(number))
        return Error::internal(std::move(cause));
    Error error(ErrorCode::insufficient_storage, {}, std::move(cause));
    error.extras.bytes_free = disk_fd < 0 ? std::nullopt : diskBytesFree(disk_fd);
    return error;
}

} // namespace dropseal::blobs

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/disk_ledger.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>

namespace dropseal::blobs {

namespace {

std::optional<struct statvfs> readDisk(int fd) {
    struct statvfs disk {};
    int status = -1;
    do
        status = ::fstatvfs(fd, &disk);
    while (status != 0 && errno == EINTR);
    return status == 0 ? std::optional(disk) : std::nullopt;
}

} // namespace

std::optional<std::int64_t> diskBytesFree(int fd) {
    const auto disk = readDisk(fd);
    if (!disk)
        return std::nullopt;
    return static_cast<std::int64_t>(disk->f_bavail) * static_cast<std::int64_t>(disk->f_frsize);
}

std::int64_t diskReserve(int fd) {
    constexpr std::int64_t Most = std::int64_t{8} * 1024 * 1024;
    const auto disk = readDisk(fd);
    if (!disk)
        return 0;
    return std::min(Most, static_cast<std::int64_t>(disk->f_blocks) *
                              static_cast<std::int64_t>(disk->f_frsize) / 16);
}

} // namespace dropseal::blobs

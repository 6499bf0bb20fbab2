// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/folder_lock.h"

#include "backend/blobs/system_error.h"

#include <fcntl.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <string>

namespace dropseal::blobs {

namespace {

/// " (process 123)", or nothing where the holder has not written its id yet.
std::string holderText(int fd) {
    std::array<char, 16> text{};
    const auto got = ::pread(fd, text.data(), text.size(), 0);
    std::string digits;
    for (ssize_t i = 0;
         i < got && text[static_cast<std::size_t>(i)] >= '0' && text[static_cast<std::size_t>(i)] <= '9'; ++i)
        digits += text[static_cast<std::size_t>(i)];
    return digits.empty() ? std::string() : " (process " + digits + ")";
}

Error held(const Folder& folder, int fd) {
    return {ErrorCode::locked, "The data folder " + folder.path() + " is in use by another dropseald" +
                                   holderText(fd) +
                                   ". Stop it first, or choose another data folder with --data-dir."};
}

} // namespace

Result<FolderLock> FolderLock::take(const Folder& folder) {
    FileDescriptor fd = folder.openFile("lock", O_RDWR | O_CREAT, 0600);
    if (!fd.isOpen()) {
        const int number = errno;
        if (number == EACCES || number == EPERM || number == EROFS)
            return Error(ErrorCode::forbidden,
                         "The data folder " + folder.path() + " cannot be written: " + systemText(number) +
                             ". Make it writable for the user that runs the server, or choose another one "
                             "with --data-dir.");
        return systemError(number, "open " + folder.path() + "/lock", folder.fd());
    }
    int status = -1;
    do
        status = ::flock(fd.get(), LOCK_EX | LOCK_NB);
    while (status != 0 && errno == EINTR);
    if (status != 0)
        return errno == EWOULDBLOCK ? held(folder, fd.get())
                                    : systemError(errno, "lock " + folder.path() + "/lock");
    // The id is only for the words above: where the disk is full the lock holds all the same.
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd.get(), 0) == 0) [[maybe_unused]]
        const auto written = ::pwrite(fd.get(), pid.data(), pid.size(), 0);
    return FolderLock(std::move(fd));
}

} // namespace dropseal::blobs

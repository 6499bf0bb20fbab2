// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/open_beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

#include <cerrno>

namespace dropseal::blobs {

namespace {

FileDescriptor openPlain(int folder_fd, const std::string& name, int flags, mode_t mode) {
    int fd = -1;
    do
        fd = ::openat(folder_fd, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode);
    while (fd < 0 && errno == EINTR);
    return FileDescriptor(fd);
}

} // namespace

FileDescriptor openStepByStep(int folder_fd, const std::string& path, int flags, mode_t mode) {
    const auto slash = path.find('/');
    const std::string head = path.substr(0, slash);
    if (head.empty() || head == "..") {
        errno = EXDEV; // what RESOLVE_BENEATH says
        return {};
    }
    if (slash == std::string::npos)
        return openPlain(folder_fd, head, flags, mode);
    const FileDescriptor step = openPlain(folder_fd, head, O_RDONLY | O_DIRECTORY, 0);
    if (!step.isOpen()) {
        // With O_DIRECTORY a link is ENOTDIR (open(2)); both ways of opening say ELOOP for it.
        errno = errno == ENOTDIR ? ELOOP : errno;
        return {};
    }
    return openStepByStep(step.get(), path.substr(slash + 1), flags, mode);
}

FileDescriptor openBeneath(int folder_fd, const std::string& path, int flags, mode_t mode) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NOFOLLOW);
    how.mode = (flags & O_CREAT) != 0 ? mode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    long fd = -1;
    do
        fd = ::syscall(SYS_openat2, folder_fd, path.c_str(), &how, sizeof how);
    while (fd < 0 && errno == EINTR);
    // ENOSYS before Linux 5.6, EPERM in old seccomp filters; EAGAIN if a rename ran meanwhile.
    if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EAGAIN))
        return openStepByStep(folder_fd, path, flags, mode);
    return FileDescriptor(static_cast<int>(fd));
}

} // namespace dropseal::blobs

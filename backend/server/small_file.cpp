// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/small_file.h"

#include "backend/blobs/system_error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace dropseal::server {

namespace {

constexpr std::size_t LargestBytes = std::size_t{64} * 1024;

Error fault(int number, std::string_view deed, const std::string& path) {
    Error error = blobs::systemError(number, std::string(deed) + " " + path);
    error.detail = "cannot " + std::string(deed) + " " + path + ": " + blobs::systemText(number);
    return error;
}

Result<void> checkPrivate(int fd, const std::string& path) {
    struct stat status {};
    if (::fstat(fd, &status) != 0)
        return fault(errno, "look at", path);
    if (!S_ISREG(status.st_mode))
        return Error(ErrorCode::forbidden, path + " is not a file; remove it");
    if (status.st_uid != ::geteuid())
        return Error(ErrorCode::forbidden,
                     path + " belongs to another user; chown it to the user of dropseald");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Error(ErrorCode::forbidden,
                     path +
                         " can be read by other users, so it may be known to them; put a new secret into it "
                         "if that may have happened, and run: chmod 600 " +
                         path);
    return {};
}

Result<std::optional<SecretBytes>> read(const blobs::Folder& folder, const std::string& name,
                                        bool is_private) {
    const std::string path = folder.path() + "/" + name;
    const blobs::FileDescriptor file = folder.openFile(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!file.isOpen()) {
        if (errno == ENOENT)
            return std::optional<SecretBytes>();
        return fault(errno, "read", path);
    }
    if (is_private)
        DROPSEAL_TRY(checkPrivate(file.get(), path));
    SecretBytes buffer(LargestBytes + 1);
    std::size_t size = 0;
    while (size < buffer.size()) {
        const auto rest = buffer.writable().subspan(size);
        const ssize_t count = ::read(file.get(), rest.data(), rest.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fault(errno, "read", path);
        if (count == 0)
            return std::optional(SecretBytes(buffer.bytes().first(size)));
        size += static_cast<std::size_t>(count);
    }
    return Error(ErrorCode::internal_error, path + " is larger than 64 KiB; it is not what it should be");
}

Result<void> writeAll(int fd, std::string_view text, const std::string& path) {
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fault(errno, "write", path);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(fd) != 0)
        return fault(errno, "write", path);
    return {};
}

} // namespace

Result<std::optional<SecretBytes>> readFile(const blobs::Folder& folder, const std::string& name) {
    return read(folder, name, false);
}

Result<std::optional<SecretBytes>> readPrivateFile(const blobs::Folder& folder, const std::string& name) {
    return read(folder, name, true);
}

Result<void> writeFile(const blobs::Folder& folder, const std::string& name, std::string_view text,
                       Overwrite overwrite) {
    const std::string path = folder.path() + "/" + name;
    const std::string draft = name + ".new"; // a left-over of a crash: the lock of the folder makes it ours
    folder.unlink(draft);
    {
        const blobs::FileDescriptor file = folder.openFile(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (!file.isOpen())
            return fault(errno, "write", path);
        if (auto written = writeAll(file.get(), text, path); !written) {
            folder.unlink(draft);
            return written;
        }
    }
    int number = 0;
    if (overwrite == Overwrite::Yes)
        number = ::renameat(folder.fd(), draft.c_str(), folder.fd(), name.c_str()) == 0 ? 0 : errno;
    else
        number = folder.renameInto(draft, folder, name);
    if (number != 0) {
        folder.unlink(draft);
        return number == EEXIST ? Error(ErrorCode::already_used, path + " is there already")
                                : fault(number, "write", path);
    }
    return folder.sync();
}

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/database_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::sql {
namespace {

Error systemError(const std::string& what, const std::string& path) {
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::insufficient_storage
                                                              : ErrorCode::dependency_unavailable;
    std::string detail = what;
    detail.append(" ").append(path).append(": ").append(std::strerror(errno)).append(".");
    return {code, detail, detail};
}

Error fileError(ErrorCode code, const std::string& path, std::string_view words) {
    std::string detail("The database ");
    detail.append(path).append(" ").append(words);
    return {code, detail, detail};
}

Result<void> syncPath(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return systemError("Cannot open", path);
    const bool synced = ::fsync(descriptor) == 0;
    const Error error = systemError("Cannot sync", path);
    ::close(descriptor);
    if (!synced)
        return error;
    return {};
}

Result<void> syncFolderOf(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return syncPath(folder.empty() ? std::string(".") : folder.string(), O_RDONLY | O_DIRECTORY);
}

Result<void> createEmpty(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return systemError("Cannot create", path);
    ::close(descriptor);
    return syncFolderOf(path);
}

} // namespace

Result<std::string> DatabaseFile::pathOf(const std::string& path_or_url) {
    constexpr std::string_view Scheme = "sqlite:///";
    if (path_or_url.starts_with(Scheme)) {
        std::string path = path_or_url.substr(Scheme.size());
        if (path.empty())
            return Error::field("DATABASE_URL", "invalid", "sqlite:/// names no file.");
        return path;
    }
    if (path_or_url.empty() || path_or_url.find("://") != std::string::npos)
        return Error::field("DATABASE_URL", "unknown_value", "This program knows sqlite:///PATH only.");
    return path_or_url;
}

Result<DatabaseFile> DatabaseFile::take(std::string path, bool create) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        if (errno != ENOENT)
            return systemError("Cannot look at", path);
        if (!create)
            return fileError(
                ErrorCode::not_found, path,
                "is missing: put it back, or restore a backup. An empty one is not made over it.");
        DROPSEAL_TRY(createEmpty(path));
        if (::stat(path.c_str(), &status) != 0)
            return systemError("Cannot look at", path);
    }
    if (!S_ISREG(status.st_mode))
        return fileError(ErrorCode::conflict, path, "is not a file.");
    if (status.st_size == 0 && !create)
        return fileError(ErrorCode::conflict, path, "is empty: it was truncated. Restore a backup.");
    if (::access(path.c_str(), R_OK | W_OK) != 0)
        return systemError("Cannot write", path);
    DatabaseFile file(std::move(path));
    file.m_device = status.st_dev;
    file.m_inode = status.st_ino;
    return file;
}

Result<void> DatabaseFile::check() const {
    struct stat status {};
    if (::stat(m_path.c_str(), &status) != 0)
        return errno == ENOENT ? fileError(ErrorCode::dependency_unavailable, m_path,
                                           "was removed or moved away while it was in use.")
                               : systemError("Cannot look at", m_path);
    if (status.st_dev != m_device || status.st_ino != m_inode)
        return fileError(ErrorCode::dependency_unavailable, m_path,
                         "was replaced by another file while it was in use.");
    if (status.st_size == 0)
        return fileError(ErrorCode::dependency_unavailable, m_path, "was truncated while it was in use.");
    return {};
}

Result<void> DatabaseFile::makeEmpty(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
        return systemError("Cannot remove", path);
    return createEmpty(path);
}

Result<void> DatabaseFile::publish(const std::string& from, const std::string& to) {
    DROPSEAL_TRY(syncPath(from, O_RDONLY));
    if (::rename(from.c_str(), to.c_str()) != 0)
        return systemError("Cannot rename to", to);
    return syncFolderOf(to);
}

} // namespace dropseal::sql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/data_folder.h"

#include "backend/blobs/system_error.h"

#include <sys/stat.h>

#include <cerrno>

namespace dropseal::blobs {

namespace {

Error cannotMake(const std::string& path, const std::string& part, int number) {
    const bool denied = number == EACCES || number == EPERM || number == EROFS;
    return {denied ? ErrorCode::forbidden : ErrorCode::internal_error,
            "The data folder " + path + " cannot be made: " + part + ": " + systemText(number) +
                ". Choose another one with --data-dir."};
}

/// The folder and those above it; new ones for this user only, and their names durable.
Result<void> makePath(const std::string& path, Durability durability) {
    std::string above = path.starts_with('/') ? "/" : ".";
    for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
        const std::string part = path.substr(0, at);
        struct stat info {};
        if (::stat(part.c_str(), &info) != 0) {
            if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST)
                return cannotMake(path, part, errno);
            const auto folder = Folder::open(above);
            if (folder && durability == Durability::Full)
                DROPSEAL_TRY(folder->sync());
        }
        above = part;
        if (at == std::string::npos)
            return {};
    }
}

Result<Folder> openRoot(const std::string& path, Durability durability) {
    DROPSEAL_TRY(makePath(path, durability));
    auto root = Folder::open(path);
    if (!root)
        return Error(errno == EACCES ? ErrorCode::forbidden : ErrorCode::internal_error,
                     "The data folder " + path + " cannot be opened: " + systemText(errno) +
                         ". Choose another one with --data-dir.");
    return root;
}

/// A start-up error always has words for the admin.
Error explained(Error error, const std::string& path) {
    if (error.detail.empty())
        error.detail = "The data folder " + path + " cannot be used: " + error.cause +
                       ". Repair it, or choose another one with --data-dir.";
    return error;
}

} // namespace

Result<DataFolder> DataFolder::open(const std::string& path, Durability durability) {
    DataFolder folder;
    folder.m_durability = durability;
    auto root = openRoot(path, durability);
    if (!root)
        return std::move(root).error();
    folder.m_root = std::move(root).value();
    auto lock = FolderLock::take(folder.m_root);
    if (!lock)
        return explained(std::move(lock).error(), path);
    folder.m_lock = std::move(lock).value();
    const std::pair<const char*, Folder DataFolder::*> rooms[] = {{"blobs", &DataFolder::m_blobs},
                                                                  {"tmp", &DataFolder::m_tmp},
                                                                  {"run", &DataFolder::m_run},
                                                                  {"secrets", &DataFolder::m_secrets}};
    for (const auto& [name, member] : rooms) {
        auto made = folder.m_root.ensureSubfolder(name);
        if (!made)
            return explained(std::move(made).error(), path);
        folder.*member = std::move(made).value();
    }
    if (durability == Durability::Off)
        return folder;
    if (auto synced = folder.m_root.sync(); !synced)
        return explained(std::move(synced).error(), path);
    return folder;
}

} // namespace dropseal::blobs

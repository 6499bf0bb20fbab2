// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/folder_walk.h"

#include "app/api_client/answer_error.h"
#include "app/transfers/transfer_name.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

QString lastPart(const QByteArray& path) {
    return QFile::decodeName(path.mid(path.lastIndexOf('/') + 1));
}

/// Without links; empty where there is no such thing, with errno.
QByteArray realPath(const QByteArray& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.constData(), nullptr), &std::free);
    return real ? QByteArray(real.get()) : QByteArray();
}

bool isBelow(const QByteArray& path, const QByteArray& folder) {
    return path.startsWith(folder.endsWith('/') ? folder : folder + '/');
}

struct Names {
    QByteArray on_disk;
    QString shown;
};

/// Sorted as people do; nothing with errno where the folder cannot be read.
std::optional<std::vector<Names>> namesIn(const QByteArray& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.constData()), &::closedir);
    if (!open)
        return std::nullopt;
    std::vector<Names> names;
    while (const dirent* entry = ::readdir(open.get())) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.push_back({name, QFile::decodeName(name)});
    }
    std::sort(names.begin(), names.end(), [](const Names& left, const Names& right) {
        const int order = left.shown.compare(right.shown, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : left.on_disk < right.on_disk;
    });
    return names;
}

} // namespace

std::vector<JournalRow> FolderWalk::walk(const QStringList& paths) {
    m_rows.clear();
    for (const QString& path : paths) {
        if (m_stop.load())
            break;
        takeRoot(QFile::encodeName(QDir::cleanPath(QDir::current().absoluteFilePath(path))));
    }
    return std::move(m_rows);
}

void FolderWalk::takeRoot(const QByteArray& path) {
    struct stat status {};
    const QString name = lastPart(path);
    if (::stat(path.constData(), &status) != 0)
        refuse(path, name, errno);
    else if (S_ISDIR(status.st_mode))
        walkFolder(path, name);
    else
        takeFile(path, name);
}

void FolderWalk::walkFolder(const QByteArray& path, const QString& name) {
    const std::size_t rows_before = m_rows.size();
    m_root = realPath(path);
    m_seen.clear();
    std::vector<Folder> folders{{path, name}};
    while (!folders.empty() && !m_stop.load()) {
        const Folder folder = std::move(folders.back());
        folders.pop_back();
        std::vector<Folder> below;
        readFolder(folder, below);
        folders.insert(folders.end(), std::make_move_iterator(below.rbegin()),
                       std::make_move_iterator(below.rend()));
    }
    if (m_rows.size() == rows_before && !m_stop.load())
        refuse(path, name, ErrorCode::unsupported_media_type, QStringLiteral("there is no file in it."));
}

void FolderWalk::readFolder(const Folder& folder, std::vector<Folder>& below) {
    struct stat status {};
    if (::stat(folder.path.constData(), &status) != 0) {
        refuse(folder.path, folder.name, errno);
        return;
    }
    if (!m_seen.emplace(status.st_dev, status.st_ino).second)
        return; // mounted within itself
    const auto names = namesIn(folder.path);
    if (!names) {
        refuse(folder.path, folder.name, errno);
        return;
    }
    for (const Names& name : *names) {
        if (m_stop.load())
            return;
        const QByteArray path = folder.path + (folder.path.endsWith('/') ? "" : "/") + name.on_disk;
        const QString joined = joinNames(folder.name, name.shown);
        if (QFile::encodeName(name.shown) == name.on_disk)
            takeEntry(path, joined, below);
        else
            refuse(path, joined, ErrorCode::forbidden, QStringLiteral("its name is not in UTF-8."));
    }
}

void FolderWalk::takeEntry(const QByteArray& path, const QString& name, std::vector<Folder>& folders) {
    struct stat status {};
    if (::lstat(path.constData(), &status) != 0)
        refuse(path, name, errno);
    else if (S_ISDIR(status.st_mode))
        folders.push_back({path, name});
    else if (S_ISLNK(status.st_mode))
        takeLink(path, name);
    else
        takeFile(path, name);
}

void FolderWalk::takeLink(const QByteArray& path, const QString& name) {
    struct stat status {};
    const QByteArray target = realPath(path);
    if (target.isEmpty() || ::stat(target.constData(), &status) != 0)
        refuse(path, name, errno);
    else if (target != m_root && !isBelow(target, m_root))
        refuse(path, name, ErrorCode::unsupported_media_type,
               QStringLiteral("it leads out of the folder; add its target by itself."));
    else if (!S_ISDIR(status.st_mode)) // a folder within this one comes by its own way
        takeFile(path, name);
}

void FolderWalk::takeFile(const QByteArray& path, const QString& name) {
    struct stat status {};
    const bool is_there = ::stat(path.constData(), &status) == 0;
    if (is_there && !S_ISREG(status.st_mode)) {
        refuse(path, name, ErrorCode::unsupported_media_type, QStringLiteral("this is no ordinary file."));
    } else if (!is_there || ::faccessat(AT_FDCWD, path.constData(), R_OK, AT_EACCESS) != 0) {
        refuse(path, name, errno);
    } else {
        JournalRow& row = m_rows.emplace_back();
        row.transfer.name = shortenName(name);
        row.transfer.local_path = QFile::decodeName(path);
        row.transfer.size = status.st_size;
    }
}

void FolderWalk::refuse(const QByteArray& path, const QString& name, int system_error) {
    const bool is_gone = system_error == ENOENT || system_error == ENOTDIR;
    refuse(path, name, is_gone ? ErrorCode::not_found : ErrorCode::forbidden,
           QString::fromLocal8Bit(std::strerror(system_error)));
}

void FolderWalk::refuse(const QByteArray& path, const QString& name, ErrorCode code, const QString& why) {
    JournalRow& row = m_rows.emplace_back();
    row.transfer.state = TransferState::Failed;
    row.transfer.name = shortenName(name);
    row.transfer.local_path = QFile::decodeName(path);
    row.transfer.fault = localFileError(code, lastPart(path) + QStringLiteral(": ") + why);
}

} // namespace dropseal::app

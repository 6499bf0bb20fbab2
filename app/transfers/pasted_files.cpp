// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/pasted_files.h"

#include "app/api_client/answer_error.h"
#include "app/transfers/transfer_name.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QUuid>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

/// 0, or why not.
int writeWhole(int fd, const QByteArray& bytes) {
    for (qsizetype at = 0; at < bytes.size();) {
        const ssize_t taken =
            ::write(fd, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at));
        if (taken < 0 && errno != EINTR)
            return errno;
        at += std::max<ssize_t>(taken, 0);
    }
    return ::fsync(fd) == 0 ? 0 : errno;
}

int writeNew(const QString& path, const QByteArray& bytes) {
    const int fd = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    const int error = writeWhole(fd, bytes);
    ::close(fd);
    return error;
}

} // namespace

bool makePrivateFolder(const QString& folder) {
    const QFileInfo info(folder);
    if (!info.isDir() && !QDir().mkpath(info.absolutePath()))
        return false;
    const QByteArray path = QFile::encodeName(folder);
    return ::mkdir(path.constData(), 0700) == 0 || ::chmod(path.constData(), 0700) == 0;
}

PastedFiles::PastedFiles(const QString& folder) : m_folder(folder) {
}

JournalRow PastedFiles::keep(const QString& name, const QByteArray& bytes) const {
    JournalRow row;
    row.is_pasted = true;
    Transfer& transfer = row.transfer;
    transfer.name = shortenName(name);
    transfer.size = bytes.size();
    transfer.local_path = m_folder + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces);
    const int error = makePrivateFolder(m_folder) ? writeNew(transfer.local_path, bytes) : errno;
    if (error == 0)
        return row;
    remove(transfer.local_path);
    transfer.state = TransferState::Failed;
    transfer.fault = localFileError(ErrorCode::forbidden, name + QStringLiteral(": ") +
                                                              QString::fromLocal8Bit(std::strerror(error)));
    return row;
}

void PastedFiles::remove(const QString& path) const {
    if (path.startsWith(m_folder + QLatin1Char('/')))
        QFile::remove(path);
}

void PastedFiles::sweep(const std::vector<JournalRow>& rows) const {
    std::set<QString> wanted;
    for (const JournalRow& row : rows)
        wanted.insert(row.transfer.local_path);
    const QDir folder(m_folder);
    const QStringList names = folder.entryList(QDir::Files | QDir::Hidden | QDir::NoSymLinks);
    for (const QString& name : names) {
        const QString path = m_folder + QLatin1Char('/') + name;
        if (!wanted.contains(path))
            QFile::remove(path);
    }
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_window.h"

#include "app/api_client/answer_error.h"

#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

QString systemWords(int number) {
    return QString::fromLocal8Bit(std::strerror(number));
}

} // namespace

FileWindow::FileWindow(const QString& path) {
    m_file.setFileName(path);
}

QString FileWindow::shownName() const {
    return QFileInfo(m_file.fileName()).fileName();
}

std::optional<ApiError> FileWindow::openFile() {
    const QByteArray path = QFile::encodeName(m_file.fileName());
    // Non-blocking, since opening a named pipe would wait for its writer.
    const int fd = ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return localFileError(errno == ENOENT ? ErrorCode::not_found : ErrorCode::forbidden,
                              shownName() + QStringLiteral(": ") + systemWords(errno));
    struct stat status {};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(fd);
        return localFileError(ErrorCode::unsupported_media_type,
                              shownName() + QStringLiteral(": this is no ordinary file."));
    }
    if (!m_file.open(fd, QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::AutoCloseHandle)) {
        ::close(fd);
        return localFileError(ErrorCode::forbidden,
                              shownName() + QStringLiteral(": ") + m_file.errorString());
    }
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    m_version = version().value_or(Version());
    m_size = m_version.size;
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    return std::nullopt;
}

std::optional<FileWindow::Version> FileWindow::version() const {
    struct stat status {};
    if (::fstat(m_file.handle(), &status) != 0)
        return std::nullopt;
    return Version{status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

QString FileWindow::sha256() const {
    return QString::fromLatin1(m_hash.result().toHex());
}

bool FileWindow::seek(qint64 position) {
    if (m_is_broken)
        return false;
    if (position == m_read)
        return QIODevice::seek(position);
    if (position != 0 || !m_file.seek(0))
        return false;
    m_read = 0;
    m_hash.reset();
    return QIODevice::seek(0);
}

qint64 FileWindow::fail(const ApiError& why) {
    m_is_broken = true;
    setErrorString(QString::fromStdString(why.problem.detail));
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT broken(why); },
        Qt::QueuedConnection); // the reader is in the middle of something
    return -1;
}

qint64 FileWindow::readData(char* data, qint64 most) {
    if (m_is_broken)
        return -1;
    if (m_read >= m_size || most <= 0)
        return 0;
    const qint64 got = m_file.read(data, std::min(most, m_size - m_read));
    if (got < 0)
        return fail(
            localFileError(ErrorCode::forbidden, shownName() + QStringLiteral(": ") + m_file.errorString()));
    const bool is_last = m_read + got == m_size;
    if (got == 0 || (is_last && version() != m_version))
        return fail(localFileError(ErrorCode::conflict,
                                   shownName() + QStringLiteral(": the file changed while it was read.")));
    m_hash.addData(QByteArrayView(data, got));
    m_read += got;
    return got;
}

} // namespace dropseal::app

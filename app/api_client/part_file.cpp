// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/part_file.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr QByteArrayView Suffix = ".part";

} // namespace

PartFile::PartFile(const QString& target)
    : m_target(QFile::encodeName(target))
    // Not made from the target's name, which may be as long as names can be.
    , m_path(QFile::encodeName(QFileInfo(target).absolutePath()) + "/.dropseal-XXXXXX" +
             Suffix.toByteArray()) {
}

PartFile::~PartFile() {
    if (m_fd >= 0)
        ::close(m_fd);
    discard();
}

int PartFile::open() {
    m_fd = ::mkostemps(m_path.data(), static_cast<int>(Suffix.size()), O_CLOEXEC);
    if (m_fd < 0)
        return errno;
    m_is_there = true;
    return 0;
}

int PartFile::write(const QByteArray& bytes) {
    qint64 written = 0;
    while (written < bytes.size()) {
        const ssize_t some =
            ::write(m_fd, bytes.constData() + written, static_cast<std::size_t>(bytes.size() - written));
        if (some < 0 && errno != EINTR)
            return errno;
        written += std::max<ssize_t>(some, 0);
    }
    m_hash.addData(bytes);
    return 0;
}

int PartFile::startAgain() {
    m_hash.reset();
    return ::ftruncate(m_fd, 0) == 0 && ::lseek(m_fd, 0, SEEK_SET) == 0 ? 0 : errno;
}

int PartFile::sync() {
    return ::fdatasync(m_fd) == 0 ? 0 : errno;
}

int PartFile::moveToTarget() {
    if (!m_is_there.exchange(false))
        return ENOENT;
    if (std::rename(m_path.constData(), m_target.constData()) == 0)
        return 0;
    const int why = errno;
    m_is_there = true;
    return why;
}

void PartFile::discard() {
    if (m_is_there.exchange(false))
        ::unlink(m_path.constData());
}

} // namespace dropseal::app

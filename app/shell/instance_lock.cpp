// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/instance_lock.h"

#include <QtCore/QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr qint64 LongestAddress = 4096;

QString lockFile(const QString& folder) {
    return folder + QStringLiteral("/lock");
}

} // namespace

InstanceLock::Taken InstanceLock::take(const QString& folder) {
    const QByteArray path = QFile::encodeName(lockFile(folder));
    const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return {nullptr, Fault::NotWritable};
    int locked = 0;
    do {
        locked = ::flock(descriptor, LOCK_EX | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) {
        const Fault fault = errno == EWOULDBLOCK ? Fault::HeldByOther : Fault::NotWritable;
        ::close(descriptor);
        return {nullptr, fault};
    }
    std::unique_ptr<InstanceLock> lock(new InstanceLock(descriptor));
    lock->writeAddress({}); // what stands there is of one that has ended
    return {std::move(lock), Fault::NotWritable};
}

QString InstanceLock::addressIn(const QString& folder) {
    QFile file(lockFile(folder));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray line = file.read(LongestAddress);
    return line.endsWith('\n') ? QString::fromUtf8(line.chopped(1)) : QString();
}

InstanceLock::~InstanceLock() {
    ::close(m_descriptor);
}

bool InstanceLock::writeAddress(const QString& address) {
    if (::ftruncate(m_descriptor, 0) != 0)
        return false;
    if (address.isEmpty())
        return true;
    const QByteArray line = address.toUtf8() + '\n';
    return ::pwrite(m_descriptor, line.constData(), static_cast<std::size_t>(line.size()), 0) == line.size();
}

} // namespace dropseal::app

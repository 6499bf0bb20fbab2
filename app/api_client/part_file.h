// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCryptographicHash>
#include <QtCore/QString>

#include <atomic>

namespace dropseal::app {

/// What comes of a download before it is whole: a file beside its target, private, hashed as it grows.
/// Methods give 0 or an errno, and are for one thread at a time; moveTo() and discard() for any. What was not
/// moved goes with the last owner.
class PartFile {
public:
    explicit PartFile(const QString& target);
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile();

    int open();
    int write(const QByteArray& bytes);
    int startAgain();
    int sync();
    QString sha256() const { return QString::fromLatin1(m_hash.result().toHex()); }

    int moveToTarget();
    void discard();

private:
    QByteArray m_target;
    QByteArray m_path;
    int m_fd = -1;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    std::atomic<bool> m_is_there{false};
};

} // namespace dropseal::app

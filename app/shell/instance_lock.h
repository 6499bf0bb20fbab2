// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <memory>

namespace dropseal::app {

/// The lock of one data folder: whoever holds it is the Dropseal of that folder. The kernel lets go of it
/// when the program ends, however it ends. The file says where its holder listens.
class InstanceLock {
public:
    enum class Fault { HeldByOther, NotWritable };
    struct Taken {
        std::unique_ptr<InstanceLock> lock; ///< none: `fault` says why
        Fault fault = Fault::NotWritable;
    };
    static Taken take(const QString& folder);
    /// Where the holder listens; empty while it has not said so.
    static QString addressIn(const QString& folder);

    ~InstanceLock();
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;

    bool writeAddress(const QString& address);

private:
    explicit InstanceLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace dropseal::app

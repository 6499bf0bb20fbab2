// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QIODevice>

#include <optional>

namespace dropseal::app {

/// A regular file as the body of a request: read by pieces and hashed as they go. The last piece is given
/// only when the file is still what it was at the beginning, so that a file that changed meanwhile never
/// arrives whole.
class FileWindow final : public QIODevice {
    Q_OBJECT
public:
    explicit FileWindow(const QString& path);

    /// Why the file cannot be sent, where it cannot. Call once, before anything else.
    std::optional<ApiError> openFile();
    /// Of what was read since the beginning, 64 hex digits.
    QString sha256() const;

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_size; }
    bool seek(qint64 position) override; ///< to the beginning, or to where it is

Q_SIGNALS:
    /// The file changed or cannot be read any further; reads fail from now on.
    void broken(const dropseal::app::ApiError& why);

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    struct Version {
        qint64 size = 0;
        qint64 seconds = 0;
        qint64 nanoseconds = 0;

        bool operator==(const Version&) const = default;
    };

    std::optional<Version> version() const;
    qint64 fail(const ApiError& why);
    QString shownName() const;

    QFile m_file;
    qint64 m_size = 0;
    qint64 m_read = 0;
    Version m_version;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    bool m_is_broken = false;
};

} // namespace dropseal::app

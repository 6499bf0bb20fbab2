// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_result.h"
#include "shared/api/file_messages.h"

#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace dropseal::app {

class ApiClient;

/// Sends one local file to PUT /upload/{name}: read through a window (never whole in memory), hashed on the
/// way. One run of one try; the queue makes another for a retry. Destroying it cancels it.
class UploadTransfer : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    void progress(qint64 sent, qint64 total); ///< bytes that the kernel took; at most 10 times a second
    void checking();                          ///< all bytes are sent, the server has not answered yet
    /// The server's SHA-256 equals ours.
    void finished(const dropseal::api::UploadAnswer& result);
    /// checksum_mismatch where it does not; conflict (kind LocalFile) where the file changed while it was
    /// read.
    void failed(const dropseal::app::ApiError& error);
};

/// Fetches a file to a local path: into a temporary file beside it, hash checked, then renamed over `path`.
class DownloadTransfer : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    void progress(qint64 received, qint64 total);
    void finished();
    void failed(const dropseal::app::ApiError& error);
};

/// `name`: what the file is called on the server. `client` outlives the transfer.
std::unique_ptr<UploadTransfer> makeUpload(ApiClient& client, const QString& path, const QString& name);
/// `sha256`: 64 hex digits that the file must have. Nothing is left at `target_path` unless finished() came;
/// what stood there before stays until then.
std::unique_ptr<DownloadTransfer> makeDownload(ApiClient& client, const FileId& file, qint64 size,
                                               const QString& sha256, const QString& target_path);

} // namespace dropseal::app

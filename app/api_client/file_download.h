// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/api_client/authorized_call.h"
#include "app/api_client/upload_transfer.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryFile>

namespace dropseal::app {

/// The DownloadTransfer of a file. A connection that is cut is taken up where it broke, as long as each try
/// brings something.
class FileDownload final : public DownloadTransfer {
    Q_OBJECT
public:
    struct Wanted {
        FileId file;
        qint64 size = 0;
        QString sha256;
        QString target_path;
    };

    FileDownload(ApiClient& client, Wanted wanted);
    ~FileDownload() override;

    void start() override;
    void cancel() override;

private:
    void send();
    void headCame(const HttpAnswer& head);
    void bytesCame(const QByteArray& bytes);
    void answered();
    void callFailed(const ApiError& error);
    void syncThenRename();
    void putInPlace(int sync_error);
    bool startAgainFromNothing();
    ApiError writeError() const;
    ApiError writeError(const QString& words, bool is_full) const;
    void end(const ApiError& error);
    void stop();

    ApiClient& m_client;
    Wanted m_wanted;
    QTemporaryFile m_part;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    std::unique_ptr<AuthorizedCall> m_call;
    QElapsedTimer m_since_progress;
    qint64 m_received = 0;
    qint64 m_try_began_at = 0; ///< bytes that were there when the running try began
    bool m_is_over = false;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/api_client/authorized_call.h"
#include "app/api_client/file_thread.h"
#include "app/api_client/part_file.h"
#include "app/api_client/upload_transfer.h"

#include <QtCore/QElapsedTimer>

namespace dropseal::app {

/// The DownloadTransfer of a file. A connection that is cut is taken up where it broke, as long as each try
/// brings something. The file is written on a thread of its own; a server that is faster than the disk waits.
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
    void written(qint64 bytes);
    void answered();
    void callFailed(const ApiError& error);
    void putInPlace(const QString& sha256);
    /// In the thread; where `act` gives an errno, that ends the download, else `done` is called.
    void onDisk(std::function<int(PartFile&)> act, std::function<void()> done);
    ApiError diskError(int number) const;
    void end(const ApiError& error);
    void stop();

    ApiClient& m_client;
    Wanted m_wanted;
    std::shared_ptr<PartFile> m_part; ///< the thread's while a job runs
    std::unique_ptr<AuthorizedCall> m_call;
    QElapsedTimer m_since_progress;
    qint64 m_received = 0;
    qint64 m_written = 0;
    qint64 m_try_began_at = 0; ///< bytes that were there when the running try began
    bool m_is_over = false;
    FileThread m_thread; ///< last: goes first
};

} // namespace dropseal::app

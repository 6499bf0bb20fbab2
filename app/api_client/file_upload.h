// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/api_client/authorized_call.h"
#include "app/api_client/file_window.h"
#include "app/api_client/upload_transfer.h"

#include <QtCore/QElapsedTimer>

namespace dropseal::app {

/// The UploadTransfer of a file. A server that refuses an upload in its middle says why, and that is heard;
/// but where a proxy is between, or one cuts hard, only the cut is seen. Then the server is asked by a small
/// call whether it would take such a file at all.
class FileUpload final : public UploadTransfer {
    Q_OBJECT
public:
    FileUpload(ApiClient& client, const QString& path, const QString& name);
    ~FileUpload() override;

    void start() override;
    void cancel() override;

private:
    HttpRequest makeRequest();
    void send();
    void sent(qint64 bytes, qint64 total);
    void answered(const HttpAnswer& answer);
    void callFailed(const ApiError& error);
    void askWhy(const ApiError& cut);
    void askWhether(const ApiError& cut);
    void end(const ApiError& error);
    void stop();

    ApiClient& m_client;
    QString m_name;
    std::unique_ptr<FileWindow> m_window;
    std::unique_ptr<AuthorizedCall> m_call;
    QElapsedTimer m_since_progress;
    ApiClient::Handle m_question;
    bool m_is_checking = false;
    bool m_is_over = false;
};

} // namespace dropseal::app

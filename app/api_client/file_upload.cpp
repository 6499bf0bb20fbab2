// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_upload.h"

#include "app/api_client/answer_error.h"
#include "shared/api/endpoints.h"

namespace dropseal::app {

namespace {

constexpr std::chrono::minutes StandstillLimit{2}; // the server syncs the file to its disk before it answers
constexpr qint64 ProgressPauseMs = 100;

} // namespace

FileUpload::FileUpload(ApiClient& client, const QString& path, const QString& name)
    : m_client(client), m_name(name), m_window(std::make_unique<FileWindow>(path)) {
    connect(m_window.get(), &FileWindow::opened, this, &FileUpload::send);
    connect(m_window.get(), &FileWindow::broken, this, &FileUpload::end);
}

FileUpload::~FileUpload() {
    stop();
}

HttpRequest FileUpload::makeRequest() {
    HttpRequest request;
    request.method = "PUT";
    request.url = m_client.server();
    const std::string path = api::fillPath(api::endpoints::UploadRaw.path, {m_name.toStdString()});
    request.url.setPath(QString::fromStdString(path), QUrl::TolerantMode);
    request.headers.emplace_back("Content-Type", "application/octet-stream"); // the server looks at the bytes
    request.device = m_window.get();
    request.length = m_window->size();
    request.timeout = StandstillLimit;
    return request;
}

void FileUpload::start() {
    m_window->openFile();
}

void FileUpload::send() {
    if (m_is_over)
        return;
    m_call = std::make_unique<AuthorizedCall>(m_client.network(), m_client.tokens(), makeRequest());
    m_call->setRewind([this] {
        m_is_checking = false;
        return m_window->seek(0);
    });
    connect(m_call.get(), &AuthorizedCall::uploadProgress, this, &FileUpload::sent);
    connect(m_call.get(), &AuthorizedCall::finished, this, &FileUpload::answered);
    connect(m_call.get(), &AuthorizedCall::failed, this, &FileUpload::callFailed);
    m_call->start();
}

void FileUpload::cancel() {
    if (m_is_over)
        return;
    stop();
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT failed(cancelledError()); }, Qt::QueuedConnection);
}

void FileUpload::stop() {
    m_is_over = true;
    m_question.cancel();
    m_call.reset(); // before the window that it reads from
}

void FileUpload::sent(qint64 bytes, qint64 total) {
    if (m_is_over || m_is_checking)
        return;
    const bool is_last = bytes >= total;
    if (!is_last && m_since_progress.isValid() && m_since_progress.elapsed() < ProgressPauseMs)
        return;
    m_since_progress.start();
    const QPointer<FileUpload> alive(this);
    Q_EMIT progress(bytes, total);
    if (!alive || m_is_over || !is_last)
        return;
    m_is_checking = true;
    Q_EMIT checking();
}

void FileUpload::answered(const HttpAnswer& answer) {
    if (m_is_over)
        return;
    const auto result =
        api::decodeUploadAnswer({answer.body.constData(), static_cast<std::size_t>(answer.body.size())});
    if (!result) {
        end(unreadableAnswer(answer, result.error()));
        return;
    }
    if (QString::fromStdString(result->sha256) != m_window->sha256() || result->size != m_window->size()) {
        ApiError error;
        error.problem = Error(ErrorCode::checksum_mismatch);
        error.status = answer.status;
        // What arrived is of no use to anybody; that it cannot be removed changes nothing here.
        m_client.deleteFile(result->id, true, &m_client, [](const ApiResult<Nothing>&) {});
        end(error);
        return;
    }
    m_is_over = true;
    Q_EMIT finished(*result);
}

void FileUpload::callFailed(const ApiError& error) {
    if (m_is_over)
        return;
    if (error.kind == ApiError::Kind::NoConnection)
        askWhy(error);
    else
        end(error);
}

void FileUpload::askWhy(const ApiError& cut) {
    m_question = m_client.root(this, [this, cut](const ApiResult<api::RootInfo>& root) {
        if (m_is_over)
            return;
        if (!root) {
            end(cut);
        } else if (root->max_upload_bytes > 0 && m_window->size() > root->max_upload_bytes) {
            ApiError too_large;
            too_large.problem = Error(ErrorCode::file_too_large);
            too_large.problem.extras.limit = root->max_upload_bytes;
            too_large.status = info(ErrorCode::file_too_large).status;
            end(too_large);
        } else {
            askWhether(cut);
        }
    });
}

/// A promise of place for such a file needs a session, and the space.
void FileUpload::askWhether(const ApiError& cut) {
    api::PresignRequest request;
    request.method = api::Method::Put;
    request.filename = m_name.toStdString();
    request.size = m_window->size();
    request.expires_in = std::chrono::seconds(1); // what it reserves is free again at once
    m_question = m_client.presign(request, this, [this, cut](const ApiResult<api::PresignAnswer>& answer) {
        if (m_is_over)
            return;
        const bool is_refused = !answer && !answer.error().isTransient() &&
                                (answer.error().kind == ApiError::Kind::Server ||
                                 answer.error().kind == ApiError::Kind::SignedOut);
        end(is_refused ? answer.error() : cut);
    });
}

void FileUpload::end(const ApiError& error) {
    if (m_is_over)
        return;
    stop();
    m_client.noteOutcome(error);
    Q_EMIT failed(error);
}

std::unique_ptr<UploadTransfer> makeUpload(ApiClient& client, const QString& path, const QString& name) {
    return std::make_unique<FileUpload>(client, path, name);
}

} // namespace dropseal::app

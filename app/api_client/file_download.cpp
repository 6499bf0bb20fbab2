// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_download.h"

#include "app/api_client/answer_error.h"
#include "shared/api/endpoints.h"

#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstring>

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds StandstillLimit{60};
constexpr qint64 ProgressPauseMs = 100;
constexpr qint64 UnwrittenLimit = qint64{1024} * 1024; // more than that waits at the server

ApiError mismatch() {
    ApiError error;
    error.problem = Error(ErrorCode::checksum_mismatch);
    error.status = 200;
    return error;
}

} // namespace

FileDownload::FileDownload(ApiClient& client, Wanted wanted)
    : m_client(client)
    , m_wanted(std::move(wanted))
    , m_part(std::make_shared<PartFile>(m_wanted.target_path)) {
}

FileDownload::~FileDownload() {
    stop();
}

void FileDownload::onDisk(std::function<int(PartFile&)> act, std::function<void()> done) {
    auto fault = std::make_shared<int>(0);
    m_thread.run([part = m_part, fault, act = std::move(act)] { *fault = act(*part); },
                 [this, fault, done = std::move(done)] {
                     if (m_is_over)
                         return;
                     if (*fault != 0)
                         end(diskError(*fault));
                     else
                         done();
                 });
}

void FileDownload::start() {
    onDisk([](PartFile& part) { return part.open(); }, [this] { send(); });
}

void FileDownload::send() {
    HttpRequest request;
    request.method = "GET";
    request.url = m_client.server();
    request.url.setPath(
        QString::fromStdString(api::fillPath(api::endpoints::Content.path, {m_wanted.file.toString()})),
        QUrl::TolerantMode);
    request.timeout = StandstillLimit;
    if (m_received > 0) {
        request.headers.emplace_back("Range", "bytes=" + QByteArray::number(m_received) + "-");
        request.headers.emplace_back("If-Range", '"' + m_wanted.sha256.toLatin1() + '"');
    }
    m_try_began_at = m_received;
    m_call = std::make_unique<AuthorizedCall>(m_client.network(), m_client.tokens(), request, true);
    connect(m_call.get(), &AuthorizedCall::headReceived, this, &FileDownload::headCame);
    connect(m_call.get(), &AuthorizedCall::bodyBytes, this, &FileDownload::bytesCame);
    connect(m_call.get(), &AuthorizedCall::finished, this, &FileDownload::answered);
    connect(m_call.get(), &AuthorizedCall::failed, this, &FileDownload::callFailed);
    m_call->start();
}

void FileDownload::headCame(const HttpAnswer& head) {
    if (m_is_over || m_received == 0)
        return;
    const QByteArray expected = "bytes " + QByteArray::number(m_received) + "-";
    if (head.status == 206 && head.header("content-range").startsWith(expected))
        return;
    if (head.status != 200) {
        end(mismatch());
        return;
    }
    m_received = 0;
    m_try_began_at = 0;
    onDisk([](PartFile& part) { return part.startAgain(); }, [this] { m_written = 0; });
}

void FileDownload::bytesCame(const QByteArray& bytes) {
    if (m_is_over)
        return;
    if (m_received + bytes.size() > m_wanted.size) {
        end(mismatch());
        return;
    }
    m_received += bytes.size();
    onDisk([bytes](PartFile& part) { return part.write(bytes); },
           [this, size = bytes.size()] { written(size); });
    if (m_received - m_written > UnwrittenLimit)
        m_call->setPaused(true);
}

void FileDownload::written(qint64 bytes) {
    m_written += bytes;
    if (m_call && m_received - m_written <= UnwrittenLimit / 2)
        m_call->setPaused(false);
    if (m_written < m_wanted.size && m_since_progress.isValid() &&
        m_since_progress.elapsed() < ProgressPauseMs)
        return;
    m_since_progress.start();
    Q_EMIT progress(m_written, m_wanted.size);
}

void FileDownload::answered() {
    if (m_is_over)
        return;
    m_call.reset();
    if (m_received != m_wanted.size) {
        end(mismatch());
        return;
    }
    auto sha256 = std::make_shared<QString>();
    onDisk(
        [sha256](PartFile& part) {
            *sha256 = part.sha256();
            return part.sync();
        },
        [this, sha256] { putInPlace(*sha256); });
}

void FileDownload::callFailed(const ApiError& error) {
    if (m_is_over)
        return;
    const ApiError why = error; // its owner may go with the call
    m_call.reset();
    if (why.kind == ApiError::Kind::NoConnection && m_received > m_try_began_at)
        send();
    else
        end(why);
}

void FileDownload::putInPlace(const QString& sha256) {
    if (sha256 != m_wanted.sha256) { // architecture: no secret
        end(mismatch());
        return;
    }
    if (const int fault = m_part->moveToTarget(); fault != 0) {
        end(diskError(fault));
        return;
    }
    m_is_over = true;
    Q_EMIT finished();
}

ApiError FileDownload::diskError(int number) const {
    const bool is_full = number == ENOSPC || number == EDQUOT;
    return localFileError(is_full ? ErrorCode::insufficient_storage : ErrorCode::forbidden,
                          QFileInfo(m_wanted.target_path).fileName() + QStringLiteral(": ") +
                              QString::fromLocal8Bit(std::strerror(number)));
}

void FileDownload::cancel() {
    if (m_is_over)
        return;
    stop();
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT failed(cancelledError()); }, Qt::QueuedConnection);
}

void FileDownload::stop() {
    m_is_over = true;
    m_call.reset();
    m_part->discard(); // what the thread may still be at needs no name
}

void FileDownload::end(const ApiError& error) {
    if (m_is_over)
        return;
    stop();
    m_client.noteOutcome(error);
    Q_EMIT failed(error);
}

std::unique_ptr<DownloadTransfer> makeDownload(ApiClient& client, const FileId& file, qint64 size,
                                               const QString& sha256, const QString& target_path) {
    return std::make_unique<FileDownload>(client, FileDownload::Wanted{file, size, sha256, target_path});
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_download.h"

#include "app/api_client/answer_error.h"
#include "shared/api/endpoints.h"

#include <QtCore/QFileInfo>
#include <QtCore/QThread>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds StandstillLimit{60};
constexpr qint64 ProgressPauseMs = 100;

QString partTemplate(const QString& target) {
    // Not made from the target's name, which may be as long as names can be.
    return QFileInfo(target).absolutePath() + QStringLiteral("/.dropseal-XXXXXX.part");
}

ApiError mismatch() {
    ApiError error;
    error.problem = Error(ErrorCode::checksum_mismatch);
    error.status = 200;
    return error;
}

} // namespace

FileDownload::FileDownload(ApiClient& client, Wanted wanted)
    : m_client(client), m_wanted(std::move(wanted)), m_part(partTemplate(m_wanted.target_path)) {
}

FileDownload::~FileDownload() {
    stop();
}

void FileDownload::start() {
    if (!m_part.open()) {
        QMetaObject::invokeMethod(
            this, [this] { end(writeError()); }, Qt::QueuedConnection);
        return;
    }
    send();
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

bool FileDownload::startAgainFromNothing() {
    m_received = 0;
    m_try_began_at = 0;
    m_hash.reset();
    return m_part.resize(0) && m_part.seek(0);
}

void FileDownload::headCame(const HttpAnswer& head) {
    if (m_is_over || m_received == 0)
        return;
    const QByteArray expected = "bytes " + QByteArray::number(m_received) + "-";
    if (head.status == 206 && head.header("content-range").startsWith(expected))
        return;
    if (head.status != 200 || !startAgainFromNothing())
        end(mismatch());
}

void FileDownload::bytesCame(const QByteArray& bytes) {
    if (m_is_over)
        return;
    if (m_received + bytes.size() > m_wanted.size) {
        end(mismatch());
        return;
    }
    if (m_part.write(bytes) != bytes.size() || !m_part.flush()) {
        end(writeError());
        return;
    }
    m_hash.addData(bytes);
    m_received += bytes.size();
    if (m_received < m_wanted.size && m_since_progress.isValid() &&
        m_since_progress.elapsed() < ProgressPauseMs)
        return;
    m_since_progress.start();
    Q_EMIT progress(m_received, m_wanted.size);
}

void FileDownload::answered() {
    if (m_is_over)
        return;
    m_call.reset();
    if (m_received != m_wanted.size || QString::fromLatin1(m_hash.result().toHex()) != m_wanted.sha256)
        end(mismatch());
    else
        syncThenRename();
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

/// On a thread of its own: the disk may take seconds, and the window must not wait for it.
void FileDownload::syncThenRename() {
    const int fd = ::fcntl(m_part.handle(), F_DUPFD_CLOEXEC, 0);
    auto result = std::make_shared<int>(0);
    QThread* const thread = QThread::create([fd, result] {
        if (fd < 0 || ::fdatasync(fd) != 0)
            *result = errno;
        if (fd >= 0)
            ::close(fd);
    });
    connect(thread, &QThread::finished, this, [this, result] { putInPlace(*result); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void FileDownload::putInPlace(int sync_error) {
    if (m_is_over)
        return;
    const QByteArray from = QFile::encodeName(m_part.fileName());
    const QByteArray to = QFile::encodeName(m_wanted.target_path);
    if (sync_error == 0 && std::rename(from.constData(), to.constData()) != 0)
        sync_error = errno;
    if (sync_error != 0) {
        end(writeError(QString::fromLocal8Bit(std::strerror(sync_error)), sync_error == ENOSPC));
        return;
    }
    m_part.setAutoRemove(false);
    m_part.close();
    m_is_over = true;
    Q_EMIT finished();
}

ApiError FileDownload::writeError(const QString& words, bool is_full) const {
    return localFileError(is_full ? ErrorCode::insufficient_storage : ErrorCode::forbidden,
                          QFileInfo(m_wanted.target_path).fileName() + QStringLiteral(": ") + words);
}

ApiError FileDownload::writeError() const {
    return writeError(m_part.errorString(), m_part.error() == QFileDevice::ResourceError);
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
}

void FileDownload::end(const ApiError& error) {
    if (m_is_over)
        return;
    stop();
    if (m_part.isOpen())
        m_part.remove();
    m_client.noteOutcome(error);
    Q_EMIT failed(error);
}

std::unique_ptr<DownloadTransfer> makeDownload(ApiClient& client, const FileId& file, qint64 size,
                                               const QString& sha256, const QString& target_path) {
    return std::make_unique<FileDownload>(client, FileDownload::Wanted{file, size, sha256, target_path});
}

} // namespace dropseal::app

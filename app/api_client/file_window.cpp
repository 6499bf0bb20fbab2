// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/file_window.h"

#include "app/api_client/answer_error.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::app {

namespace {

constexpr qint64 PieceBytes = qint64{128} * 1024;
constexpr qint64 AheadBytes = 8 * PieceBytes;
constexpr qint64 LastBytes = qint64{4} * 1024; ///< held back until it is known that the file is the same

} // namespace

/// What the thread sees of the file: everything here but the constructor is called there, one job at a time.
class FileWindow::Source {
public:
    explicit Source(QString path) : m_path(std::move(path)) {}
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    std::optional<ApiError> open();
    qint64 size() const { return m_version.size; }
    void rewind();
    /// The next bytes; an error where there are fewer, and, at the last, where the file is another.
    std::optional<ApiError> read(qint64 bytes, bool is_last, QByteArray& into);
    QString sha256() const { return QString::fromLatin1(m_hash.result().toHex()); }

private:
    struct Version {
        qint64 size = 0;
        qint64 seconds = 0;
        qint64 nanoseconds = 0;

        bool operator==(const Version&) const = default;
    };

    std::optional<Version> version() const;
    ApiError error(ErrorCode code, const QString& words) const {
        return localFileError(code, QFileInfo(m_path).fileName() + QStringLiteral(": ") + words);
    }
    ApiError systemError(ErrorCode code) const {
        return error(code, QString::fromLocal8Bit(std::strerror(errno)));
    }

    QString m_path;
    int m_fd = -1;
    Version m_version;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

std::optional<ApiError> FileWindow::Source::open() {
    // Non-blocking, since opening a named pipe would wait for its writer.
    m_fd = ::open(QFile::encodeName(m_path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (m_fd < 0)
        return systemError(errno == ENOENT ? ErrorCode::not_found : ErrorCode::forbidden);
    struct stat status {};
    if (::fstat(m_fd, &status) != 0 || !S_ISREG(status.st_mode))
        return error(ErrorCode::unsupported_media_type, QStringLiteral("this is no ordinary file."));
    ::posix_fadvise(m_fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    m_version = version().value_or(Version());
    return std::nullopt;
}

std::optional<FileWindow::Source::Version> FileWindow::Source::version() const {
    struct stat status {};
    if (::fstat(m_fd, &status) != 0)
        return std::nullopt;
    return Version{status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

void FileWindow::Source::rewind() {
    ::lseek(m_fd, 0, SEEK_SET); // a regular file can
    m_hash.reset();
}

std::optional<ApiError> FileWindow::Source::read(qint64 bytes, bool is_last, QByteArray& into) {
    into.resize(bytes);
    qint64 got = 0;
    while (got < bytes) {
        const ssize_t some = ::read(m_fd, into.data() + got, static_cast<std::size_t>(bytes - got));
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0)
            return systemError(ErrorCode::forbidden);
        if (some == 0)
            break;
        got += some;
    }
    if (got < bytes || (is_last && version() != m_version))
        return error(ErrorCode::conflict, QStringLiteral("the file changed while it was read."));
    m_hash.addData(into);
    return std::nullopt;
}

FileWindow::FileWindow(const QString& path) : m_source(std::make_shared<Source>(path)) {
}

void FileWindow::openFile() {
    auto error = std::make_shared<std::optional<ApiError>>();
    m_thread.run([source = m_source, error] { *error = source->open(); },
                 [this, error] { openEnded(*error); });
}

void FileWindow::openEnded(const std::optional<ApiError>& error) {
    if (error) {
        fail(*error);
        return;
    }
    m_size = m_source->size();
    if (m_size == 0)
        m_sha256 = m_source->sha256();
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    readAhead();
    Q_EMIT opened();
}

/// Asks for pieces until enough are under way; for the last bytes only when all others were taken.
void FileWindow::readAhead() {
    const qint64 before_last = std::max<qint64>(m_size - LastBytes, 0);
    while (m_asked_for < before_last && m_asked_for - m_taken < AheadBytes)
        readPiece(std::min(PieceBytes, before_last - m_asked_for), false);
    if (m_asked_for < m_size && m_taken == before_last)
        readPiece(m_size - before_last, true);
}

void FileWindow::readPiece(qint64 bytes, bool is_last) {
    struct Piece {
        QByteArray bytes;
        QString sha256;
        std::optional<ApiError> error;
    };
    m_asked_for += bytes;
    auto piece = std::make_shared<Piece>();
    m_thread.run(
        [source = m_source, piece, bytes, is_last] {
            piece->error = source->read(bytes, is_last, piece->bytes);
            if (is_last && !piece->error)
                piece->sha256 = source->sha256();
        },
        [this, piece, run = m_run] {
            if (run != m_run || m_is_broken)
                return;
            if (piece->error) {
                fail(*piece->error);
                return;
            }
            m_sha256 = piece->sha256;
            m_pieces.push_back(std::move(piece->bytes));
            Q_EMIT readyRead();
        });
}

bool FileWindow::seek(qint64 position) {
    if (m_is_broken)
        return false;
    if (position == m_taken)
        return QIODevice::seek(position);
    if (position != 0)
        return false;
    ++m_run;
    m_pieces.clear();
    m_taken_of_first = m_taken = m_asked_for = 0;
    m_sha256.clear();
    m_thread.run([source = m_source] { source->rewind(); }, [] {});
    readAhead();
    return QIODevice::seek(0);
}

void FileWindow::fail(const ApiError& why) {
    m_is_broken = true;
    setErrorString(QString::fromStdString(why.problem.detail));
    QMetaObject::invokeMethod(
        this, [this, why] { Q_EMIT broken(why); },
        Qt::QueuedConnection); // a reader may be in the middle of something
}

qint64 FileWindow::readData(char* data, qint64 most) {
    if (m_is_broken)
        return -1;
    qint64 given = 0;
    while (given < most && !m_pieces.empty()) {
        const QByteArray& first = m_pieces.front();
        const qint64 some = std::min(most - given, first.size() - m_taken_of_first);
        std::memcpy(data + given, first.constData() + m_taken_of_first, static_cast<std::size_t>(some));
        given += some;
        m_taken_of_first += some;
        if (m_taken_of_first < first.size())
            break;
        m_pieces.pop_front();
        m_taken_of_first = 0;
    }
    m_taken += given;
    readAhead();
    return given;
}

bool FileWindow::waitForReadyRead(int longest_ms) {
    QElapsedTimer since;
    since.start();
    while (m_pieces.empty() && !m_is_broken && m_taken < m_size && since.elapsed() < longest_ms)
        m_thread.waitForOne(std::chrono::milliseconds(longest_ms - since.elapsed()));
    return !m_is_broken && !m_pieces.empty();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"
#include "app/api_client/file_thread.h"

#include <QtCore/QIODevice>

#include <deque>

namespace dropseal::app {

/// A regular file as the body of a request: read by pieces and hashed as they go, on a thread of its own and
/// only some pieces ahead. The last bytes are given only when all others were taken and the file is still
/// what it was at the beginning, so that a file that changed meanwhile never arrives whole.
class FileWindow final : public QIODevice {
    Q_OBJECT
public:
    explicit FileWindow(const QString& path);

    /// Once, before anything else: opened() or broken() comes.
    void openFile();
    /// Of the whole file, 64 hex digits; empty until all of it was read since the beginning.
    QString sha256() const { return m_sha256; }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_size; }
    bool seek(qint64 position) override; ///< to the beginning, or to where it is
    bool waitForReadyRead(int longest_ms) override;

Q_SIGNALS:
    void opened();
    /// The file cannot be sent, changed, or cannot be read any further; reads fail from now on.
    void broken(const dropseal::app::ApiError& why);

protected:
    qint64 readData(char* data, qint64 most) override; ///< 0 where readyRead() comes later
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    class Source;

    void openEnded(const std::optional<ApiError>& error);
    void readAhead();
    void readPiece(qint64 bytes, bool is_last);
    void fail(const ApiError& why);

    std::shared_ptr<Source> m_source; ///< the file, for the thread
    std::deque<QByteArray> m_pieces;
    qint64 m_taken_of_first = 0;
    qint64 m_size = 0;
    qint64 m_taken = 0;     ///< by the reader
    qint64 m_asked_for = 0; ///< of the thread, and so what is taken, lies in m_pieces or is under way
    quint64 m_run = 0;      ///< from one beginning to the next
    QString m_sha256;
    bool m_is_broken = false;
    FileThread m_thread; ///< last: goes first
};

} // namespace dropseal::app

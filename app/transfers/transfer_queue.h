// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"
#include "shared/core/id.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QStringList>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace dropseal::app {

class ApiClient;
class AppSettings;

using TransferNumber = std::int64_t; ///< row number in the journal; never used twice

enum class TransferKind { Upload, Download };
enum class TransferState { Waiting, Sending, Paused, Checking, Sealed, Failed, Changed, Offline };

/// One file on its way, as the pages show it.
struct Transfer {
    TransferNumber number = 0;
    TransferKind kind = TransferKind::Upload;
    TransferState state = TransferState::Waiting;
    QString name;                ///< what it is called on the server
    QString local_path;          ///< read from, or written to
    qint64 size = 0;             ///< -1 where it is not known
    qint64 done = 0;             ///< bytes that were taken by the other side
    double bytes_per_second = 0; ///< 0 until 3 s of measured progress
    std::optional<std::chrono::seconds> time_left;
    std::chrono::seconds taken{0}; ///< when Sealed
    int place_in_line = 0;         ///< when Waiting, from 1
    std::optional<ApiError> fault; ///< when Failed (final), and the last one while it is tried again
    std::optional<FileId> file_id; ///< when Sealed (uploads), or which file (downloads)
    QString sha256;                ///< 64 hex digits, when known
    QString link;                  ///< when Sealed: the presigned link, in memory only
    QDateTime link_expires;        ///< invalid: no link
};

/// The durable queue: what is in it survives the end of the program (journal in SQLite; links do not, they
/// are secrets). Sends a few at a time, waits while there is no connection or no session, retries what is
/// transient with growing pauses. What is sealed is forgotten at the end of the program, and what was under
/// way starts from its beginning: the server keeps no half upload yet, so a paused one has `done` 0. Every
/// entry belongs to the account that was set when it was added; only those of the account in use are shown
/// and run. GUI thread; never reads files on it for long (folders are walked, and files looked at, on a
/// thread).
class TransferQueue : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Files and folders; a folder's files are named "photos – 2024 – a.jpg". What cannot be read becomes a
    /// Failed row that says why. Answers at once; added() follows.
    virtual void addUploads(const QStringList& paths) = 0;
    /// Bytes that have no file (pasted image or text): kept in the app's folder until they are sealed or
    /// removed.
    virtual void addUploadOfBytes(const QString& name, const QByteArray& bytes) = 0;
    virtual void addDownload(const FileId& file, const QString& name, qint64 size, const QString& sha256,
                             const QString& target_path) = 0;

    virtual std::vector<TransferNumber> order() const = 0; ///< of the account in use, in their order
    virtual std::optional<Transfer> find(TransferNumber number) const = 0;

    virtual void pause(TransferNumber number) = 0; ///< nothing while Checking: it is there already
    virtual void resume(TransferNumber number) = 0;
    virtual void cancel(TransferNumber number) = 0; ///< stops and removes it, whatever its state
    virtual void retry(TransferNumber number) = 0;
    virtual void startNow(TransferNumber number) = 0; ///< to the front, and beside those that run (8 in all)
    virtual void move(TransferNumber number, int places) = 0; ///< negative: towards the front
    virtual void clearDone() = 0;
    virtual void pauseAll() = 0;
    virtual void resumeAll() = 0;
    virtual void retryFailed() = 0;

    /// Whose transfers run: for example "https://files.example.org 0190…" (server and user id). Empty: nobody
    /// is signed in; running ones stop and wait, nothing is lost, and what is added then waits for the next
    /// account of the same server as before, or the first one.
    virtual void setAccount(const QString& account) = 0;
    /// The server cannot be reached: running ones become Offline; true → false starts them again at once.
    virtual void setOffline(bool offline) = 0;
    /// Writes what the journal still holds back; called before the program ends.
    virtual void flush() = 0;

Q_SIGNALS:
    void added(const std::vector<dropseal::app::TransferNumber>& numbers); ///< at the end of the order
    void changed(dropseal::app::TransferNumber number);                    ///< at most 10 times a second each
    void removed(const std::vector<dropseal::app::TransferNumber>& numbers);
    void reset(); ///< everything changed: another account, another order
    /// An upload was sealed and has its link (life: AppSettings::linkLife()); link empty where presigning
    /// failed.
    void sealed(dropseal::app::TransferNumber number);
    void downloaded(dropseal::app::TransferNumber number);
    void failed(dropseal::app::TransferNumber number);
};

/// `folder` holds the journal and pasted bytes; made where it is missing (mode 0700). The others outlive it.
std::unique_ptr<TransferQueue> makeTransferQueue(ApiClient& client, AppSettings& settings,
                                                 const QString& folder);

} // namespace dropseal::app

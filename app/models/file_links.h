// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/models/link_store.h"

#include <QtCore/QDateTime>
#include <QtCore/QStringList>

namespace dropseal::app {

/// Makes presigned links and remembers until when the last one of each file lives: only that, never the URL
/// (a link is a secret). Kept in the app's folder, apart for each account. GUI thread.
class FileLinks : public QObject {
    Q_OBJECT
public:
    FileLinks(ApiClient& client, const QString& store_file, QObject* parent = nullptr);
    ~FileLinks() override;

    void setAccount(const QString& account); ///< as TransferQueue::setAccount
    /// Invalid: no link was made here, or it died with its file.
    QDateTime expiryOf(const FileId& file) const;
    void note(const FileId& file, const QDateTime& expires); ///< a transfer made one; the later one counts
    void forget(const FileId& file);                         ///< the file was deleted for good
    int liveCount(const QDateTime& now) const;               ///< files whose link still lives

    /// One link per file, in their order; stops at the first that fails.
    void makeLinks(const std::vector<FileId>& files, std::chrono::seconds life, QObject* context,
                   ApiCallback<QStringList> callback);

Q_SIGNALS:
    void changed(const dropseal::FileId& file);
    void reset();

private:
    struct Making;

    void pump(const std::shared_ptr<Making>& making);
    void answered(const std::shared_ptr<Making>& making, std::size_t at,
                  const ApiResult<api::PresignAnswer>& link);
    static void give(const std::shared_ptr<Making>& making, const ApiResult<QStringList>& result);

    ApiClient& m_client;
    LinkStore m_store;
    QString m_account;
};

} // namespace dropseal::app

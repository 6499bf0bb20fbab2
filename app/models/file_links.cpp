// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/file_links.h"

#include "app/models/file_entry.h"

namespace dropseal::app {

namespace {

constexpr int AtOnce = 4;

} // namespace

/// One call of makeLinks().
struct FileLinks::Making {
    std::vector<FileId> files;
    std::chrono::seconds life{0};
    QString account;
    QPointer<QObject> context;
    ApiCallback<QStringList> callback;
    std::vector<QString> links;
    std::vector<ApiClient::Handle> calls;
    std::size_t next = 0;
    std::size_t done = 0;
    bool is_over = false;
};

FileLinks::FileLinks(ApiClient& client, const QString& store_file, QObject* parent)
    : QObject(parent), m_client(client), m_store(store_file, QDateTime::currentSecsSinceEpoch()) {
}

FileLinks::~FileLinks() = default;

void FileLinks::setAccount(const QString& account) {
    if (account == m_account)
        return;
    m_account = account;
    Q_EMIT reset();
}

QDateTime FileLinks::expiryOf(const FileId& file) const {
    const auto expires = m_store.find(m_account, file);
    return expires ? QDateTime::fromSecsSinceEpoch(*expires, Qt::UTC) : QDateTime();
}

void FileLinks::note(const FileId& file, const QDateTime& expires) {
    if (m_account.isEmpty() || !expires.isValid() || expires.toSecsSinceEpoch() <= 0)
        return;
    const qint64 end = expires.toSecsSinceEpoch();
    if (m_store.find(m_account, file).value_or(0) >= end)
        return;
    m_store.set(m_account, file, end);
    Q_EMIT changed(file);
}

void FileLinks::forget(const FileId& file) {
    if (m_store.remove(m_account, file))
        Q_EMIT changed(file);
}

int FileLinks::liveCount(const QDateTime& now) const {
    return m_store.countAfter(m_account, now.toSecsSinceEpoch());
}

void FileLinks::makeLinks(const std::vector<FileId>& files, std::chrono::seconds life, QObject* context,
                          ApiCallback<QStringList> callback) {
    auto making = std::make_shared<Making>();
    making->files = files;
    making->life = life;
    making->account = m_account;
    making->context = context;
    making->callback = std::move(callback);
    making->links.resize(files.size());
    making->calls.resize(files.size());
    if (files.empty()) {
        QMetaObject::invokeMethod(
            this, [making] { give(making, QStringList()); }, Qt::QueuedConnection);
        return;
    }
    pump(making);
}

void FileLinks::pump(const std::shared_ptr<Making>& making) {
    while (making->next < making->files.size() && making->next - making->done < AtOnce) {
        const std::size_t at = making->next++;
        api::PresignRequest request;
        request.file_id = making->files[at];
        request.expires_in = making->life;
        making->calls[at] =
            m_client.presign(request, this, [this, making, at](const ApiResult<api::PresignAnswer>& link) {
                answered(making, at, link);
            });
    }
}

void FileLinks::answered(const std::shared_ptr<Making>& making, std::size_t at,
                         const ApiResult<api::PresignAnswer>& link) {
    ++making->done;
    // A link that was made is remembered, also where nobody waits for it any more.
    if (link && making->account == m_account)
        note(making->files[at], dateTimeOf(link->expires_at));
    if (making->is_over)
        return;
    if (!link) {
        give(making, link.error());
        for (ApiClient::Handle& call : making->calls)
            call.cancel();
        return;
    }
    making->links[at] = QString::fromStdString(link->url);
    if (making->done == making->files.size())
        give(making, QStringList(making->links.begin(), making->links.end()));
    else if (making->context != nullptr)
        pump(making);
}

void FileLinks::give(const std::shared_ptr<Making>& making, const ApiResult<QStringList>& result) {
    making->is_over = true;
    if (making->context != nullptr)
        making->callback(result);
}

} // namespace dropseal::app

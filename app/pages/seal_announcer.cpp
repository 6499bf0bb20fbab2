// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/seal_announcer.h"

#include "app/models/files_model.h"
#include "app/models/storage_use.h"
#include "app/pages/link_copier.h"
#include "app/pages/page_context.h"
#include "app/session/app_settings.h"
#include "app/widgets/toast.h"
#include "app/words/display_text.h"

#include <QtCore/QFileInfo>
#include <QtCore/QUrl>
#include <QtGui/QDesktopServices>

namespace dropseal::app {

namespace {

constexpr int GroupMs = 1000;   ///< sealed this close together is one group
constexpr int AnnounceMs = 250; ///< and is said anew at most this often
constexpr int ReloadMs = 1000;  ///< the list is asked anew at most this often

void prepare(QTimer& timer, int ms) {
    timer.setSingleShot(true);
    timer.setInterval(ms);
}

} // namespace

SealAnnouncer::SealAnnouncer(PageContext& context, QObject* parent)
    : QObject(parent), m_context(context), m_copier(new LinkCopier(context, this)) {
    prepare(m_group_end, GroupMs);
    prepare(m_announce, AnnounceMs);
    prepare(m_reload, ReloadMs);
    connect(&m_announce, &QTimer::timeout, this, &SealAnnouncer::announce);
    connect(&m_reload, &QTimer::timeout, &context.files, &FilesModel::reload);
    connect(&context.queue, &TransferQueue::sealed, this, &SealAnnouncer::sealed);
    connect(&context.queue, &TransferQueue::downloaded, this, &SealAnnouncer::downloaded);
}

void SealAnnouncer::sealed(TransferNumber number) {
    const auto transfer = m_context.queue.find(number);
    if (!transfer)
        return;
    if (transfer->file_id && transfer->link_expires.isValid())
        m_context.links.note(*transfer->file_id, transfer->link_expires);
    const Ended file{safeFileName(transfer->name), transfer->link, transfer->file_id.value_or(FileId())};
    if (!m_group_end.isActive())
        m_group.clear();
    m_group.push_back(file);
    m_group_end.start();
    if (!m_announce.isActive())
        m_announce.start(m_group.size() == 1 ? 0 : AnnounceMs);
    reloadSoon();
}

/// Asks at once, and once more a little later, for those that come meanwhile.
void SealAnnouncer::reloadSoon() {
    m_context.storage.refreshSoon();
    if (!m_reload.isActive()) {
        m_context.files.reload();
        m_reload.start();
    }
}

void SealAnnouncer::announce() {
    if (m_group.size() == 1)
        announceOne(m_group.front());
    else if (!m_group.empty())
        announceMany();
}

void SealAnnouncer::announceOne(const Ended& file) {
    if (file.link.isEmpty()) {
        FileEntry entry;
        entry.id = file.file;
        entry.name = file.name;
        m_context.toast.announce(
            tr("%1 is sealed, but has no link yet.").arg(isolated(file.name)),
            {tr("Copy link"), [this, entry] { m_copier->copyNew({entry}, m_context.settings.linkLife()); },
             false});
        return;
    }
    if (m_context.settings.copyLinkAtOnce()) {
        LinkCopier::toClipboard(file.link);
        m_context.toast.announce(tr("Link copied. %1 is sealed.").arg(isolated(file.name)), {});
        return;
    }
    say(tr("%1 is sealed.").arg(isolated(file.name)), file.link);
}

void SealAnnouncer::announceMany() {
    QStringList links;
    for (const Ended& file : m_group) {
        if (!file.link.isEmpty())
            links += file.link;
    }
    if (m_context.settings.copyLinkAtOnce() && !links.isEmpty()) {
        LinkCopier::toClipboard(links.join(u'\n'));
        const QString first = QString::fromStdString(m_group.front().file.toString());
        m_context.toast.announce(tr("%1 links copied.").arg(QLocale().toString(links.size())),
                                 {tr("Show"), [this, first] { m_context.navigator.showFile(first); }, false});
        return;
    }
    say(tr("%1 files are sealed.").arg(QLocale().toString(m_group.size())), links.join(u'\n'));
}

void SealAnnouncer::say(const QString& text, const QString& links) {
    if (links.isEmpty())
        m_context.toast.announce(text, {});
    else
        m_context.toast.announce(text, {tr("Copy link"), [this, links] { m_copier->copy(links); }, false});
}

void SealAnnouncer::downloaded(TransferNumber number) {
    const auto transfer = m_context.queue.find(number);
    if (!transfer)
        return;
    const QString folder = QFileInfo(transfer->local_path).absolutePath();
    m_context.toast.announce(
        tr("%1 is downloaded and checked.").arg(isolated(safeFileName(transfer->name))),
        {tr("Open folder"), [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }, false});
}

} // namespace dropseal::app

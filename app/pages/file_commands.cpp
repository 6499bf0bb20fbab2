// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/file_commands.h"

#include "app/models/storage_use.h"
#include "app/pages/confirm_dialog.h"
#include "app/pages/link_copier.h"
#include "app/pages/page_context.h"
#include "app/pages/page_words.h"
#include "app/pages/rename_dialog.h"
#include "app/transfers/transfer_queue.h"
#include "app/widgets/toast.h"
#include "app/words/display_text.h"

#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtWidgets/QFileDialog>

#include <algorithm>

namespace dropseal::app {

namespace {

/// The name without anything that would lead to another folder.
QString localName(const QString& name) {
    QString plain = name;
    plain.replace(u'/', u'_').remove(QChar(u'\0'));
    const bool is_folder = plain.isEmpty() || plain == QLatin1String(".") || plain == QLatin1String("..");
    return is_folder ? QStringLiteral("file") : plain;
}

} // namespace

QString freePath(const QString& folder, const QString& name, const QStringList& taken) {
    const QDir where(folder);
    const QFileInfo parts(localName(name));
    QString path = where.filePath(parts.fileName());
    for (int number = 2; taken.contains(path) || QFileInfo::exists(path); ++number) {
        const QString ending = parts.suffix().isEmpty() ? QString() : u'.' + parts.suffix();
        path = where.filePath(QStringLiteral("%1 (%2)").arg(parts.completeBaseName()).arg(number) + ending);
    }
    return path;
}

FileCommands::FileCommands(PageContext& context, QWidget* page)
    : QObject(page)
    , m_context(context)
    , m_page(page)
    , m_copier(new LinkCopier(context, this))
    , m_folder(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation)) {
}

void FileCommands::copyLinks(const std::vector<FileEntry>& files, std::chrono::seconds life) {
    m_copier->copyNew(files, life);
}

void FileCommands::rename(const FileEntry& file) {
    (new RenameDialog(m_context, file, m_page->window()))->open();
}

void FileCommands::download(const std::vector<FileEntry>& files) {
    if (files.size() == 1) {
        downloadOne(files.front());
        return;
    }
    if (files.empty())
        return;
    auto* dialog = new QFileDialog(m_page->window(), tr("Download to folder"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAccessibleName(tr("Download to folder"));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, files](const QString& folder) { downloadInto(folder, files); });
    dialog->open();
}

void FileCommands::downloadOne(const FileEntry& file) {
    auto* dialog = new QFileDialog(m_page->window(), tr("Download"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAccessibleName(tr("Download"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(localName(file.name));
    connect(dialog, &QFileDialog::fileSelected, this, [this, file](const QString& path) {
        m_folder = QFileInfo(path).absolutePath();
        m_context.queue.addDownload(file.id, file.name, file.size, file.sha256, path);
    });
    dialog->open();
}

void FileCommands::downloadInto(const QString& folder, const std::vector<FileEntry>& files) {
    m_folder = folder;
    QStringList taken;
    for (const FileEntry& file : files) {
        taken += freePath(folder, file.name, taken);
        m_context.queue.addDownload(file.id, file.name, file.size, file.sha256, taken.last());
    }
}

QString FileCommands::failureText(const Failures& failed, const QString& one, const QString& many) const {
    const auto faulty = std::ranges::find_if(failed, [](const auto& failure) {
        return failure.second.kind != ApiError::Kind::Cancelled; // signed out meanwhile: nobody asks any more
    });
    if (faulty == failed.end())
        return {};
    const auto& [file, error] = *faulty;
    const QString what = failed.size() == 1 ? one.arg(isolated(safeFileName(file.name)))
                                            : many.arg(QLocale().toString(failed.size()));
    return what + u' ' + errorText(m_context, error, ErrorContext::Place::Files, file.name);
}

void FileCommands::say(const QString& text) {
    if (!text.isEmpty())
        m_context.toast.say(text);
}

void FileCommands::remove(const std::vector<FileEntry>& files) {
    if (files.empty())
        return;
    std::vector<Removed> removed;
    removed.reserve(files.size());
    for (const FileEntry& file : files)
        removed.push_back({file, m_context.links.expiryOf(file.id)});
    Q_EMIT rowsGoing();
    m_context.files.remove(files, this,
                           [this, removed](int, const Failures& failed) { saidRemoved(removed, failed); });
    Q_EMIT rowsGone();
}

void FileCommands::saidRemoved(const std::vector<Removed>& asked, const Failures& failed) {
    std::vector<Removed> gone;
    for (const Removed& one : asked) {
        const bool is_there =
            std::ranges::any_of(failed, [&](const auto& failure) { return failure.first.id == one.file.id; });
        if (is_there)
            continue;
        m_context.links.forget(one.file.id);
        gone.push_back(one);
    }
    m_context.storage.refreshSoon();
    const QString failure = failureText(failed, tr("%1 was not deleted."), tr("%1 files were not deleted."));
    if (gone.empty()) {
        say(failure);
        return;
    }
    QString text =
        gone.size() == 1
            ? tr("1 file deleted. Its links stopped working.")
            : tr("%1 files deleted. Their links stopped working.").arg(QLocale().toString(gone.size()));
    if (!failure.isEmpty())
        text += u' ' + failure;
    m_context.toast.say(text, {tr("Undo"), [this, gone] { bringBack(gone); }, true});
}

void FileCommands::bringBack(const std::vector<Removed>& removed) {
    std::vector<FileEntry> files;
    files.reserve(removed.size());
    for (const Removed& one : removed)
        files.push_back(one.file);
    m_context.files.restore(files, this, [this, removed](int, const Failures& failed) {
        for (const Removed& one : removed) {
            const bool is_back = std::ranges::none_of(
                failed, [&](const auto& failure) { return failure.first.id == one.file.id; });
            if (is_back && one.link_expires.isValid())
                m_context.links.note(one.file.id, one.link_expires);
        }
        m_context.storage.refreshSoon();
        say(failureText(failed, tr("%1 was not restored."), tr("%1 files were not restored.")));
    });
}

void FileCommands::restore(const std::vector<FileEntry>& files) {
    if (files.empty())
        return;
    Q_EMIT rowsGoing();
    m_context.files.restore(files, this, [this](int done, const Failures& failed) {
        m_context.storage.refreshSoon();
        QString text;
        if (done > 0)
            text = done == 1 ? tr("1 file restored. Its links work again.")
                             : tr("%1 files restored. Their links work again.").arg(QLocale().toString(done));
        const QString failure =
            failureText(failed, tr("%1 was not restored."), tr("%1 files were not restored."));
        say(text.isEmpty() || failure.isEmpty() ? text + failure : text + u' ' + failure);
    });
    Q_EMIT rowsGone();
}

void FileCommands::purge(const std::vector<FileEntry>& files) {
    if (files.empty())
        return;
    const bool one = files.size() == 1;
    const QString count = QLocale().toString(files.size());
    const QString question = one ? tr("Delete %1 for good?").arg(isolated(safeFileName(files.front().name)))
                                 : tr("Delete %1 files for good?").arg(count);
    const QString loss = one ? tr("The server removes it at once. It cannot be brought back.")
                             : tr("The server removes them at once. They cannot be brought back.");
    auto* dialog =
        new ConfirmDialog(tr("Delete for good"), question, loss, tr("Delete for good"), m_page->window());
    connect(dialog, &QDialog::accepted, this, [this, files] { purgeNow(files); });
    dialog->open();
}

void FileCommands::purgeNow(const std::vector<FileEntry>& files) {
    Q_EMIT rowsGoing();
    m_context.files.purge(files, this, [this](int done, const Failures& failed) {
        m_context.storage.refreshSoon();
        QString text;
        if (done > 0)
            text = done == 1 ? tr("1 file deleted for good.")
                             : tr("%1 files deleted for good.").arg(QLocale().toString(done));
        const QString failure =
            failureText(failed, tr("%1 was not deleted."), tr("%1 files were not deleted."));
        say(text.isEmpty() || failure.isEmpty() ? text + failure : text + u' ' + failure);
    });
    Q_EMIT rowsGone();
}

} // namespace dropseal::app

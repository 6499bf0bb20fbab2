// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"

#include <QtCore/QPointer>

class QFileDialog;
class QWidget;

namespace dropseal::app {

class LinkCopier;
struct PageContext;

/// What can be done with files of the list, with its dialogs and notices. GUI thread.
class FileCommands : public QObject {
    Q_OBJECT
public:
    FileCommands(PageContext& context, QWidget* page);

    void copyLinks(const std::vector<FileEntry>& files, std::chrono::seconds life);
    void download(const std::vector<FileEntry>& files); ///< asks where to
    void rename(const FileEntry& file);
    void remove(const std::vector<FileEntry>& files); ///< at once; the notice can undo it
    void restore(const std::vector<FileEntry>& files);
    void purge(const std::vector<FileEntry>& files); ///< asks first

Q_SIGNALS:
    /// The chosen rows are about to be taken from the list, and then have been: for the focus.
    void rowsGoing();
    void rowsGone();

private:
    struct Removed {
        FileEntry file;
        QDateTime link_expires; ///< restoring brings its links back
    };
    using Failures = std::vector<std::pair<FileEntry, ApiError>>;

    void say(const QString& text);
    void downloadOne(const FileEntry& file);
    void downloadInto(const QString& folder, const std::vector<FileEntry>& files);
    void saidRemoved(const std::vector<Removed>& asked, const Failures& failed);
    void bringBack(const std::vector<Removed>& removed);
    void purgeNow(const std::vector<FileEntry>& files);
    QString failureText(const Failures& failed, const QString& one, const QString& many) const;

    PageContext& m_context;
    QWidget* m_page;
    LinkCopier* m_copier;
    QString m_folder; ///< where the last download went
};

/// A path in `folder` for a file of that name that is not there yet, nor in `taken`: "a (2).jpg".
QString freePath(const QString& folder, const QString& name, const QStringList& taken);

} // namespace dropseal::app

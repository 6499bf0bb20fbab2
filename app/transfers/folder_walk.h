// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/journal_row.h"

#include <atomic>
#include <set>

namespace dropseal::app {

/// Turns what was dropped into rows: each file of a folder is one, named by its way there. A link in a folder
/// that leads out of it is not followed, for nobody who drops a folder means to publish what lies elsewhere.
/// What cannot be sent becomes a Failed row that says why. Runs on any one thread.
class FolderWalk {
public:
    /// Ends early once `stop` is set.
    explicit FolderWalk(const std::atomic<bool>& stop) : m_stop(stop) {}

    std::vector<JournalRow> walk(const QStringList& paths);

private:
    struct Folder {
        QByteArray path;
        QString name; ///< what its files' names begin with
    };

    void takeRoot(const QByteArray& path);
    void walkFolder(const QByteArray& path, const QString& name);
    void readFolder(const Folder& folder, std::vector<Folder>& below);
    void takeEntry(const QByteArray& path, const QString& name, std::vector<Folder>& folders);
    void takeLink(const QByteArray& path, const QString& name);
    void takeFile(const QByteArray& path, const QString& name);
    void refuse(const QByteArray& path, const QString& name, ErrorCode code, const QString& why);
    void refuse(const QByteArray& path, const QString& name, int system_error);

    const std::atomic<bool>& m_stop;
    std::vector<JournalRow> m_rows;
    QByteArray m_root; ///< the dropped folder, without links
    std::set<std::pair<quint64, quint64>> m_seen;
};

} // namespace dropseal::app

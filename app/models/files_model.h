// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/models/file_links.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QDateTime>
#include <QtCore/QTimer>

namespace dropseal::app {

/// One file of the list, ready to work with.
struct FileEntry {
    FileId id;
    QString name; ///< as the server has it; shown through safeFileName()
    qint64 size = 0;
    QString sha256;
    QDateTime added;
    QDateTime deleted; ///< valid: it lies in the trash
};

/// The person's files on the server: search and sort there, pages fetched as one scrolls (keyset paging).
/// While there is no connection it keeps the last list and says of when it is. DisplayRole is the visible
/// text of each column, in words and in full; file names as safeFileName() shows them. GUI thread.
class FilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, SizeColumn, AddedColumn, LinkColumn, ColumnCount };
    enum class State { Idle, Loading, Ready, Failed };

    FilesModel(ApiClient& client, FileLinks& links, QObject* parent = nullptr);
    ~FilesModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    void sort(int column, Qt::SortOrder order) override; ///< asks the server; Link does not sort

    const FileEntry& at(int row) const;
    int rowOf(const FileId& id) const; ///< -1: not among the rows that were fetched
    std::vector<FileEntry> entries(const QModelIndexList& selection) const; ///< one per row

    State state() const;
    const std::optional<ApiError>& error() const; ///< in Failed
    QDateTime asOf() const;                       ///< when the list came from the server
    bool hasFilter() const;                       ///< something is searched: an empty list is "nothing found"
    bool isTrash() const;

    void setSearch(const QString& text); ///< waits 200 ms for more typing
    void setTrash(bool trash);
    void reload(); ///< keeps the rows until the new ones are here; selection survives by persistent indexes
    void clear();  ///< signed out: forgets everything

    using Outcome = std::function<void(int done, std::vector<std::pair<FileEntry, ApiError>> failed)>;
    /// Each takes its rows away at once and puts back those that failed.
    void remove(const std::vector<FileEntry>& files, QObject* context, Outcome outcome); ///< into the trash
    void purge(const std::vector<FileEntry>& files, QObject* context, Outcome outcome);  ///< for good
    void restore(const std::vector<FileEntry>& files, QObject* context,
                 Outcome outcome); ///< out of the trash
    void rename(const FileId& id, const QString& name, QObject* context, ApiCallback<api::File> callback);

Q_SIGNALS:
    void stateChanged();
    void countChanged();
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/models/file_acts.h"
#include "app/models/file_links.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QTimer>

#include <unordered_map>
#include <unordered_set>

namespace dropseal::app {

/// The person's files on the server: search and sort there, pages fetched as one scrolls (keyset paging).
/// While there is no connection it keeps the last list and says of when it is. DisplayRole is the visible
/// text of each column, in words and in full; file names as safeFileName() shows them. GUI thread.
class FilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, SizeColumn, AddedColumn, LinkColumn, ColumnCount };
    enum class State { Idle, Loading, Ready, Failed };
    enum Role {
        LinkExpiryRole = Qt::UserRole + 1 ///< QDateTime; invalid: no link, or it lies in the trash
    };

    FilesModel(ApiClient& client, FileLinks& links, QObject* parent = nullptr);
    ~FilesModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    void sort(int column, Qt::SortOrder order) override; ///< asks the server; Link does not sort
    int sortColumn() const;                              ///< at first Added, the newest above
    Qt::SortOrder sortOrder() const;

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
    /// Keeps the rows until the new ones are here; selection and scroll position survive. The first call
    /// after clear() begins. Cheap: several calls within 300 ms are one request, of the first page; pages
    /// that were fetched beyond it are looked through one after another, unhurried.
    void reload();
    void clear(); ///< signed out: forgets everything, the search too

    using Outcome = std::function<void(int done, std::vector<std::pair<FileEntry, ApiError>> failed)>;
    /// Each takes its rows away at once and puts back those that failed. restore() outside the trash is the
    /// undo of remove(): it shows the rows again at once. The outcome is said once, never before the call
    /// returned, and not at all when the context died first.
    void remove(const std::vector<FileEntry>& files, QObject* context, Outcome outcome); ///< into the trash
    void purge(const std::vector<FileEntry>& files, QObject* context, Outcome outcome);  ///< for good
    void restore(const std::vector<FileEntry>& files, QObject* context,
                 Outcome outcome); ///< out of the trash
    void rename(const FileId& id, const QString& name, QObject* context, ApiCallback<api::File> callback);

Q_SIGNALS:
    void stateChanged(); ///< state(), error() or asOf()
    void countChanged();

private:
    /// What is asked of the server; one thing at a time.
    enum class Ask {
        Nothing,
        Fresh, ///< another question: its answer replaces all rows
        Head,  ///< the same question again: the first page
        Tail,  ///< … and the pages behind it that are shown already
        More   ///< the next page
    };
    /// What the person did and the server's lists may not know yet.
    struct Pending {
        enum class Kind { Hidden, Kept, Renamed };
        Kind kind = Kind::Hidden;
        quint64 act = 0; ///< the one that says it; a later act takes its place
        QString name{};
        QString name_before{};
        /// From the list with this number on, the server's word counts again.
        quint64 until = UINT64_MAX;
    };

    // files_model_list.cpp: asking
    void newQuestion();
    void searchNow();
    void reloadNow();
    void ask(Ask what, const QString& cursor = {});
    void answered(Ask what, quint64 number, const ApiResult<api::FileList>& list);
    void take(Ask what, quint64 number, const api::FileList& list);
    void askNext();
    void fillUp();
    void tailNow();
    void reachedAgain();
    void setState(State state, const std::optional<ApiError>& error = std::nullopt);

    // files_model_merge.cpp: rows
    std::vector<FileEntry> shownOf(const api::FileList& list, quint64 number);
    int merge(int from, const std::vector<FileEntry>& page, bool replaces_rest, bool keeps_kept);
    int endOfRegion(int from, const std::vector<FileEntry>& page) const;
    void moveRow(int row, int to);
    void insertEntries(int at, const std::vector<FileEntry>& entries);
    void takeRows(int first, int count);
    void updateRow(int row, const FileEntry& entry);
    bool hasSameKey(const FileEntry& one, const FileEntry& other) const;
    bool isPending(const FileId& id, Pending::Kind kind) const;

    // files_model_acts.cpp
    void takeAwayAnd(FileActs::Kind kind, const std::vector<FileEntry>& files, QObject* context,
                     Outcome outcome);
    void undoRemove(const std::vector<FileEntry>& files, QObject* context, Outcome outcome);
    quint64 takeAway(const std::vector<FileEntry>& files);
    void putBack(const std::vector<FileEntry>& files);
    int placeFor(const FileId& id) const;
    void settle(const FileId& id, quint64 act);
    bool forgetAct(const FileId& id, quint64 act);
    void renamed(const FileId& id, quint64 act, const ApiResult<api::File>& file);

    void linkChanged(const FileId& file);
    void textsGrewOld();
    QVariant textOf(const FileEntry& entry, int column) const;
    QVariant toolTipOf(const FileEntry& entry, int column) const;

    ApiClient& m_client;
    FileLinks& m_links;
    FileActs* m_acts;

    std::vector<FileEntry> m_rows;
    mutable std::unordered_map<FileId, int> m_row_of; ///< made when asked for, empty after each change
    std::unordered_map<FileId, Pending> m_pending;
    std::unordered_map<FileId, FileId> m_next_of; ///< of rows that were taken away: what stood behind them

    QString m_search;
    QString m_typed;
    int m_sort_column = AddedColumn;
    Qt::SortOrder m_sort_order = Qt::DescendingOrder;
    bool m_trash = false;

    State m_state = State::Idle;
    std::optional<ApiError> m_error;
    QDateTime m_as_of;

    ApiClient::Handle m_call;
    Ask m_asking = Ask::Nothing;
    quint64 m_question = 0; ///< answers to an earlier one are ignored
    quint64 m_asked = 0;    ///< number of the last list that was asked for
    quint64 m_act = 0;
    bool m_needs_fresh = true; ///< the rows answer an older question
    bool m_reload_waits = false;
    bool m_more_waits = false;
    QString m_asked_from;               ///< cursor of the last list that was asked for
    std::optional<QString> m_more_from; ///< cursor behind the last row
    std::optional<QString> m_tail_from; ///< cursor of the next page to look through
    FileId m_tail_after;                ///< the last row that was looked at
    QDeadlineTimer m_no_more_before{0};
    QTimer m_search_timer;
    QTimer m_reload_timer;
    QTimer m_tail_timer;
    QTimer m_minute;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
// The half of FilesModel that carries out what the person does to files: at once here, then at the server,
// and taken back here where the server refuses.
#include "app/models/files_model.h"

#include <algorithm>

namespace dropseal::app {

namespace {

bool isGone(const ApiError& error) {
    return error.kind == ApiError::Kind::Server &&
           (error.problem.code == ErrorCode::not_found || error.problem.code == ErrorCode::gone);
}

/// Says the outcome to whoever still wants it.
FileActs::All toOutcome(QObject* context, FilesModel::Outcome outcome) {
    return [context = QPointer<QObject>(context), outcome = std::move(outcome)](int done,
                                                                                FileActs::Failed failed) {
        if (context != nullptr && outcome)
            outcome(done, std::move(failed));
    };
}

} // namespace

void FilesModel::remove(const std::vector<FileEntry>& files, QObject* context, Outcome outcome) {
    takeAwayAnd(FileActs::Kind::Remove, files, context, std::move(outcome));
}

void FilesModel::purge(const std::vector<FileEntry>& files, QObject* context, Outcome outcome) {
    takeAwayAnd(FileActs::Kind::Purge, files, context, std::move(outcome));
}

void FilesModel::restore(const std::vector<FileEntry>& files, QObject* context, Outcome outcome) {
    if (m_trash)
        takeAwayAnd(FileActs::Kind::Restore, files, context, std::move(outcome));
    else
        undoRemove(files, context, std::move(outcome));
}

void FilesModel::takeAwayAnd(FileActs::Kind kind, const std::vector<FileEntry>& files, QObject* context,
                             Outcome outcome) {
    const quint64 act = takeAway(files);
    m_acts->start(
        kind, files,
        [this, act, kind](const FileEntry& file) {
            settle(file.id, act);
            if (kind == FileActs::Kind::Purge)
                m_links.forget(file.id);
        },
        [this, act, question = m_question,
         say = toOutcome(context, std::move(outcome))](int done, FileActs::Failed failed) {
            std::vector<FileEntry> back;
            for (const auto& [file, error] : failed) {
                if (forgetAct(file.id, act) && question == m_question && !isGone(error))
                    back.push_back(file);
            }
            putBack(back);
            if (!failed.empty() && m_state != State::Idle)
                reload();
            say(done, std::move(failed));
        });
}

/// Remembers what stood behind each row, for the way back.
quint64 FilesModel::takeAway(const std::vector<FileEntry>& files) {
    const quint64 act = ++m_act;
    std::vector<int> rows;
    for (const FileEntry& file : files) {
        Pending pending;
        pending.act = act;
        m_pending[file.id] = pending;
        const int row = rowOf(file.id);
        if (row >= 0)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    for (const int row : rows)
        m_next_of[at(row).id] = row + 1 < rowCount() ? at(row + 1).id : FileId();
    for (auto last = rows.end(); last != rows.begin();) {
        auto first = last - 1;
        while (first != rows.begin() && *(first - 1) == *first - 1)
            --first;
        takeRows(*first, static_cast<int>(last - first));
        last = first;
    }
    fillUp();
    return act;
}

/// Each before the row that stood behind it, or behind that one, if that is away too.
void FilesModel::putBack(const std::vector<FileEntry>& files) {
    std::vector<FileEntry> group; // neighbours go back together
    const auto insertGroup = [this, &group] {
        if (!group.empty())
            insertEntries(placeFor(group.back().id), group);
        group.clear();
    };
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        const auto next = m_next_of.find(file->id);
        if (next == m_next_of.end() || rowOf(file->id) >= 0)
            continue;
        if (group.empty() || next->second != group.front().id)
            insertGroup();
        group.insert(group.begin(), *file);
    }
    insertGroup();
}

int FilesModel::placeFor(const FileId& id) const {
    for (auto next = m_next_of.find(id); next != m_next_of.end(); next = m_next_of.find(next->second)) {
        const int row = rowOf(next->second);
        if (row >= 0)
            return row;
    }
    return rowCount();
}

/// What the server did is in every list that is asked for from now on.
void FilesModel::settle(const FileId& id, quint64 act) {
    const auto pending = m_pending.find(id);
    if (pending != m_pending.end() && pending->second.act == act)
        pending->second.until = m_asked + 1;
}

/// False where a later act has taken its place.
bool FilesModel::forgetAct(const FileId& id, quint64 act) {
    const auto pending = m_pending.find(id);
    if (pending == m_pending.end() || pending->second.act != act)
        return false;
    m_pending.erase(pending);
    return true;
}

void FilesModel::undoRemove(const std::vector<FileEntry>& files, QObject* context, Outcome outcome) {
    const quint64 act = ++m_act;
    for (const FileEntry& file : files) {
        Pending pending;
        pending.kind = Pending::Kind::Kept;
        pending.act = act;
        m_pending[file.id] = pending;
    }
    putBack(files);
    m_acts->start(
        FileActs::Kind::Restore, files, [this, act](const FileEntry& file) { settle(file.id, act); },
        [this, act, question = m_question,
         say = toOutcome(context, std::move(outcome))](int done, FileActs::Failed failed) {
            for (const auto& [file, error] : failed) {
                const bool is_ours = forgetAct(file.id, act) && question == m_question;
                const int row = is_ours ? rowOf(file.id) : -1;
                if (row >= 0)
                    takeRows(row, 1);
            }
            if (m_state != State::Idle)
                reload(); // rows without a remembered place come by it
            say(done, std::move(failed));
        });
}

void FilesModel::rename(const FileId& id, const QString& name, QObject* context,
                        ApiCallback<api::File> callback) {
    const int row = rowOf(id);
    Pending pending;
    pending.kind = Pending::Kind::Renamed;
    pending.act = ++m_act;
    pending.name = name;
    if (row >= 0) {
        FileEntry entry = at(row);
        pending.name_before = entry.name;
        entry.name = name;
        updateRow(row, entry);
    }
    const auto earlier = m_pending.find(id); // still on its way: what the server has is older than the row
    if (earlier != m_pending.end() && earlier->second.kind == Pending::Kind::Renamed)
        pending.name_before = earlier->second.name_before;
    m_pending[id] = pending;
    m_client.renameFile(id, name, this,
                        [this, id, act = pending.act, context = QPointer<QObject>(context),
                         callback = std::move(callback)](const ApiResult<api::File>& file) {
                            renamed(id, act, file);
                            if (context != nullptr && callback)
                                callback(file);
                        });
}

void FilesModel::renamed(const FileId& id, quint64 act, const ApiResult<api::File>& file) {
    const auto pending = m_pending.find(id);
    if (pending == m_pending.end() || pending->second.kind != Pending::Kind::Renamed)
        return;
    const bool is_latest = pending->second.act == act;
    if (file)
        pending->second.name_before = QString::fromStdString(file->filename);
    if (!is_latest)
        return;
    const int row = rowOf(id);
    if (row >= 0) {
        FileEntry entry = at(row);
        entry.name = pending->second.name_before; // of the answer, or as it was
        updateRow(row, entry);
    }
    if (!file) {
        m_pending.erase(pending);
        return;
    }
    pending->second.name = pending->second.name_before;
    settle(id, act);
    if (m_sort_column == NameColumn || hasFilter())
        reload();
}

} // namespace dropseal::app

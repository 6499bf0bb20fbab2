// SPDX-License-Identifier: GPL-3.0-or-later
// The half of FilesModel that turns the rows that are shown into those of an answer, row by row, so that the
// selection and the place one scrolled to survive.
#include "app/models/files_model.h"

#include <algorithm>

namespace dropseal::app {

/// The answer, with what the person did meanwhile laid over it.
std::vector<FileEntry> FilesModel::shownOf(const api::FileList& list, quint64 number) {
    std::erase_if(m_pending, [number](const auto& entry) { return entry.second.until <= number; });
    std::vector<FileEntry> shown;
    std::unordered_set<FileId> seen; // a row twice would confuse every view
    for (const api::File& file : list.items) {
        const auto pending = m_pending.find(file.id);
        const bool is_hidden = pending != m_pending.end() && pending->second.kind == Pending::Kind::Hidden;
        if (is_hidden || !seen.insert(file.id).second)
            continue;
        shown.push_back(fileEntryOf(file));
        if (pending != m_pending.end() && pending->second.kind == Pending::Kind::Renamed)
            shown.back().name = pending->second.name;
    }
    return shown;
}

bool FilesModel::isPending(const FileId& id, Pending::Kind kind) const {
    const auto pending = m_pending.find(id);
    return pending != m_pending.end() && pending->second.kind == kind;
}

/// Rows with the same key have kept their place among each other.
bool FilesModel::hasSameKey(const FileEntry& one, const FileEntry& other) const {
    if (m_sort_column == NameColumn)
        return one.name == other.name;
    return m_sort_column == SizeColumn ? one.size == other.size : one.added == other.added;
}

/// The page speaks for the rows from `from` up to its last row that is shown already; how the rows behind
/// that lie to it is not known yet.
int FilesModel::endOfRegion(int from, const std::vector<FileEntry>& page) const {
    for (auto entry = page.rbegin(); entry != page.rend(); ++entry) {
        const int row = rowOf(entry->id);
        if (row >= from && hasSameKey(at(row), *entry))
            return row + 1;
    }
    return from;
}

/// Puts the page at `from`. Returns where it ends. With `replaces_rest` nothing comes behind it.
int FilesModel::merge(int from, const std::vector<FileEntry>& page, bool replaces_rest, bool keeps_kept) {
    std::unordered_set<FileId> in_page;
    std::unordered_set<FileId> known; // of the page, those that have a row
    for (const FileEntry& entry : page) {
        in_page.insert(entry.id);
        if (rowOf(entry.id) >= 0)
            known.insert(entry.id);
    }
    const auto isStranger = [&](int row) {
        const FileId& id = at(row).id;
        return !in_page.contains(id) && !(keeps_kept && isPending(id, Pending::Kind::Kept));
    };
    int last = replaces_rest ? rowCount() : endOfRegion(from, page);
    while (last > from) { // from the back: less to push around
        int first = last;
        while (first > from && isStranger(first - 1))
            --first;
        if (first < last)
            takeRows(first, last - first);
        last = first - 1;
    }

    int row = from;
    std::vector<FileEntry> fresh;
    for (const FileEntry& entry : page) {
        if (!known.contains(entry.id)) {
            fresh.push_back(entry);
            continue;
        }
        insertEntries(row, fresh);
        row += static_cast<int>(fresh.size());
        fresh.clear();
        while (row < rowCount() && at(row).id != entry.id && keeps_kept && !in_page.contains(at(row).id) &&
               isPending(at(row).id, Pending::Kind::Kept))
            ++row;
        if (row >= rowCount() || at(row).id != entry.id) {
            const int old = rowOf(entry.id);
            moveRow(old, row);
            row -= old < row ? 1 : 0;
        }
        updateRow(row, entry);
        ++row;
    }
    insertEntries(row, fresh);
    return row + static_cast<int>(fresh.size());
}

void FilesModel::insertEntries(int at, const std::vector<FileEntry>& entries) {
    if (entries.empty())
        return;
    beginInsertRows({}, at, at + static_cast<int>(entries.size()) - 1);
    m_rows.insert(m_rows.begin() + at, entries.begin(), entries.end());
    m_row_of.clear();
    endInsertRows();
}

void FilesModel::takeRows(int first, int count) {
    beginRemoveRows({}, first, first + count - 1);
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    m_row_of.clear();
    endRemoveRows();
}

/// To before the row `to`.
void FilesModel::moveRow(int row, int to) {
    if (to == row || to == row + 1)
        return;
    beginMoveRows({}, row, row, {}, to);
    const auto begin = m_rows.begin();
    if (row < to)
        std::rotate(begin + row, begin + row + 1, begin + to);
    else
        std::rotate(begin + to, begin + row, begin + row + 1);
    m_row_of.clear();
    endMoveRows();
}

void FilesModel::updateRow(int row, const FileEntry& entry) {
    FileEntry& shown = m_rows.at(static_cast<std::size_t>(row));
    if (shown == entry)
        return;
    shown = entry;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace dropseal::app

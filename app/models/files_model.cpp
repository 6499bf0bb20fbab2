// SPDX-License-Identifier: GPL-3.0-or-later
// What views see. Asking the server: files_model_list.cpp; rows: files_model_merge.cpp; what the person does
// to files: files_model_acts.cpp.
#include "app/models/files_model.h"

#include "app/models/plain_spaces.h"
#include "app/words/display_text.h"

#include <set>

namespace dropseal::app {

namespace {

constexpr int SearchWaitMs = 200;
constexpr int TailPauseMs = 250;
constexpr int MinuteMs = 60 * 1000;

int alignmentOf(int column) {
    const Qt::Alignment sideways = column == FilesModel::SizeColumn ? Qt::AlignRight : Qt::AlignLeading;
    return (sideways | Qt::AlignVCenter).toInt();
}

} // namespace

FilesModel::FilesModel(ApiClient& client, FileLinks& links, QObject* parent)
    : QAbstractTableModel(parent), m_client(client), m_links(links), m_acts(new FileActs(client, this)) {
    for (QTimer* const timer : {&m_search_timer, &m_reload_timer, &m_tail_timer})
        timer->setSingleShot(true);
    m_search_timer.setInterval(SearchWaitMs);
    m_tail_timer.setInterval(TailPauseMs);
    m_minute.setParent(this);
    m_minute.setObjectName(QStringLiteral("minute"));
    m_minute.setInterval(MinuteMs);
    connect(&m_search_timer, &QTimer::timeout, this, &FilesModel::searchNow);
    connect(&m_reload_timer, &QTimer::timeout, this, &FilesModel::reloadNow);
    connect(&m_tail_timer, &QTimer::timeout, this, &FilesModel::tailNow);
    connect(&m_minute, &QTimer::timeout, this, &FilesModel::textsGrewOld);
    m_minute.start();
    connect(&links, &FileLinks::changed, this, &FilesModel::linkChanged);
    connect(&links, &FileLinks::reset, this, &FilesModel::textsGrewOld);
    connect(&client, &ApiClient::reached, this, &FilesModel::reachedAgain);
    connect(this, &QAbstractItemModel::rowsInserted, this, &FilesModel::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &FilesModel::countChanged);
    connect(this, &QAbstractItemModel::modelReset, this, &FilesModel::countChanged);
}

FilesModel::~FilesModel() = default;

int FilesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FilesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

const FileEntry& FilesModel::at(int row) const {
    return m_rows.at(static_cast<std::size_t>(row));
}

int FilesModel::rowOf(const FileId& id) const {
    if (m_row_of.empty()) {
        m_row_of.reserve(m_rows.size());
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            m_row_of.emplace(m_rows[row].id, static_cast<int>(row));
    }
    const auto found = m_row_of.find(id);
    return found == m_row_of.end() ? -1 : found->second;
}

std::vector<FileEntry> FilesModel::entries(const QModelIndexList& selection) const {
    std::set<int> rows;
    for (const QModelIndex& index : selection) {
        if (index.model() == this && index.row() < rowCount())
            rows.insert(index.row());
    }
    std::vector<FileEntry> found;
    for (const int row : rows)
        found.push_back(at(row));
    return found;
}

QVariant FilesModel::textOf(const FileEntry& entry, int column) const {
    switch (column) {
    case NameColumn:
        return safeFileName(entry.name);
    case SizeColumn:
        return sizeText(entry.size);
    case AddedColumn:
        return dayText(entry.added, QDateTime::currentDateTime());
    case LinkColumn: {
        const QDateTime expires = entry.deleted.isValid() ? QDateTime() : m_links.expiryOf(entry.id);
        return expires.isValid() ? expiryText(expires, QDateTime::currentDateTime()) : tr("No link");
    }
    default:
        return {};
    }
}

QVariant FilesModel::toolTipOf(const FileEntry& entry, int column) const {
    if (column == AddedColumn)
        return instantText(entry.added);
    if (column == LinkColumn) {
        const QDateTime expires = entry.deleted.isValid() ? QDateTime() : m_links.expiryOf(entry.id);
        return expires.isValid() ? instantText(expires) : QString();
    }
    return textOf(entry, column);
}

QVariant FilesModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FileEntry& entry = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(entry, index.column());
    case Qt::AccessibleTextRole:
        return plainSpaces(textOf(entry, index.column()).toString());
    case Qt::ToolTipRole:
        return toolTipOf(entry, index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    case LinkExpiryRole:
        return entry.deleted.isValid() ? QDateTime() : m_links.expiryOf(entry.id);
    default:
        return {};
    }
}

QVariant FilesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignmentOf(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case SizeColumn:
        return tr("Size");
    case AddedColumn:
        return tr("Added");
    default:
        return tr("Link");
    }
}

FilesModel::State FilesModel::state() const {
    return m_state;
}

const std::optional<ApiError>& FilesModel::error() const {
    return m_error;
}

QDateTime FilesModel::asOf() const {
    return m_as_of;
}

bool FilesModel::hasFilter() const {
    return !m_search.isEmpty();
}

bool FilesModel::isTrash() const {
    return m_trash;
}

int FilesModel::sortColumn() const {
    return m_sort_column;
}

Qt::SortOrder FilesModel::sortOrder() const {
    return m_sort_order;
}

void FilesModel::linkChanged(const FileId& file) {
    const int row = rowOf(file);
    if (row >= 0)
        Q_EMIT dataChanged(index(row, LinkColumn), index(row, LinkColumn));
}

/// "Today" becomes "Yesterday", "7 days" become 6.
void FilesModel::textsGrewOld() {
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, AddedColumn), index(rowCount() - 1, LinkColumn));
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and sums. The words: transfer_words.cpp.
#include "app/models/transfers_model.h"

#include "app/models/plain_spaces.h"
#include "app/words/display_text.h"

#include <algorithm>

namespace dropseal::app {

namespace {

constexpr int FlushMs = 100;
constexpr int LineMs = 1000;
constexpr int SummaryMs = 250;

} // namespace

TransfersModel::TransfersModel(TransferQueue& queue, QObject* parent)
    : QAbstractTableModel(parent), m_queue(queue) {
    for (QTimer* const timer : {&m_flush_timer, &m_line_timer, &m_summary_timer})
        timer->setSingleShot(true);
    m_flush_timer.setInterval(FlushMs);
    m_line_timer.setInterval(LineMs);
    m_summary_timer.setInterval(SummaryMs);
    connect(&m_flush_timer, &QTimer::timeout, this, &TransfersModel::flush);
    connect(&m_line_timer, &QTimer::timeout, this, [this] {
        m_line_moved = true;
        if (!m_flush_timer.isActive())
            m_flush_timer.start();
    });
    connect(&m_summary_timer, &QTimer::timeout, this, &TransfersModel::summaryChanged);
    connect(&queue, &TransferQueue::added, this, &TransfersModel::added);
    connect(&queue, &TransferQueue::changed, this, &TransfersModel::changed);
    connect(&queue, &TransferQueue::removed, this, &TransfersModel::removed);
    connect(&queue, &TransferQueue::reset, this, &TransfersModel::orderChanged);
    takeOrder();
}

TransfersModel::~TransfersModel() = default;

int TransfersModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TransfersModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

TransferNumber TransfersModel::numberAt(int row) const {
    return m_rows.at(static_cast<std::size_t>(row)).number;
}

/// A row whose transfer the queue does not know (any more) is empty until it says so.
Transfer TransfersModel::at(int row) const {
    Transfer unknown;
    unknown.number = numberAt(row);
    return m_queue.find(unknown.number).value_or(unknown);
}

TransferState TransfersModel::stateAt(int row) const {
    return m_heard.at(numberAt(row)).state;
}

int TransfersModel::rowOf(TransferNumber number) const {
    const auto heard = m_heard.find(number);
    if (heard == m_heard.end())
        return -1;
    const auto row = std::ranges::lower_bound(m_rows, heard->second.key, {}, &Row::key);
    return static_cast<int>(row - m_rows.begin());
}

void TransfersModel::setServerName(const QString& name) {
    if (name == m_server_name)
        return;
    m_server_name = name;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, StateColumn), index(rowCount() - 1, StateColumn));
}

TransfersModel::Heard TransfersModel::hear(TransferNumber number, quint64 key) const {
    Heard heard;
    heard.key = key;
    const auto transfer = m_queue.find(number);
    if (!transfer)
        return heard;
    heard.state = transfer->state;
    heard.size = qMax<qint64>(0, transfer->size);
    heard.done = qBound<qint64>(0, transfer->done, heard.size);
    heard.bytes_per_second = transfer->bytes_per_second;
    return heard;
}

/// Adds it to the sums, or takes it out of them.
void TransfersModel::count(TransferNumber number, const Heard& heard, int sign) {
    if (heard.state == TransferState::Sealed) {
        m_counts.done += sign;
    } else if (heard.state == TransferState::Failed) {
        m_counts.failed += sign;
    } else {
        m_counts.unfinished += sign;
        m_size += sign * heard.size;
        m_done += sign * heard.done;
    }
    if (sign > 0 && heard.state == TransferState::Sending)
        m_running.insert(number);
    else
        m_running.erase(number);
    summarySoon();
}

void TransfersModel::takeOrder() {
    m_rows.clear();
    m_heard.clear();
    m_running.clear();
    m_dirty.clear();
    m_counts = Summary();
    m_size = 0;
    m_done = 0;
    for (const TransferNumber number : m_queue.order()) {
        const Heard heard = hear(number, m_next_key);
        if (!m_heard.emplace(number, heard).second)
            continue;
        m_rows.push_back({m_next_key++, number});
        count(number, heard, 1);
    }
    summarySoon();
}

void TransfersModel::added(const std::vector<TransferNumber>& numbers) {
    std::vector<Row> rows;
    std::unordered_set<TransferNumber> seen;
    for (const TransferNumber number : numbers) {
        if (!m_heard.contains(number) && seen.insert(number).second)
            rows.push_back({m_next_key++, number});
    }
    if (rows.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    for (const Row& row : rows) {
        const Heard heard = hear(row.number, row.key);
        m_heard.emplace(row.number, heard);
        count(row.number, heard, 1);
    }
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

void TransfersModel::changed(TransferNumber number) {
    const auto known = m_heard.find(number);
    if (known == m_heard.end())
        return;
    const TransferState before = known->second.state;
    count(number, known->second, -1);
    known->second = hear(number, known->second.key);
    count(number, known->second, 1);
    const bool left_line =
        (before == TransferState::Waiting) != (known->second.state == TransferState::Waiting);
    if (left_line && !m_line_timer.isActive())
        m_line_timer.start();
    m_dirty.insert(number);
    if (!m_flush_timer.isActive())
        m_flush_timer.start();
}

void TransfersModel::removed(const std::vector<TransferNumber>& numbers) {
    std::vector<int> rows;
    for (const TransferNumber number : numbers) {
        const int row = rowOf(number);
        if (row >= 0)
            rows.push_back(row);
    }
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    for (auto last = rows.end(); last != rows.begin();) {
        auto first = last - 1;
        while (first != rows.begin() && *(first - 1) == *first - 1)
            --first;
        const int begin = *first;
        const int end = begin + static_cast<int>(last - first);
        beginRemoveRows({}, begin, end - 1);
        for (int row = begin; row < end; ++row) {
            const TransferNumber number = numberAt(row);
            count(number, m_heard.at(number), -1);
            m_heard.erase(number);
            m_dirty.erase(number);
        }
        m_rows.erase(m_rows.begin() + begin, m_rows.begin() + end);
        endRemoveRows();
        last = first;
    }
}

bool TransfersModel::hasSameNumbers(const std::vector<TransferNumber>& order) const {
    if (order.size() != m_rows.size() || order.empty())
        return false;
    const std::unordered_set<TransferNumber> numbers(order.begin(), order.end());
    return numbers.size() == order.size() &&
           std::ranges::all_of(numbers, [this](TransferNumber number) { return m_heard.contains(number); });
}

/// The same transfers in another order keep their selection.
void TransfersModel::orderChanged() {
    const std::vector<TransferNumber> order = m_queue.order();
    if (hasSameNumbers(order)) {
        reorder(order);
        return;
    }
    beginResetModel();
    takeOrder();
    endResetModel();
}

void TransfersModel::reorder(const std::vector<TransferNumber>& order) {
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList old = persistentIndexList();
    std::vector<TransferNumber> numbers;
    for (const QModelIndex& index : old)
        numbers.push_back(numberAt(index.row()));
    m_rows.clear();
    for (const TransferNumber number : order) {
        const Heard before = m_heard.at(number);
        count(number, before, -1);
        const Heard heard = hear(number, m_next_key);
        m_heard[number] = heard;
        count(number, heard, 1);
        m_rows.push_back({m_next_key++, number});
    }
    QModelIndexList moved;
    for (qsizetype i = 0; i < old.size(); ++i)
        moved.push_back(index(rowOf(numbers[static_cast<std::size_t>(i)]), old[i].column()));
    changePersistentIndexList(old, moved);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

/// One signal for all: from the first row that changed to the last.
void TransfersModel::flush() {
    int first = rowCount();
    int last = -1;
    for (const TransferNumber number : m_dirty) {
        const int row = rowOf(number);
        first = qMin(first, row < 0 ? first : row);
        last = qMax(last, row);
    }
    m_dirty.clear();
    if (m_line_moved) {
        first = 0;
        last = rowCount() - 1;
    }
    m_line_moved = false;
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void TransfersModel::summarySoon() {
    if (!m_summary_timer.isActive())
        m_summary_timer.start();
}

TransfersModel::Summary TransfersModel::summary() const {
    Summary summary = m_counts;
    for (const TransferNumber number : m_running)
        summary.bytes_per_second += m_heard.at(number).bytes_per_second;
    if (m_size > 0)
        summary.fraction = static_cast<double>(m_done) / static_cast<double>(m_size);
    return summary;
}

QVariant TransfersModel::data(const QModelIndex& index, int role) const {
    const bool is_known_role =
        role == Qt::DisplayRole || role == Qt::AccessibleTextRole || role == Qt::ToolTipRole;
    if (!is_known_role ||
        !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Transfer transfer = at(index.row());
    if (role == Qt::ToolTipRole)
        return toolTip(transfer, index.column());
    switch (index.column()) {
    case NameColumn:
        return safeFileName(transfer.name);
    case StateColumn:
        return role == Qt::AccessibleTextRole ? plainSpaces(stateText(transfer)) : stateText(transfer);
    default:
        if (transfer.link.isEmpty())
            return tr("No link");
        return role == Qt::AccessibleTextRole ? transfer.link : shownLink(transfer.link);
    }
}

QVariant TransfersModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    if (section == NameColumn)
        return tr("Name");
    return section == StateColumn ? tr("State") : tr("Link");
}

} // namespace dropseal::app

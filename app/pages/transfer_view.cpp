// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/transfer_view.h"

#include "app/pages/actions.h"
#include "app/pages/link_copier.h"
#include "app/pages/page_context.h"
#include "app/pages/transfer_acts.h"
#include "app/widgets/file_delegate.h"
#include "app/widgets/metrics.h"

#include <QtGui/QAction>
#include <QtGui/QContextMenuEvent>
#include <QtWidgets/QMenu>

#include <algorithm>

namespace dropseal::app {

namespace {

TransferRowState rowState(TransferState state) {
    switch (state) {
    case TransferState::Waiting:
        return TransferRowState::Waiting;
    case TransferState::Sending:
        return TransferRowState::Sending;
    case TransferState::Paused:
        return TransferRowState::Paused;
    case TransferState::Checking:
        return TransferRowState::Checking;
    case TransferState::Sealed:
        return TransferRowState::Sealed;
    case TransferState::Failed:
        return TransferRowState::Failed;
    case TransferState::Changed:
        return TransferRowState::Changed;
    case TransferState::Offline:
        return TransferRowState::Offline;
    }
    return TransferRowState::Waiting;
}

double fractionOf(const Transfer& transfer) {
    if (transfer.size < 0)
        return -1;
    const bool all_sent =
        transfer.state == TransferState::Checking || transfer.state == TransferState::Sealed;
    if (all_sent || transfer.size == 0)
        return all_sent ? 1 : 0;
    return std::clamp(static_cast<double>(transfer.done) / static_cast<double>(transfer.size), 0.0, 1.0);
}

} // namespace

TransferView::TransferView(PageContext& context, QWidget* parent)
    : QTreeView(parent)
    , m_context(context)
    , m_filter(new TransfersFilter(context.transfers, this))
    , m_copier(new LinkCopier(context, this)) {
    makeTable(this, tr("Transfers"));
    setSortingEnabled(false); // they stand in the order in which they are sent
    setModel(m_filter);
    auto* delegate = new TransferDelegate(
        [this](const QModelIndex& index) { return rowOf(index); },
        {TransfersModel::NameColumn, TransfersModel::StateColumn, TransfersModel::LinkColumn}, this);
    delegate->installOn(this);
    connect(delegate, &TransferDelegate::acted, this, [this](const QModelIndex& index, TransferAct act) {
        m_context.transfer_acts.perform(numberOf(index), act);
    });
    connect(delegate, &TransferDelegate::copyLinkRequested, this, &TransferView::copyLink);
    connect(this, &QAbstractItemView::activated, this, &TransferView::copyLink);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TransferView::chosenChanged);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &TransferView::chooseNeighbour);
    keepChosenOverResets();
    context.transfer_acts.addView(this);
}

void TransferView::showUnfinished() {
    if (!isVisible() || hasFocus() || viewport()->underMouse() || !chosen().empty())
        return;
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, TransfersModel::NameColumn);
        if (m_context.transfers.stateAt(m_filter->mapToSource(index).row()) == TransferState::Sealed)
            continue;
        scrollTo(index, PositionAtTop);
        return;
    }
}

void TransferView::setShow(TransfersFilter::Show show) {
    m_filter->setShow(show);
}

TransferNumber TransferView::numberOf(const QModelIndex& index) const {
    return m_context.transfers.numberAt(m_filter->mapToSource(index).row());
}

TransferRow TransferView::rowOf(const QModelIndex& index) const {
    const Transfer transfer = m_context.transfers.at(m_filter->mapToSource(index).row());
    TransferRow row;
    row.key = transfer.number;
    row.name = transfer.name;
    row.state = rowState(transfer.state);
    row.fraction = fractionOf(transfer);
    row.word = m_context.transfers.word(transfer);
    row.details = m_context.transfers.details(transfer);
    row.link = transfer.link;
    row.copied = m_copied.contains(transfer.number);
    return row;
}

std::vector<TransferNumber> TransferView::chosen() const {
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    std::vector<TransferNumber> numbers;
    numbers.reserve(static_cast<std::size_t>(rows.size()));
    for (const QModelIndex& row : rows)
        numbers.push_back(numberOf(row));
    return numbers;
}

void TransferView::choose(const std::vector<TransferNumber>& numbers) {
    QItemSelection selection;
    for (const TransferNumber number : numbers) {
        const int source = m_context.transfers.rowOf(number);
        const QModelIndex row = m_filter->mapFromSource(m_context.transfers.index(source, 0));
        if (row.isValid())
            selection.select(row, row);
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void TransferView::expectChosenToGo() {
    const QModelIndexList rows = selectionModel()->selectedRows();
    m_going_row = rows.isEmpty() ? -1 : std::ranges::min(rows, {}, &QModelIndex::row).row();
}

void TransferView::chooseNeighbour() {
    const int last = m_filter->rowCount() - 1;
    if (m_going_row < 0 || selectionModel()->hasSelection())
        return;
    const int row = std::min(std::exchange(m_going_row, -1), last);
    if (row >= 0)
        selectionModel()->setCurrentIndex(m_filter->index(row, 0),
                                          QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

/// A new order comes as a reset; what was chosen stays chosen.
void TransferView::keepChosenOverResets() {
    connect(m_filter, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_kept = chosen(); });
    connect(m_filter, &QAbstractItemModel::modelReset, this, [this] {
        choose(m_kept);
        if (!m_kept.empty() && !selectionModel()->selectedRows().isEmpty())
            selectionModel()->setCurrentIndex(selectionModel()->selectedRows().first(),
                                              QItemSelectionModel::NoUpdate);
        Q_EMIT chosenChanged();
    });
}

void TransferView::copyLink(const QModelIndex& index) {
    const TransferNumber number = numberOf(index);
    const auto transfer = m_context.queue.find(number);
    if (!transfer || transfer->link.isEmpty())
        return;
    m_copier->copy(transfer->link);
    m_copied.insert(number);
    viewport()->update();
    QTimer::singleShot(metrics::CopiedMs, this, [this, number] {
        m_copied.erase(number);
        viewport()->update();
    });
}

/// The keys of the Files list end here while the focus is here: Del must not delete a file that is selected
/// in the other list.
bool TransferView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool of_files = key->key() == Qt::Key_Delete || key->key() == Qt::Key_F2;
        if (of_files || key->matches(QKeySequence::SelectAll)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        Q_EMIT chosenChanged();
    return QTreeView::event(event);
}

void TransferView::contextMenuEvent(QContextMenuEvent* event) {
    const Actions& actions = m_context.actions;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QModelIndex index = indexAt(event->pos());
    if (index.isValid() && !rowOf(index).link.isEmpty()) {
        menu->addAction(tr("Copy link"), this, [this, kept = QPersistentModelIndex(index)] {
            if (kept.isValid())
                copyLink(kept);
        });
        menu->addSeparator();
    }
    menu->addActions(
        {actions.start_now, actions.pause, actions.resume, actions.retry, actions.cancel_transfer});
    menu->addSeparator();
    menu->addActions({actions.move_up, actions.move_down, actions.copy_paths});
    menu->addSeparator();
    menu->addActions({actions.pause_all, actions.resume_all, actions.retry_failed, actions.clear_done});
    menu->popup(event->globalPos());
}

} // namespace dropseal::app

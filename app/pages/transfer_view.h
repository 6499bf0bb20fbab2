// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/transfers_model.h"
#include "app/widgets/transfer_delegate.h"

#include <QtCore/QTimer>
#include <QtWidgets/QTreeView>

#include <set>

namespace dropseal::app {

class LinkCopier;
struct PageContext;

/// The tree "Transfers", of the dock and of the page: rows as TransferDelegate paints them, menu, the acts of
/// a row, "Copied" on a chip for 2 s.
class TransferView : public QTreeView {
    Q_OBJECT
public:
    explicit TransferView(PageContext& context, QWidget* parent = nullptr);

    void setShow(TransfersFilter::Show show);
    /// Brings the first row that is unfinished or failed into view, unless somebody works in the list.
    void showUnfinished();
    std::vector<TransferNumber> chosen() const; ///< in the order of the rows
    void choose(const std::vector<TransferNumber>& numbers);
    /// The chosen ones are about to go: then their neighbour is chosen, so that the keyboard stays where it
    /// was.
    void expectChosenToGo();

Q_SIGNALS:
    void chosenChanged();

protected:
    bool event(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    TransferRow rowOf(const QModelIndex& index) const;
    TransferNumber numberOf(const QModelIndex& index) const;
    void copyLink(const QModelIndex& index);
    void keepChosenOverResets();
    void chooseNeighbour();

    PageContext& m_context;
    TransfersFilter* m_filter;
    LinkCopier* m_copier;
    std::set<TransferNumber> m_copied; ///< their chips say so
    std::vector<TransferNumber> m_kept;
    int m_going_row = -1; ///< the first of those that are about to go
};

} // namespace dropseal::app

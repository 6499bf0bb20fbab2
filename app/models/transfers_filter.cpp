// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/transfers_model.h"

namespace dropseal::app {

TransfersFilter::TransfersFilter(TransfersModel& model, QObject* parent)
    : QSortFilterProxyModel(parent), m_model(model) {
    setSourceModel(&model);
}

void TransfersFilter::setShow(Show show) {
    if (show == m_show)
        return;
    m_show = show;
    invalidateFilter();
}

bool TransfersFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_show == Show::All || parent.isValid())
        return true;
    switch (m_model.stateAt(row)) {
    case TransferState::Sealed:
        return m_show == Show::Done;
    case TransferState::Failed:
        return m_show == Show::Failed;
    default:
        return m_show == Show::Active;
    }
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/transfer_delegate.h"

#include "app/widgets/file_delegate.h"
#include "app/widgets/link_chip.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/transfer_motion.h"
#include "app/words/display_text.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QTreeView>

namespace dropseal::app {

namespace {

/// Keeps the link's column at a share of the view, as wide as a chip wants and no wider.
class LinkColumnWidth : public QObject {
public:
    LinkColumnWidth(QTreeView* view, int column) : QObject(view), m_view(view), m_column(column) {
        setObjectName(QStringLiteral("link_column_width"));
        view->viewport()->installEventFilter(this);
        fit();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize) {
            fit();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void fit() {
        const int wanted = metrics::chipWidth() + metrics::space(3);
        const int share = m_view->viewport()->width() * 2 / 5;
        m_view->header()->resizeSection(m_column, qMin(wanted, qMax(share, metrics::units(40))));
    }

    QTreeView* m_view;
    int m_column;
};

QString tip(const QString& text) {
    return text.toHtmlEscaped();
}

} // namespace

std::vector<TransferAct> transferActs(TransferRowState state) {
    switch (state) {
    case TransferRowState::Waiting:
        return {TransferAct::StartNow, TransferAct::Remove};
    case TransferRowState::Sending:
    case TransferRowState::Offline:
        return {TransferAct::Pause, TransferAct::Cancel};
    case TransferRowState::Paused:
        return {TransferAct::Resume, TransferAct::Cancel};
    case TransferRowState::Checking:
    case TransferRowState::Changed:
        return {TransferAct::Cancel};
    case TransferRowState::Sealed:
        return {TransferAct::Clear};
    case TransferRowState::Failed:
        return {TransferAct::Retry, TransferAct::Remove};
    }
    return {};
}

QString transferActName(TransferAct act) {
    switch (act) {
    case TransferAct::StartNow:
        return TransferDelegate::tr("Start now");
    case TransferAct::Pause:
        return TransferDelegate::tr("Pause");
    case TransferAct::Resume:
        return TransferDelegate::tr("Resume");
    case TransferAct::Retry:
        return TransferDelegate::tr("Retry");
    case TransferAct::Cancel:
        return TransferDelegate::tr("Cancel transfer");
    case TransferAct::Remove:
        return TransferDelegate::tr("Remove");
    case TransferAct::Clear:
        return TransferDelegate::tr("Clear");
    }
    return {};
}

QString transferActIcon(TransferAct act) {
    switch (act) {
    case TransferAct::StartNow:
    case TransferAct::Resume:
        return QStringLiteral("play");
    case TransferAct::Pause:
        return QStringLiteral("pause");
    case TransferAct::Retry:
        return QStringLiteral("rotate-ccw");
    case TransferAct::Cancel:
    case TransferAct::Remove:
    case TransferAct::Clear:
        return QStringLiteral("x");
    }
    return {};
}

TransferDelegate::TransferDelegate(RowOf row_of, Columns columns, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_row_of(std::move(row_of))
    , m_columns(columns)
    , m_motion(std::make_unique<TransferMotion>()) {
    m_clock.start();
    m_frame.setSingleShot(true);
    m_frame.setInterval(metrics::FrameMs);
    connect(&m_frame, &QTimer::timeout, this, [this] {
        if (m_view) {
            m_view->viewport()->update();
        }
    });
}

TransferDelegate::~TransferDelegate() = default;

void TransferDelegate::installOn(QTreeView* view) {
    m_view = view;
    view->setItemDelegate(this);
    view->setHeaderHidden(true);
    view->setSortingEnabled(false);
    view->setMouseTracking(true);
    view->viewport()->setAttribute(Qt::WA_Hover);
    QHeaderView* header = view->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(metrics::space(4));
    header->setSectionResizeMode(m_columns.name, QHeaderView::Stretch);
    header->setSectionResizeMode(m_columns.state, QHeaderView::Fixed);
    header->setSectionResizeMode(m_columns.link, QHeaderView::Fixed);
    header->resizeSection(m_columns.state, metrics::actsWidth() + metrics::space(3));
    header->moveSection(header->visualIndex(m_columns.state), header->count() - 1);
    delete view->findChild<QObject*>(QStringLiteral("link_column_width"), Qt::FindDirectChildrenOnly);
    new LinkColumnWidth(view, m_columns.link); // child of the view
}

QRect TransferDelegate::actRect(const QRect& cell, int position, int count, Qt::LayoutDirection direction) {
    const int side = metrics::controlHeightSmall();
    const int gap = qMax(1, metrics::units(0.5));
    const int from_end = (count - position) * side + (count - position - 1) * gap + metrics::space(2);
    return QStyle::visualRect(
        direction, cell,
        QRect(cell.right() + 1 - from_end, cell.top() + (cell.height() - side) / 2, side, side));
}

QRect TransferDelegate::chipRect(const QRect& cell, Qt::LayoutDirection direction) {
    const int gap = metrics::space(3);
    const int height = metrics::chipHeight();
    return QStyle::visualRect(
        direction, cell,
        QRect(cell.left() + gap, cell.top() + (cell.height() - height) / 2, cell.width() - gap, height));
}

void TransferDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    cell.index = index;
    const PainterScope scope(*painter);
    painter->setLayoutDirection(cell.direction);
    drawCellBackground(*painter, cell);
    const TransferRow row = m_row_of(index);
    if (index.column() == m_columns.name) {
        paintName(*painter, cell, row);
    } else if (index.column() == m_columns.state) {
        paintActs(*painter, cell, row);
    } else if (index.column() == m_columns.link) {
        paintLink(*painter, cell, row);
    }
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const int width = index.column() == m_columns.name ? metrics::units(60) : metrics::actsWidth();
    return {width, metrics::rowTwoLine()};
}

bool TransferDelegate::editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) {
    const auto type = event->type();
    if (type != QEvent::MouseMove && type != QEvent::MouseButtonPress && type != QEvent::MouseButtonRelease) {
        return false;
    }
    const auto* mouse = static_cast<QMouseEvent*>(event);
    if (type == QEvent::MouseMove) {
        for (int column = 0; m_view && column < index.model()->columnCount(index.parent()); ++column) {
            m_view->update(
                index.siblingAtColumn(column)); // the button under the pointer is drawn differently
        }
        return index.column() == m_columns.link && dragsLink(option, *mouse, m_row_of(index));
    }
    if (mouse->button() != Qt::LeftButton) {
        return false;
    }
    const TransferRow row = m_row_of(index);
    const bool released = type == QEvent::MouseButtonRelease;
    m_pressed_at = released ? std::nullopt : std::optional(mouse->pos());
    if (index.column() == m_columns.state) {
        const std::vector<TransferAct> acts = transferActs(row.state);
        for (std::size_t at = 0; at < acts.size(); ++at) {
            const QRect button =
                actRect(option.rect, static_cast<int>(at), static_cast<int>(acts.size()), option.direction);
            if (button.contains(mouse->pos())) {
                if (released) {
                    Q_EMIT acted(index, acts.at(at));
                }
                return true;
            }
        }
    } else if (index.column() == m_columns.link && !row.link.isEmpty() &&
               row.state != TransferRowState::Failed) {
        const QRect chip = chipRect(option.rect, option.direction);
        if (linkChipCopyRect(chip, option.direction).contains(mouse->pos())) {
            if (released) {
                Q_EMIT copyLinkRequested(index);
            }
            return true;
        }
    }
    return false;
}

/// Starts the drag of a chip's link once the pointer has gone far enough from where it was pressed.
bool TransferDelegate::dragsLink(const QStyleOptionViewItem& option, const QMouseEvent& mouse,
                                 const TransferRow& row) {
    const bool chip_pressed = m_pressed_at && mouse.buttons().testFlag(Qt::LeftButton) &&
                              !row.link.isEmpty() &&
                              chipRect(option.rect, option.direction).contains(*m_pressed_at);
    if (!chip_pressed) {
        return false;
    }
    if ((mouse.pos() - *m_pressed_at).manhattanLength() >= QApplication::startDragDistance()) {
        m_pressed_at.reset();
        dragLink(m_view, row.link);
    }
    return true;
}

bool TransferDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    const TransferRow row = m_row_of(index);
    QString text = safeFileName(row.name);
    if (!row.details.isEmpty()) {
        text += QLatin1Char('\n') + row.details;
    }
    if (index.column() == m_columns.state) {
        const std::vector<TransferAct> acts = transferActs(row.state);
        text.clear();
        for (std::size_t at = 0; at < acts.size(); ++at) {
            const QRect button =
                actRect(option.rect, static_cast<int>(at), static_cast<int>(acts.size()), option.direction);
            if (button.contains(event->pos())) {
                text = transferActName(acts.at(at));
            }
        }
    } else if (index.column() == m_columns.link && row.state != TransferRowState::Failed) {
        text = isolatedLeftToRight(shownLink(row.link));
    }
    QToolTip::showText(event->globalPos(), tip(text).replace(QLatin1Char('\n'), QLatin1String("<br>")), view);
    return true;
}

} // namespace dropseal::app

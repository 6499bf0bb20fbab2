// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/file_delegate.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/typography.h"
#include "app/words/display_text.h"

#include <QtGui/QHelpEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QTreeView>

namespace dropseal::app {

namespace {

struct Ink {
    const QStyleOptionViewItem& option;
    bool greyed;

    QColor operator()(ColorRole role) const {
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const bool words = role == ColorRole::Text || role == ColorRole::TextMuted;
        if (selected && (words || Theme::isHighContrast())) {
            return Theme::color(ColorRole::TextOnSelection);
        }
        return Theme::color(greyed && role == ColorRole::Text ? ColorRole::TextMuted : role);
    }
};

QRect inCell(const QStyleOptionViewItem& option) {
    const int side = metrics::units(2.5);
    return option.rect.adjusted(side, 0, -side, 0);
}

void paintName(QPainter& painter, const QStyleOptionViewItem& option, const FileRow& row, const Ink& ink) {
    const QRect room = inCell(option);
    const auto placed = [&](const QRect& part) { return QStyle::visualRect(option.direction, room, part); };
    const int column = metrics::DialogIcon; // the icon stands in the middle of where a thumbnail would
    QRect square(room.left() + (column - metrics::RowIcon) / 2, 0, metrics::RowIcon, metrics::RowIcon);
    square.moveTop(room.top() + (room.height() - square.height()) / 2);
    drawIcon(painter, kindIconName(row.name), placed(square), ink(ColorRole::TextMuted));
    const QRect text = room.adjusted(column + metrics::units(2.5), 0, 0, 0);
    drawText(painter, placed(text), safeFileName(row.name), textFont(TextRole::Body), ink(ColorRole::Text),
             Qt::ElideMiddle);
}

void paintLink(QPainter& painter, const QStyleOptionViewItem& option, const FileRow& row, const Ink& ink) {
    const QRect room = inCell(option);
    const auto placed = [&](const QRect& part) { return QStyle::visualRect(option.direction, room, part); };
    if (row.link == FileRow::Link::None) {
        drawText(painter, room, row.link_text, textFont(TextRole::Body), ink(ColorRole::TextMuted));
        return;
    }
    const int side = metrics::ControlIcon;
    const QRect mark(room.left(), room.top() + (room.height() - side) / 2, side, side);
    ColorRole color = ColorRole::Text;
    if (row.link == FileRow::Link::ExpiresSoon) {
        color = ColorRole::Warning;
        drawIcon(painter, QStringLiteral("clock"), placed(mark), ink(color));
    } else {
        const bool sealed = row.link == FileRow::Link::Sealed;
        const bool swapped = option.state.testFlag(QStyle::State_Selected) && Theme::isHighContrast();
        drawSeal(painter, placed(mark), sealed ? SealState::Filled : SealState::Cracked,
                 ink(sealed ? ColorRole::Accent : ColorRole::BorderStrong),
                 Theme::color(swapped ? ColorRole::Selection : ColorRole::TextOnAccent));
        color = sealed ? ColorRole::Text : ColorRole::TextMuted;
    }
    const QRect text = room.adjusted(side + metrics::units(1.5), 0, 0, 0);
    drawText(painter, placed(text), row.link_text, textFont(TextRole::Body), ink(color));
}

} // namespace

FileDelegate::FileDelegate(RowOf row_of, Columns columns, QObject* parent)
    : QStyledItemDelegate(parent), m_row_of(std::move(row_of)), m_columns(columns) {
}

void FileDelegate::installOn(QTreeView* view) {
    view->setItemDelegate(this);
    QHeaderView* header = view->header();
    header->setProperty("first_indent", metrics::DialogIcon + metrics::units(2.5));
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setMinimumSectionSize(metrics::units(18));
    header->setSectionResizeMode(m_columns.name, QHeaderView::Stretch);
    header->resizeSection(m_columns.size, metrics::units(26));
    header->resizeSection(m_columns.added, metrics::units(31));
    header->resizeSection(m_columns.link, metrics::units(58));
}

void FileDelegate::setCompact(bool compact) {
    m_compact = compact;
}

void FileDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const PainterScope scope(*painter);
    painter->setLayoutDirection(option.direction);
    drawCellBackground(*painter, option);
    const FileRow row = m_row_of(index);
    const Ink ink{option, row.greyed};
    const int column = index.column();
    if (column == m_columns.name) {
        paintName(*painter, option, row, ink);
    } else if (column == m_columns.size) {
        drawText(*painter, inCell(option), row.size, textFont(TextRole::Body), ink(ColorRole::Text),
                 Qt::ElideRight, Qt::AlignTrailing | Qt::AlignVCenter);
    } else if (column == m_columns.added) {
        drawText(*painter, inCell(option), row.added, textFont(TextRole::Body), ink(ColorRole::TextMuted));
    } else if (column == m_columns.link) {
        paintLink(*painter, option, row, ink);
    }
}

QSize FileDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {metrics::units(18), m_compact ? metrics::rowCompact() : metrics::row()};
}

bool FileDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid() || index.column() != m_columns.name) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    QToolTip::showText(event->globalPos(), safeFileName(m_row_of(index).name).toHtmlEscaped(), view);
    return true;
}

} // namespace dropseal::app

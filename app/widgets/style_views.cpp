// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/style_parts.h"
#include "app/widgets/typography.h"

#include <QtWidgets/QTreeView>

namespace dropseal::app::style {

namespace {

QColor rowFill(const QStyleOptionViewItem& option) {
    if (option.state.testFlag(QStyle::State_Selected)) {
        // Of the window, not of the view: with the focus in a search field the list is no less chosen from.
        const bool active =
            option.widget ? option.widget->isActiveWindow() : option.state.testFlag(QStyle::State_Active);
        return Theme::color(active ? ColorRole::Selection : ColorRole::SelectionInactive);
    }
    const bool hovered =
        option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    return hovered ? Theme::color(ColorRole::Hover) : QColor();
}

} // namespace

void drawRowBackground(QPainter& painter, const QStyleOptionViewItem& option, const QWidget* widget) {
    const QColor fill = rowFill(option);
    if (fill.isValid()) {
        painter.fillRect(option.rect, fill);
    }
    if (qobject_cast<const QTreeView*>(widget)) {
        drawHairline(painter, option.rect, Qt::BottomEdge);
    }
}

void drawHeaderBackground(QPainter& painter, const QRect& rect) {
    painter.fillRect(rect, Theme::color(ColorRole::Surface));
    drawHairline(painter, rect, Qt::BottomEdge);
}

void drawHeader(QPainter& painter, const QStyleOptionHeader& option, const QWidget* widget) {
    drawHeaderBackground(painter, option.rect);
    const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
    const bool hovered =
        option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    const QFont font = textFont(sorted ? TextRole::SmallStrong : TextRole::SmallLabel);
    const QColor color = Theme::color(sorted || hovered ? ColorRole::Text : ColorRole::TextMuted);
    const int mark_side = metrics::units(3); // smaller than an icon: it belongs to the word
    const int mark = sorted ? mark_side + metrics::space(1) : 0;
    const int side = metrics::units(2.5);
    // The heading of names stands over the names, not over their icons.
    const int indent = option.section == 0 && widget ? widget->property("first_indent").toInt() : 0;
    const QRect room = option.rect.adjusted(side + indent, 0, -side, 0);
    const QString text = elidedText(option.text, font, Qt::ElideRight, room.width() - mark);
    const int width = QFontMetrics(font).horizontalAdvance(text);
    // Text and sort mark stand together, at the side where the column's cells stand.
    const bool far_side =
        option.textAlignment.testFlag(Qt::AlignRight) || option.textAlignment.testFlag(Qt::AlignTrailing);
    QRect both(far_side ? room.right() + 1 - width - mark : room.left(), room.top(), width + mark,
               room.height());
    const auto placed = [&](const QRect& rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    drawText(painter, placed(QRect(both.left(), both.top(), width + 1, both.height())), text, font, color);
    if (sorted) {
        QRect square(both.left() + width + metrics::space(1), 0, mark_side, mark_side);
        square.moveTop(both.top() + (both.height() - square.height()) / 2);
        // Qt's "down" is ascending; the mark points to where the larger values are.
        const bool descending = option.sortIndicator == QStyleOptionHeader::SortUp;
        drawIcon(painter, descending ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up"),
                 placed(square), color);
    }
}

void drawBranch(QPainter& painter, const QStyleOption& option) {
    if (!option.state.testFlag(QStyle::State_Children)) {
        return;
    }
    QRect square(0, 0, metrics::ControlIcon, metrics::ControlIcon);
    square.moveCenter(option.rect.center());
    const bool open = option.state.testFlag(QStyle::State_Open);
    drawIcon(painter, open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), square,
             Theme::color(ColorRole::TextMuted), option.direction);
}

} // namespace dropseal::app::style

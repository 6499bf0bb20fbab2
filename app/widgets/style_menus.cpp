// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/style_parts.h"
#include "app/widgets/typography.h"
#include "app/words/display_text.h"

namespace dropseal::app::style {

namespace {

int iconColumn() {
    return metrics::ControlIcon + metrics::space(2);
}

QString textBefore(const QString& text) {
    return text.section(QLatin1Char('\t'), 0, 0);
}

QString shortcutOf(const QString& text) {
    return text.section(QLatin1Char('\t'), 1);
}

void drawMark(QPainter& painter, const QStyleOptionMenuItem& option, const QRect& square,
              const QColor& color) {
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked) {
            drawIcon(painter, QStringLiteral("check"), square, color);
        }
    } else if (!option.icon.isNull()) {
        const QPixmap pixmap = option.icon.pixmap(square.size(), painter.device()->devicePixelRatioF());
        painter.drawPixmap(square.topLeft(), tinted(pixmap, color));
    }
}

} // namespace

void drawMenuItem(QPainter& painter, const QStyleOptionMenuItem& option) {
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        const QRect middle(option.rect.left(), option.rect.center().y(), option.rect.width(), 1);
        drawHairline(painter, middle, Qt::TopEdge);
        return;
    }
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool chosen = enabled && option.state.testFlag(QStyle::State_Selected);
    QColor text = Theme::color(enabled ? ColorRole::Text : ColorRole::TextDisabled);
    QColor muted = Theme::color(enabled ? ColorRole::TextMuted : ColorRole::TextDisabled);
    const int inset = metrics::space(1);
    if (chosen) {
        drawRounded(painter, option.rect.adjusted(inset, 0, -inset, 0), metrics::radiusIndicator(),
                    Theme::color(ColorRole::Selection));
        text = muted = Theme::color(ColorRole::TextOnSelection);
    }
    const int side = metrics::space(3);
    const QRect room = option.rect.adjusted(side, 0, -side, 0);
    const auto placed = [&](const QRect& rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    QRect square(room.left(), 0, metrics::ControlIcon, metrics::ControlIcon);
    square.moveTop(room.top() + (room.height() - square.height()) / 2);
    drawMark(painter, option, placed(square), muted);
    painter.save();
    painter.setFont(option.font);
    painter.setPen(text);
    const int flags = Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine;
    painter.drawText(placed(room.adjusted(iconColumn(), 0, 0, 0)),
                     flags | int(QStyle::visualAlignment(option.direction, Qt::AlignLeft)),
                     textBefore(option.text));
    painter.setPen(muted);
    const QRect end = room.adjusted(0, 0, 0, 0);
    painter.drawText(placed(end), flags | int(QStyle::visualAlignment(option.direction, Qt::AlignRight)),
                     isolatedLeftToRight(shortcutOf(option.text)));
    painter.restore();
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        QRect chevron = square;
        chevron.moveRight(room.right());
        drawIcon(painter, QStringLiteral("chevron-right"), placed(chevron), muted, option.direction);
    }
}

QSize menuItemSize(const QStyleOptionMenuItem& option, const QSize&) {
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        return {0, metrics::space(2) + 1};
    }
    const QFontMetrics measure(option.font);
    int width = 2 * metrics::space(3) + iconColumn() +
                measure.size(Qt::TextShowMnemonic, textBefore(option.text)).width();
    const QString shortcut = shortcutOf(option.text);
    if (!shortcut.isEmpty()) {
        width += metrics::space(5) + measure.horizontalAdvance(shortcut);
    } else if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        width += metrics::space(3) + metrics::ControlIcon;
    }
    return {width, metrics::controlHeightSmall()};
}

void drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option) {
    painter.fillRect(option.rect, Theme::color(ColorRole::Window));
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool chosen = enabled && option.state.testFlag(QStyle::State_Selected);
    if (chosen) {
        drawRounded(painter, option.rect, metrics::radiusIndicator(), Theme::color(ColorRole::Hover));
    }
    painter.save();
    painter.setFont(option.font);
    painter.setPen(Theme::color(enabled ? ColorRole::Text : ColorRole::TextDisabled));
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
    painter.restore();
}

} // namespace dropseal::app::style

// SPDX-License-Identifier: GPL-3.0-or-later
// The half of TransferDelegate that paints.
#include "app/widgets/icons.h"
#include "app/widgets/link_chip.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/style_parts.h"
#include "app/widgets/transfer_delegate.h"
#include "app/widgets/transfer_motion.h"
#include "app/widgets/typography.h"
#include "app/words/display_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEasingCurve>
#include <QtWidgets/QAbstractItemView>

namespace dropseal::app {

namespace {

using State = TransferRowState;

bool isSelected(const QStyleOptionViewItem& option) {
    return option.state.testFlag(QStyle::State_Selected);
}

/// What stands on a selected row takes the selection's text colour: muted text always, all of it in high
/// contrast.
QColor onRow(const QStyleOptionViewItem& option, ColorRole role) {
    const bool plain = role == ColorRole::Text || role == ColorRole::TextMuted;
    const bool takes_over = isSelected(option) && (plain || Theme::isHighContrast());
    return Theme::color(takes_over ? ColorRole::TextOnSelection : role);
}

struct StateLook {
    const char* icon; ///< beside the word; nullptr: none, or a seal
    const char* word;
    ColorRole line; ///< second line
    bool has_bar;
    ColorRole bar;
};

StateLook lookOf(State state) {
    switch (state) {
    case State::Waiting:
        return {"hourglass", QT_TRANSLATE_NOOP("TransferRow", "Waiting"), ColorRole::TextMuted, true,
                ColorRole::Accent};
    case State::Sending:
        return {nullptr, "", ColorRole::TextMuted, true, ColorRole::Accent};
    case State::Paused:
        return {"pause", QT_TRANSLATE_NOOP("TransferRow", "Paused"), ColorRole::Warning, true,
                ColorRole::Warning};
    case State::Checking:
        return {nullptr, QT_TRANSLATE_NOOP("TransferRow", "Checking"), ColorRole::TextMuted, true,
                ColorRole::Accent};
    case State::Sealed:
        return {nullptr, QT_TRANSLATE_NOOP("TransferRow", "Sealed"), ColorRole::TextMuted, false,
                ColorRole::Accent};
    case State::Failed:
        return {nullptr, "", ColorRole::Danger, false, ColorRole::Danger};
    case State::Changed:
        return {"triangle-alert", QT_TRANSLATE_NOOP("TransferRow", "Changed"), ColorRole::Warning, true,
                ColorRole::Warning};
    case State::Offline:
        return {"wifi-off", QT_TRANSLATE_NOOP("TransferRow", "Offline"), ColorRole::TextMuted, true,
                ColorRole::BorderStrong};
    }
    return {nullptr, "", ColorRole::TextMuted, false, ColorRole::Accent};
}

QString wordOf(const TransferRow& row) {
    const char* word = lookOf(row.state).word;
    return row.word.isEmpty() && *word ? QCoreApplication::translate("TransferRow", word) : row.word;
}

void drawSealOn(QPainter& painter, const QStyleOptionViewItem& option, const QRectF& square,
                SealState state) {
    const ColorRole color = state == SealState::Filled ? ColorRole::Accent : ColorRole::BorderStrong;
    const bool swapped = isSelected(option) && Theme::isHighContrast();
    drawSeal(painter, square, state, onRow(option, color),
             Theme::color(swapped ? ColorRole::Selection : ColorRole::TextOnAccent));
}

/// The cell of the name and, where the row says so, the room of the link's cell too.
QRect textRoom(const QRect& cell, Qt::LayoutDirection direction) {
    const int left = metrics::space(4) + metrics::RowIcon + metrics::units(3.5);
    return QStyle::visualRect(direction, cell, cell.adjusted(left, 0, 0, 0));
}

struct Lines {
    int first;  ///< top of the name's line
    int bar;    ///< top of the bar
    int second; ///< top of the second line
    int first_height;
    int second_height;
};

Lines linesOf(const QRect& cell, bool has_bar) {
    Lines lines{};
    lines.first_height = QFontMetrics(textFont(TextRole::Label)).height();
    lines.second_height = QFontMetrics(textFont(TextRole::Small)).height();
    const int between = has_bar ? metrics::units(0.75) + metrics::progressHeight() : metrics::units(0.25);
    const int all = lines.first_height + between + lines.second_height;
    lines.first = cell.top() + (cell.height() - all) / 2;
    lines.bar = lines.first + lines.first_height + metrics::units(0.5);
    lines.second = lines.first + lines.first_height + between;
    return lines;
}

/// The square of the seal while it is being stamped: from a little too large to its size, and a little
/// beyond.
QRectF stamped(const QRect& square, double part) {
    if (part >= 1) {
        return square;
    }
    QEasingCurve curve(QEasingCurve::OutBack);
    curve.setOvershoot(metrics::StampOvershoot);
    const double scale = metrics::StampFrom + (1 - metrics::StampFrom) * curve.valueForProgress(part);
    QRectF grown(0, 0, square.width() * scale, square.height() * scale);
    grown.moveCenter(QRectF(square).center());
    return grown;
}

/// Word and its mark at the far side of the first line; returns the room they take.
int paintWord(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row,
              const QRect& room, const Lines& lines, double stamp) {
    const QString word = wordOf(row);
    if (word.isEmpty()) {
        return 0;
    }
    const QFont font = textFont(TextRole::Small);
    const int words = QFontMetrics(font).horizontalAdvance(word) + 1;
    const auto placed = [&](const QRect& part) { return QStyle::visualRect(option.direction, room, part); };
    const QRect text(room.right() + 1 - words, lines.first, words, lines.first_height);
    const StateLook look = lookOf(row.state);
    const ColorRole color = look.line == ColorRole::Warning ? ColorRole::Warning : ColorRole::TextMuted;
    drawText(painter, placed(text), word, font, onRow(option, color), Qt::ElideNone);
    const int side = metrics::SmallIcon;
    const QRect mark(text.left() - metrics::space(1) - side, lines.first + (lines.first_height - side) / 2,
                     side, side);
    if (look.icon) {
        drawIcon(painter, QString::fromLatin1(look.icon), placed(mark), onRow(option, color),
                 option.direction);
    } else if (row.state == State::Checking || row.state == State::Sealed) {
        drawSealOn(painter, option, stamped(placed(mark), stamp),
                   row.state == State::Sealed ? SealState::Filled : SealState::Dashed);
    } else {
        return words;
    }
    return words + metrics::space(1) + side;
}

void paintSecondLine(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row,
                     QRect line) {
    const QColor color = onRow(option, lookOf(row.state).line);
    const auto placed = [&](const QRect& part) { return QStyle::visualRect(option.direction, line, part); };
    QRect text = line;
    if (row.state == State::Failed) {
        const int side = metrics::SmallIcon;
        const QRect mark(line.left(), line.top() + (line.height() - side) / 2, side, side);
        drawIcon(painter, QStringLiteral("circle-alert"), placed(mark), color);
        text = placed(line.adjusted(side + metrics::units(1.5), 0, 0, 0));
    }
    drawText(painter, text, row.details, textFont(TextRole::Small), color);
}

} // namespace

void TransferDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option,
                                 const TransferRow& row) const {
    const StateLook look = lookOf(row.state);
    const Lines lines = linesOf(option.rect, look.has_bar);
    const QRect room = textRoom(option.rect, option.direction);
    const auto placed = [&](const QRect& part) { return QStyle::visualRect(option.direction, room, part); };
    QRect kind(option.rect.left() + metrics::space(4), 0, metrics::RowIcon, metrics::RowIcon);
    kind.moveTop(option.rect.top() + (option.rect.height() - kind.height()) / 2);
    drawIcon(painter, kindIconName(row.name), QStyle::visualRect(option.direction, option.rect, kind),
             onRow(option, ColorRole::TextMuted), option.direction);

    const double stamp =
        m_motion->stamp(row.key, row.state, m_clock.elapsed(), Theme::duration(metrics::SealMs));
    const int word = paintWord(painter, option, row, room, lines, stamp);
    const QRect name(room.left(), lines.first, room.width() - word - (word > 0 ? metrics::space(2) : 0),
                     lines.first_height);
    drawText(painter, placed(name), safeFileName(row.name), textFont(TextRole::Label),
             onRow(option, ColorRole::Text), Qt::ElideMiddle);
    if (look.has_bar) {
        const QRectF bar(room.left(), lines.bar, room.width(), metrics::progressHeight());
        drawProgressBar(painter, bar, shownFraction(row), onRow(option, look.bar), option.direction);
    }
    if (row.state == State::Failed) {
        paintFailure(painter, option, row);
        return;
    }
    paintSecondLine(painter, option, row,
                    QRect(room.left(), lines.second, room.width(), lines.second_height));
    if (m_motion->isMoving(m_clock.elapsed()) && !m_frame.isActive()) {
        m_frame.start();
    }
}

double TransferDelegate::shownFraction(const TransferRow& row) const {
    const double target = row.state == State::Checking ? 1 : row.fraction;
    return m_motion->fraction(row.key, target, m_clock.elapsed(), Theme::duration(metrics::ProgressMs));
}

void TransferDelegate::paintFailure(QPainter& painter, const QStyleOptionViewItem& option,
                                    const TransferRow& row) const {
    // The sentence goes over the cells of name and link; each draws the whole line and shows its part of it.
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    QRect whole = option.rect;
    for (const int column : {m_columns.name, m_columns.link}) {
        whole = view ? whole.united(view->visualRect(option.index.siblingAtColumn(column))) : whole;
    }
    const QRect room = textRoom(whole, option.direction);
    const Lines lines = linesOf(option.rect, false);
    painter.save();
    painter.setClipRect(option.rect, Qt::IntersectClip);
    paintSecondLine(painter, option, row,
                    QRect(room.left(), lines.second, room.width(), lines.second_height));
    painter.restore();
}

void TransferDelegate::paintActs(QPainter& painter, const QStyleOptionViewItem& option,
                                 const TransferRow& row) const {
    const std::vector<TransferAct> acts = transferActs(row.state);
    const bool over_row = option.state.testFlag(QStyle::State_MouseOver) && option.widget;
    const QPoint mouse = over_row ? option.widget->mapFromGlobal(QCursor::pos()) : QPoint(-1, -1);
    const int count = static_cast<int>(acts.size());
    for (int at = 0; at < count; ++at) {
        const QRect button = actRect(option.rect, at, count, option.direction);
        const bool hovered = button.contains(mouse);
        if (hovered) {
            drawRounded(painter, button, metrics::radiusControl(), Theme::color(ColorRole::Raised),
                        Theme::color(ColorRole::Border), hairlineOf(painter));
        }
        QRect square(0, 0, metrics::ControlIcon, metrics::ControlIcon);
        square.moveCenter(button.center());
        const QColor color = hovered ? Theme::color(ColorRole::Text) : onRow(option, ColorRole::TextMuted);
        drawIcon(painter, transferActIcon(acts.at(static_cast<std::size_t>(at))), square, color,
                 option.direction);
    }
}

void TransferDelegate::paintLink(QPainter& painter, const QStyleOptionViewItem& option,
                                 const TransferRow& row) const {
    if (row.state == State::Failed) {
        paintFailure(painter, option, row);
        return;
    }
    if (row.link.isEmpty()) {
        return;
    }
    LinkChipLook look;
    look.link = row.link;
    look.seal = row.state == State::Sealed ? SealState::Filled : SealState::Dashed;
    look.copied = row.copied;
    look.direction = option.direction;
    const QRect chip = chipRect(option.rect, option.direction);
    if (option.state.testFlag(QStyle::State_MouseOver) && option.widget) {
        const QPoint mouse = option.widget->mapFromGlobal(QCursor::pos());
        look.copy_hovered = linkChipCopyRect(chip, option.direction).contains(mouse);
    }
    drawLinkChip(painter, chip, look);
}

} // namespace dropseal::app

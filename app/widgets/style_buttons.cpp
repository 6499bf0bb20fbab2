// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/style_parts.h"
#include "app/widgets/typography.h"

#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

#include <array>

namespace dropseal::app {

namespace {
constexpr const char* RoleProperty = "role";
constexpr std::array RoleWords{"raised", "primary", "flat", "danger", "filled_danger", "link"};
} // namespace

void setButtonRole(QWidget* button, ButtonRole role) {
    button->setProperty(RoleProperty, QString::fromLatin1(RoleWords.at(static_cast<std::size_t>(role))));
    QFont font; // only the weight: size and family stay inherited
    const bool strong = role == ButtonRole::Primary || role == ButtonRole::FilledDanger;
    font.setWeight(strong ? QFont::DemiBold : QFont::Medium);
    button->setFont(font);
    button->updateGeometry();
    button->update();
}

namespace style {

namespace {

struct Look {
    QColor fill;
    QColor border;
    QColor text;
    QColor icon;
};

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
    return option.state.testFlag(flag);
}

Look filledLook(const QStyleOption& option, ColorRole plain, ColorRole hover, ColorRole pressed) {
    ColorRole fill = plain;
    if (has(option, QStyle::State_Sunken)) {
        fill = pressed;
    } else if (has(option, QStyle::State_MouseOver)) {
        fill = hover;
    }
    const QColor text = Theme::color(ColorRole::TextOnAccent);
    return {Theme::color(fill), Theme::isHighContrast() ? Theme::color(ColorRole::Border) : QColor(), text,
            text};
}

Look disabledLook(ButtonRole role) {
    const QColor text = Theme::color(ColorRole::TextDisabled);
    const bool framed =
        role == ButtonRole::Raised || role == ButtonRole::Primary || role == ButtonRole::FilledDanger;
    const bool was_filled = role == ButtonRole::Primary || role == ButtonRole::FilledDanger;
    return {was_filled ? Theme::color(ColorRole::Hover) : QColor(),
            framed ? Theme::color(ColorRole::Border) : QColor(), text, text};
}

Look flatLook(const QStyleOption& option, const QColor& text, const QColor& icon_color) {
    QColor fill;
    if (has(option, QStyle::State_Sunken)) {
        fill = Theme::color(ColorRole::SelectionInactive);
        if (Theme::isHighContrast()) {
            fill = Theme::color(ColorRole::Hover);
        }
    } else if (has(option, QStyle::State_MouseOver)) {
        fill = Theme::color(ColorRole::Hover);
    }
    const bool bordered = Theme::isHighContrast() && fill.isValid();
    return {fill, bordered ? Theme::color(ColorRole::Border) : QColor(), text, icon_color};
}

Look lookOf(const QStyleOption& option, ButtonRole role) {
    if (!has(option, QStyle::State_Enabled)) {
        return disabledLook(role);
    }
    switch (role) {
    case ButtonRole::Primary:
        return filledLook(option, ColorRole::Accent, ColorRole::AccentHover, ColorRole::AccentPressed);
    case ButtonRole::FilledDanger:
        return filledLook(option, ColorRole::Danger, ColorRole::DangerHover, ColorRole::DangerHover);
    case ButtonRole::Danger:
        return flatLook(option, Theme::color(ColorRole::Danger), Theme::color(ColorRole::Danger));
    case ButtonRole::Link:
        return flatLook(option, Theme::color(ColorRole::Link), Theme::color(ColorRole::Link));
    case ButtonRole::Flat:
        return flatLook(option, Theme::color(ColorRole::Text), Theme::color(ColorRole::TextMuted));
    case ButtonRole::Raised:
        break;
    }
    Look look = flatLook(option, Theme::color(ColorRole::Text), Theme::color(ColorRole::TextMuted));
    look.fill = look.fill.isValid() ? look.fill : Theme::color(ColorRole::Raised);
    look.border = Theme::color(ColorRole::Border);
    return look;
}

void drawContents(QPainter& painter, const QRect& rect, const QStyleOption& option, const QString& text,
                  const QIcon& icon, const QFont& font, const Look& look, bool underlined) {
    const int side = icon.isNull() ? 0 : metrics::ControlIcon;
    const int gap = side > 0 && !text.isEmpty() ? metrics::space(2) : 0;
    const QFontMetrics measure(font);
    const int text_width = text.isEmpty() ? 0 : measure.size(Qt::TextShowMnemonic, text).width();
    const int width = qMin(rect.width(), side + gap + text_width);
    QRect contents(rect.left() + (rect.width() - width) / 2, rect.top(), width, rect.height());
    if (side > 0) {
        QRect square(contents.left(), contents.top() + (contents.height() - side) / 2, side, side);
        square = QStyle::visualRect(option.direction, contents, square);
        const double ratio = painter.device()->devicePixelRatioF();
        const QPixmap pixmap = tinted(icon.pixmap(square.size(), ratio), look.icon);
        painter.drawPixmap(square.topLeft(), pixmap);
    }
    if (text.isEmpty()) {
        return;
    }
    QRect line = QStyle::visualRect(option.direction, contents, contents.adjusted(side + gap, 0, 0, 0));
    QFont shown = font;
    shown.setUnderline(underlined);
    painter.save();
    painter.setFont(shown);
    painter.setPen(look.text);
    painter.drawText(line, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, text);
    painter.restore();
}

} // namespace

ButtonRole buttonRole(const QWidget* widget) {
    const QString word = widget ? widget->property(RoleProperty).toString() : QString();
    for (std::size_t role = 0; role < RoleWords.size(); ++role) {
        if (word == QLatin1String(RoleWords.at(role))) {
            return static_cast<ButtonRole>(role);
        }
    }
    return ButtonRole::Raised;
}

bool isSmall(const QWidget* widget) {
    return widget && widget->property("small").toBool();
}

void drawButtonBevel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget) {
    ButtonRole role = buttonRole(widget);
    if (role == ButtonRole::Raised && option.features.testFlag(QStyleOptionButton::DefaultButton) &&
        has(option, QStyle::State_Enabled)) {
        role = ButtonRole::Primary; // the default button of a dialog is its primary one
    }
    if (role == ButtonRole::Link) {
        return;
    }
    const Look look = lookOf(option, role);
    drawRounded(painter, option.rect, metrics::radiusControl(), look.fill, look.border, hairlineOf(painter));
}

void drawButtonLabel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget) {
    ButtonRole role = buttonRole(widget);
    if (role == ButtonRole::Raised && option.features.testFlag(QStyleOptionButton::DefaultButton)) {
        role = ButtonRole::Primary;
    }
    const bool underlined = role == ButtonRole::Link && has(option, QStyle::State_Enabled) &&
                            has(option, QStyle::State_MouseOver);
    drawContents(painter, option.rect, option, option.text, option.icon,
                 widget ? widget->font() : painter.font(), lookOf(option, role), underlined);
}

void drawToolButton(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget) {
    const bool framed = widget && widget->property(RoleProperty).isValid();
    const ButtonRole role = framed ? buttonRole(widget) : ButtonRole::Flat;
    Look look = lookOf(option, role);
    if (has(option, QStyle::State_On) && has(option, QStyle::State_Enabled)) {
        look = {Theme::color(ColorRole::Selection), QColor(), Theme::color(ColorRole::TextOnSelection),
                Theme::color(ColorRole::TextOnSelection)};
    }
    drawRounded(painter, option.rect, metrics::radiusControl(), look.fill, look.border, hairlineOf(painter));
    const bool with_text = option.toolButtonStyle != Qt::ToolButtonIconOnly;
    drawContents(painter, option.rect, option, with_text ? option.text : QString(), option.icon, option.font,
                 look, false);
}

void drawCheckMark(QPainter& painter, const QStyleOption& option) {
    const PainterScope scope(painter);
    const bool on = has(option, QStyle::State_On);
    const bool partly = has(option, QStyle::State_NoChange);
    if (!has(option, QStyle::State_Enabled)) {
        painter.setOpacity(metrics::DisabledIndicatorOpacity);
    }
    if (on || partly) {
        drawRounded(painter, option.rect, metrics::radiusIndicator(), Theme::color(ColorRole::Accent));
        const int inset = option.rect.width() / 8;
        drawIcon(painter, partly ? QStringLiteral("minus") : QStringLiteral("check"),
                 option.rect.adjusted(inset, inset, -inset, -inset), Theme::color(ColorRole::TextOnAccent));
        return;
    }
    drawRounded(
        painter, option.rect, metrics::radiusIndicator(), Theme::color(ColorRole::Surface),
        Theme::color(has(option, QStyle::State_MouseOver) ? ColorRole::Accent : ColorRole::BorderStrong),
        metrics::snapped(metrics::SquareBorder, painter.device()->devicePixelRatioF()));
}

void drawRadioMark(QPainter& painter, const QStyleOption& option) {
    const PainterScope scope(painter);
    if (!has(option, QStyle::State_Enabled)) {
        painter.setOpacity(metrics::DisabledIndicatorOpacity);
    }
    const double radius = option.rect.width() / 2.0;
    if (has(option, QStyle::State_On)) {
        drawRounded(painter, option.rect, radius, Theme::color(ColorRole::TextOnAccent),
                    Theme::color(ColorRole::Accent), radius * 0.62);
        return;
    }
    drawRounded(
        painter, option.rect, radius, Theme::color(ColorRole::Surface),
        Theme::color(has(option, QStyle::State_MouseOver) ? ColorRole::Accent : ColorRole::BorderStrong),
        metrics::snapped(metrics::SquareBorder, painter.device()->devicePixelRatioF()));
}

bool isSegment(const QWidget* widget) {
    return widget && widget->property("segment").isValid();
}

void drawSegment(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget) {
    const PainterScope scope(painter);
    const QString place = widget->property("segment").toString();
    const bool from_left = option.direction == Qt::LeftToRight;
    const bool only = place == QLatin1String("only");
    const bool starts = only || place == QLatin1String("first");
    const bool ends = only || place == QLatin1String("last");
    const bool round_left = from_left ? starts : ends;
    const bool round_right = from_left ? ends : starts;
    // One long rounded field, of which each segment shows its part.
    const double beyond = metrics::radiusControl() * 2;
    const QRectF field =
        QRectF(option.rect).adjusted(round_left ? 0 : -beyond, 0, round_right ? 0 : beyond, 0);
    painter.setClipRect(option.rect);
    const bool on = has(option, QStyle::State_On);
    QColor fill = Theme::color(on ? ColorRole::Selection : ColorRole::Surface);
    if (!on && has(option, QStyle::State_MouseOver)) {
        fill = Theme::color(ColorRole::Hover);
    }
    drawRounded(painter, field, metrics::radiusControl(), fill, Theme::color(ColorRole::BorderStrong),
                hairlineOf(painter));
    if (!ends) {
        const int line = qCeil(hairlineOf(painter));
        drawHairline(painter, option.rect.adjusted(0, line, 0, -line),
                     from_left ? Qt::RightEdge : Qt::LeftEdge);
    }
    QColor text = Theme::color(on ? ColorRole::TextOnSelection : ColorRole::Text);
    if (!has(option, QStyle::State_Enabled)) {
        text = Theme::color(ColorRole::TextDisabled);
    }
    drawContents(painter, option.rect, option, option.text, option.icon,
                 textFont(on ? TextRole::Strong : TextRole::Body), {fill, {}, text, text}, false);
    if (has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange)) {
        drawFocusRing(painter, QRectF(option.rect), metrics::radiusControl());
    }
}

QSize buttonSize(const QStyleOptionButton& option, const QWidget* widget) {
    const QFontMetrics measure(widget ? widget->font() : textFont(TextRole::Label));
    const int text = option.text.isEmpty() ? 0 : measure.size(Qt::TextShowMnemonic, option.text).width();
    const int picture = option.icon.isNull() ? 0 : metrics::ControlIcon;
    const int gap = text > 0 && picture > 0 ? metrics::space(2) : 0;
    const int height = isSmall(widget) ? metrics::controlHeightSmall() : metrics::controlHeight();
    const bool link = buttonRole(widget) == ButtonRole::Link;
    int side = isSmall(widget) || link ? metrics::units(2.5) : metrics::space(3);
    if (widget && widget->property("flush").toBool()) {
        side = 0;
    }
    return {qMax(side > 0 ? height : metrics::SmallestHitArea, text + gap + picture + 2 * side + 2), height};
}

QSize segmentSize(const QStyleOptionButton& option) {
    // As wide as the bold text that it has once chosen, so that nothing moves.
    const QFontMetrics measure(textFont(TextRole::Strong));
    const int picture = option.icon.isNull() ? 0 : metrics::ControlIcon + metrics::space(2);
    return {measure.horizontalAdvance(option.text) + picture + 2 * metrics::units(2.75),
            metrics::controlHeight()};
}

} // namespace style

} // namespace dropseal::app

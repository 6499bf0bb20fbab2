// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/style_parts.h"
#include "app/widgets/typography.h"

#include <QtGui/QPainterPath>
#include <QtWidgets/QWidget>

namespace dropseal::app {

void drawProgressBar(QPainter& painter, const QRectF& rect, double fraction, const QColor& color,
                     Qt::LayoutDirection direction) {
    const PainterScope scope(painter);
    const double radius = rect.height() / 2;
    const bool bordered = Theme::isHighContrast();
    drawRounded(painter, rect, radius, Theme::color(ColorRole::Track),
                bordered ? Theme::color(ColorRole::Border) : QColor(), hairlineOf(painter));
    QPainterPath shape;
    shape.addRoundedRect(rect, radius, radius);
    painter.setClipPath(shape);
    if (fraction < 0) {
        // A still pattern: nothing loops (UI.md 2.4).
        const double step = rect.height() * 2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        const int stripes = qCeil(rect.width() / (2 * step)) + 1;
        for (int number = 0; number < stripes; ++number) {
            const double at = rect.left() - step + number * 2 * step;
            QPainterPath stripe(QPointF(at, rect.bottom()));
            stripe.lineTo(at + rect.height(), rect.top());
            stripe.lineTo(at + rect.height() + step, rect.top());
            stripe.lineTo(at + step, rect.bottom());
            painter.drawPath(stripe);
        }
        return;
    }
    QRectF done = rect;
    done.setWidth(rect.width() * qMin(1.0, fraction));
    if (direction == Qt::RightToLeft) {
        done.moveRight(rect.right());
    }
    if (done.width() > 0) {
        drawRounded(painter, done, radius, color);
    }
}

namespace style {

namespace {

bool has(const QStyleOption& option, QStyle::StateFlag flag) {
    return option.state.testFlag(flag);
}

void drawSmallIcon(QPainter& painter, const QString& name, const QRect& where, int side,
                   const QColor& color) {
    QRect square(0, 0, side, side);
    square.moveCenter(where.center());
    drawIcon(painter, name, square, color);
}

QRect placed(const QStyleOption& option, int from_left, int width) {
    return QStyle::visualRect(
        option.direction, option.rect,
        QRect(option.rect.left() + from_left, option.rect.top(), width, option.rect.height()));
}

} // namespace

bool isInvalid(const QWidget* widget) {
    return widget && widget->property("invalid").toBool();
}

void drawField(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const bool enabled = has(option, QStyle::State_Enabled);
    const QColor fill = Theme::color(enabled ? ColorRole::Surface : ColorRole::Window);
    const bool focus = enabled && has(option, QStyle::State_HasFocus);
    if (focus) {
        const ColorRole ring = isInvalid(widget) ? ColorRole::Danger : ColorRole::Focus;
        drawRounded(painter, option.rect, metrics::radiusControl(), fill, Theme::color(ring),
                    metrics::FocusWidth);
        return;
    }
    ColorRole border = enabled ? ColorRole::BorderStrong : ColorRole::Border;
    if (isInvalid(widget)) {
        border = ColorRole::Danger;
    }
    drawRounded(painter, option.rect, metrics::radiusControl(), fill, Theme::color(border),
                hairlineOf(painter));
}

void drawCombo(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget) {
    drawField(painter, option, widget);
    const ColorRole color =
        has(option, QStyle::State_Enabled) ? ColorRole::TextMuted : ColorRole::TextDisabled;
    drawSmallIcon(painter, QStringLiteral("chevron-down"), comboPart(option, QStyle::SC_ComboBoxArrow),
                  metrics::ControlIcon, Theme::color(color));
}

void drawComboLabel(QPainter& painter, const QStyleOptionComboBox& option) {
    QRect text = comboPart(option, QStyle::SC_ComboBoxEditField);
    if (!option.currentIcon.isNull()) {
        QRect square(text.left(), text.top() + (text.height() - metrics::ControlIcon) / 2,
                     metrics::ControlIcon, metrics::ControlIcon);
        option.currentIcon.paint(&painter, QStyle::visualRect(option.direction, text, square));
        const QRect rest = text.adjusted(metrics::ControlIcon + metrics::space(2), 0, 0, 0);
        text = QStyle::visualRect(option.direction, text, rest);
    }
    const ColorRole color = has(option, QStyle::State_Enabled) ? ColorRole::Text : ColorRole::TextDisabled;
    drawText(painter, text, option.currentText, painter.font(), Theme::color(color));
}

QRect comboPart(const QStyleOptionComplex& option, QStyle::SubControl part) {
    const int arrow = metrics::units(8);
    const int side = metrics::units(2.5);
    switch (part) {
    case QStyle::SC_ComboBoxArrow:
        return placed(option, option.rect.width() - arrow - metrics::units(0.5), arrow);
    case QStyle::SC_ComboBoxEditField:
        return placed(option, side, option.rect.width() - arrow - side);
    default:
        return option.rect;
    }
}

void drawSpin(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget) {
    drawField(painter, option, widget);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) {
        return;
    }
    const auto button = [&](QStyle::SubControl part, const QString& name,
                            QAbstractSpinBox::StepEnabledFlag needs) {
        ColorRole color = ColorRole::TextMuted;
        if (!has(option, QStyle::State_Enabled) || !option.stepEnabled.testFlag(needs)) {
            color = ColorRole::TextDisabled;
        } else if (option.activeSubControls == part) {
            color = ColorRole::Text;
        }
        drawSmallIcon(painter, name, spinPart(option, part), metrics::units(3), Theme::color(color));
    };
    button(QStyle::SC_SpinBoxUp, QStringLiteral("chevron-up"), QAbstractSpinBox::StepUpEnabled);
    button(QStyle::SC_SpinBoxDown, QStringLiteral("chevron-down"), QAbstractSpinBox::StepDownEnabled);
}

QRect spinPart(const QStyleOptionComplex& option, QStyle::SubControl part) {
    const int buttons = metrics::units(7);
    const int side = metrics::units(2);
    const QRect column = placed(option, option.rect.width() - buttons, buttons);
    const int half = column.height() / 2;
    switch (part) {
    case QStyle::SC_SpinBoxUp:
        return {column.left(), column.top() + metrics::FocusWidth, column.width(),
                half - metrics::FocusWidth};
    case QStyle::SC_SpinBoxDown:
        return {column.left(), column.top() + half, column.width(),
                column.height() - half - metrics::FocusWidth};
    case QStyle::SC_SpinBoxEditField:
        return placed(option, side, option.rect.width() - buttons - side)
            .adjusted(0, metrics::FocusWidth, 0, -metrics::FocusWidth);
    default:
        return option.rect;
    }
}

void drawScrollBar(QPainter& painter, const QStyleOptionSlider& option) {
    const PainterScope scope(painter);
    if (option.maximum <= option.minimum) {
        return;
    }
    const bool upright = option.orientation == Qt::Vertical;
    const bool active = option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) &&
                        (has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken));
    const double inset = active ? metrics::units(0.5) : metrics::units(0.75);
    QRectF slider = scrollBarPart(option, QStyle::SC_ScrollBarSlider);
    slider = upright ? slider.adjusted(inset, metrics::units(0.5), -inset, -metrics::units(0.5))
                     : slider.adjusted(metrics::units(0.5), inset, -metrics::units(0.5), -inset);
    const double radius = qMin(slider.width(), slider.height()) / 2;
    QColor color = Theme::color(ColorRole::BorderStrong);
    color.setAlphaF(active || Theme::isHighContrast() ? 1.0F : 0.6F);
    drawRounded(painter, slider, radius, color);
}

QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part) {
    const bool upright = option.orientation == Qt::Vertical;
    const int length = upright ? option.rect.height() : option.rect.width();
    const int thickness = upright ? option.rect.width() : option.rect.height();
    const int range = option.maximum - option.minimum;
    int slider = length;
    if (range > 0) {
        const qint64 wanted = qint64(option.pageStep) * length / (qint64(range) + option.pageStep);
        slider = qBound(qMin(length, metrics::units(6)), static_cast<int>(wanted), length);
    }
    const int start = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                      length - slider, option.upsideDown);
    const auto along = [&](int from, int extent) {
        const QRect rect = upright ? QRect(0, from, thickness, extent) : QRect(from, 0, extent, thickness);
        return QStyle::visualRect(upright ? Qt::LeftToRight : option.direction,
                                  QRect(QPoint(), option.rect.size()), rect)
            .translated(option.rect.topLeft());
    };
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return option.rect;
    case QStyle::SC_ScrollBarSlider:
        return along(start, slider);
    case QStyle::SC_ScrollBarSubPage:
        return along(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return along(start + slider, length - start - slider);
    default:
        return {};
    }
}

void drawProgress(QPainter& painter, const QStyleOptionProgressBar& option) {
    QRectF bar(option.rect);
    bar.setHeight(metrics::progressHeight());
    bar.moveCenter(QRectF(option.rect).center());
    const int range = option.maximum - option.minimum;
    const double fraction = range > 0 ? double(option.progress - option.minimum) / range : -1;
    drawProgressBar(painter, bar, range > 0 ? qMax(0.0, fraction) : -1, Theme::color(ColorRole::Accent),
                    option.direction);
}

} // namespace style

} // namespace dropseal::app

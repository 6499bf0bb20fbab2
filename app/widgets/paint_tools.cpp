// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/paint_tools.h"

#include "app/widgets/metrics.h"

#include <QtCore/QCache>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOption>
#include <QtWidgets/QWidget>

namespace dropseal::app {

double hairlineOf(const QPainter& painter) {
    return metrics::hairline(painter.device()->devicePixelRatioF());
}

void drawRounded(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
                 const QColor& border, double width) {
    const PainterScope scope(painter);
    const double line = border.isValid() ? width : 0;
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(line > 0 ? QPen(border, line) : QPen(Qt::NoPen));
    const double inset = line / 2;
    const double corner = qMax(0.0, radius - inset);
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner, corner);
}

void drawHairline(QPainter& painter, const QRect& rect, Qt::Edge edge) {
    const double line = hairlineOf(painter);
    QRectF stripe(rect);
    switch (edge) {
    case Qt::TopEdge:
        stripe.setHeight(line);
        break;
    case Qt::BottomEdge:
        stripe.setTop(stripe.bottom() - line);
        break;
    case Qt::LeftEdge:
        stripe.setWidth(line);
        break;
    case Qt::RightEdge:
        stripe.setLeft(stripe.right() - line);
        break;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(stripe, Theme::color(ColorRole::Border));
    painter.restore();
}

void drawFocusRing(QPainter& painter, const QRectF& rect, double radius) {
    drawRounded(painter, rect, radius, {}, Theme::color(ColorRole::Focus), metrics::FocusWidth);
}

void drawFloat(QPainter& painter, const QRectF& rect, double radius) {
    if (Theme::isHighContrast()) {
        drawRounded(painter, rect, radius, Theme::color(ColorRole::Raised), Theme::color(ColorRole::Border),
                    metrics::ContrastShadowBorder);
        return;
    }
    const PainterScope scope(painter);
    painter.setPen(Qt::NoPen);
    // Blur by many faint rings: their sum falls off like a blur, and nothing needs an effect of its own.
    QColor shade(Qt::black);
    constexpr int Rings = metrics::ShadowBlur;
    for (int ring = 0; ring < Rings; ++ring) {
        const double reach = ring - Rings / 2.0;
        const double weight = 1.0 - static_cast<double>(ring) / Rings;
        shade.setAlphaF(static_cast<float>(metrics::ShadowAlpha * 2 * weight / Rings));
        painter.setBrush(shade);
        const QRectF grown = rect.translated(0, metrics::ShadowDrop).adjusted(-reach, -reach, reach, reach);
        const double corner = qMax(0.0, radius + reach);
        painter.drawRoundedRect(grown, corner, corner);
    }
    drawRounded(painter, rect, radius, Theme::color(ColorRole::Raised), Theme::color(ColorRole::Border),
                hairlineOf(painter));
}

QString elidedText(const QString& text, const QFont& font, Qt::TextElideMode mode, int width) {
    const QFontMetrics metrics(font);
    if (width <= 0) {
        return {};
    }
    if (metrics.horizontalAdvance(text) <= width) {
        return text;
    }
    static QCache<QString, QString> cache(2000);
    const QString key = QString::number(width) + QLatin1Char('/') + QString::number(mode) + QLatin1Char('/') +
                        font.key() + QLatin1Char('/') + text;
    if (const QString* known = cache.object(key)) {
        return *known;
    }
    auto* made = new QString(metrics.elidedText(text, mode, width));
    QString elided = *made;
    cache.insert(key, made); // which may delete it
    return elided;
}

int drawText(QPainter& painter, const QRect& rect, const QString& text, const QFont& font,
             const QColor& color, Qt::TextElideMode mode, Qt::Alignment alignment) {
    const QString shown = elidedText(text, font, mode, rect.width());
    painter.save();
    painter.setFont(font);
    painter.setPen(color);
    const Qt::Alignment side = QStyle::visualAlignment(painter.layoutDirection(), alignment);
    // Its place follows the layout, its order the text: "214 kB" reads so in Arabic too.
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(rect, static_cast<int>(side) | Qt::TextSingleLine, shown);
    painter.restore();
    return QFontMetrics(font).horizontalAdvance(shown);
}

void drawCellBackground(QPainter& painter, const QStyleOptionViewItem& option) {
    const QStyle* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &painter, option.widget);
}

QPixmap tinted(const QPixmap& pixmap, const QColor& color) {
    QPixmap result = pixmap;
    if (result.isNull()) {
        return result;
    }
    QPainter painter(&result);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRectF(QPointF(), pixmap.deviceIndependentSize()), color);
    return result;
}

} // namespace dropseal::app

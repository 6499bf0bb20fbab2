// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtGui/QPainter>

class QStyleOptionViewItem;
class QWidget;

namespace dropseal::app {

/// Painter state for a stretch of code; antialiasing on.
class PainterScope {
public:
    explicit PainterScope(QPainter& painter) : m_painter(painter) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
    }
    ~PainterScope() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(PainterScope)

private:
    QPainter& m_painter;
};

double hairlineOf(const QPainter& painter);

/// A rounded rectangle whose border of `width` lies inside `rect`. An invalid colour draws nothing.
void drawRounded(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
                 const QColor& border = {}, double width = 0);

/// A hairline in `border` along one edge of `rect`, snapped to device pixels.
void drawHairline(QPainter& painter, const QRect& rect, Qt::Edge edge);

/// The focus ring: its outer edge is `rect`.
void drawFocusRing(QPainter& painter, const QRectF& rect, double radius);

/// The shadow of what floats, around `rect` and below it; in high contrast a border instead.
void drawFloat(QPainter& painter, const QRectF& rect, double radius);

/// One line of text in `rect`, elided, in `color`; returns its width as drawn.
int drawText(QPainter& painter, const QRect& rect, const QString& text, const QFont& font,
             const QColor& color, Qt::TextElideMode mode = Qt::ElideRight,
             Qt::Alignment alignment = Qt::AlignLeading | Qt::AlignVCenter);

/// A picture in one colour: the shape of `pixmap`, filled with `color`.
QPixmap tinted(const QPixmap& pixmap, const QColor& color);

/// What the style puts under a cell: selection, hover, the row's hairline.
void drawCellBackground(QPainter& painter, const QStyleOptionViewItem& option);

/// The text, elided as asked, from a cache by (text, width, font).
QString elidedText(const QString& text, const QFont& font, Qt::TextElideMode mode, int width);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/seal_mark.h"

#include "app/widgets/paint_tools.h"

#include <QtGui/QPainterPath>

#include <cmath>
#include <numbers>

namespace dropseal::app {

namespace {

// All drawn on a grid of 24, like the icons.
constexpr double Grid = 24;
constexpr double Centre = 12;

/// r(t) = radius (1 + amplitude cos(lobes t + phase)), closed.
QPainterPath wave(double radius, double amplitude, int lobes, double phase) {
    constexpr int Steps = 360;
    QPainterPath path;
    for (int step = 0; step < Steps; ++step) {
        const double angle = 2 * std::numbers::pi * step / Steps;
        const double reach = radius * (1 + amplitude * std::cos(lobes * angle + phase));
        const QPointF point(Centre + reach * std::cos(angle), Centre + reach * std::sin(angle));
        step == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    path.closeSubpath();
    return path;
}

const QPainterPath& disc() {
    static const QPainterPath path = wave(10.1, 0.055, 12, 0);
    return path;
}

/// A drop with its round end of `radius` around (12, belly) and its tip at (12, tip).
QPainterPath drop(double tip, double belly, double radius) {
    const double rise = belly - tip;
    QPainterPath path(QPointF(Centre, tip));
    path.cubicTo(Centre + radius * 0.625, tip + rise * 0.42, Centre + radius, tip + rise * 0.7,
                 Centre + radius, belly);
    path.arcTo(QRectF(Centre - radius, belly - radius, 2 * radius, 2 * radius), 0, -180);
    path.cubicTo(Centre - radius, tip + rise * 0.7, Centre - radius * 0.625, tip + rise * 0.42, Centre, tip);
    path.closeSubpath();
    return path;
}

const QPainterPath& markDrop() {
    static const QPainterPath path = drop(6.1, 13.2, 4);
    return path;
}

void toGrid(QPainter& painter, const QRectF& square) {
    painter.translate(square.topLeft());
    painter.scale(square.width() / Grid, square.height() / Grid);
}

void drawDashed(QPainter& painter, const QColor& color) {
    constexpr double Line = 1.8;
    QPen pen(color, Line);
    pen.setDashPattern({2.6 / Line, 1.9 / Line});
    pen.setCapStyle(Qt::FlatCap);
    painter.strokePath(disc(), pen);
    painter.fillPath(markDrop(), color);
}

void drawCracked(QPainter& painter, const QColor& color) {
    const QPen pen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.strokePath(disc(), pen);
    QPainterPath crack(QPointF(13.6, 1.8));
    for (const QPointF& point :
         {QPointF(10.4, 7.6), QPointF(14.2, 11.4), QPointF(9.8, 16.2), QPointF(12, 22.2)}) {
        crack.lineTo(point);
    }
    painter.strokePath(crack, pen);
}

} // namespace

void drawSeal(QPainter& painter, const QRectF& square, SealState state, const QColor& color,
              const QColor& cut) {
    const PainterScope scope(painter);
    toGrid(painter, square);
    switch (state) {
    case SealState::Filled:
        painter.fillPath(disc(), color);
        painter.fillPath(markDrop(), cut);
        break;
    case SealState::Dashed:
        drawDashed(painter, color);
        break;
    case SealState::Cracked:
        drawCracked(painter, color);
        break;
    }
}

void drawSeal(QPainter& painter, const QRectF& square, SealState state) {
    const bool filled = state == SealState::Filled;
    drawSeal(painter, square, state, Theme::color(filled ? ColorRole::Accent : ColorRole::BorderStrong),
             Theme::color(ColorRole::TextOnAccent));
}

void drawBlankSeal(QPainter& painter, const QRectF& square) {
    const PainterScope scope(painter);
    toGrid(painter, square);
    const QColor line = Theme::color(ColorRole::BorderStrong);
    QColor faint = line;
    faint.setAlphaF(Theme::isHighContrast() ? 1.0F : 0.62F);
    const QColor paper = Theme::color(ColorRole::Surface);
    const QPainterPath edge = wave(10.8, 0.0417, 14, 0);
    painter.fillPath(edge, paper);
    painter.strokePath(edge, QPen(line, 0.2));
    for (const int lobes : {9, 14}) {
        for (const double phase : {0.0, std::numbers::pi}) {
            painter.strokePath(wave(7.9, 0.133, lobes, phase), QPen(faint, 0.1));
        }
    }
    painter.setPen(QPen(faint, 0.1));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(Centre, Centre), 9.5, 9.5);
    painter.setPen(QPen(line, 0.1));
    painter.setBrush(paper);
    painter.drawEllipse(QPointF(Centre, Centre), 5.9, 5.9);
    const QPen pen(Theme::color(ColorRole::Accent), 0.42, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.strokePath(drop(8.4, 13.35, 2.8), pen);
}

SealView::SealView(Kind kind, int size, QWidget* parent) : QWidget(parent), m_kind(kind), m_size(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize SealView::sizeHint() const {
    return {m_size, m_size};
}

void SealView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_kind == Kind::Mark) {
        drawSeal(painter, rect(), SealState::Filled);
    } else {
        drawBlankSeal(painter, rect());
    }
}

} // namespace dropseal::app

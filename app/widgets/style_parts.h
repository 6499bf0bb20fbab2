// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/seal_style.h"

#include <QtWidgets/QStyleOption>

class QPainter;

/// The pieces that SealStyle draws, by kind. Each takes the option as Qt hands it over.
namespace dropseal::app::style {

ButtonRole buttonRole(const QWidget* widget);
bool isSmall(const QWidget* widget);
bool isInvalid(const QWidget* widget);

void drawButtonBevel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget);
void drawButtonLabel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget);
void drawToolButton(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget);
void drawCheckMark(QPainter& painter, const QStyleOption& option);
void drawRadioMark(QPainter& painter, const QStyleOption& option);
bool isSegment(const QWidget* widget);
void drawSegment(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget);
QSize buttonSize(const QStyleOptionButton& option, const QWidget* widget);
QSize segmentSize(const QStyleOptionButton& option);

/// The frame of anything that is typed into or chosen from.
void drawField(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void drawCombo(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget);
void drawComboLabel(QPainter& painter, const QStyleOptionComboBox& option);
void drawSpin(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget);
QRect comboPart(const QStyleOptionComplex& option, QStyle::SubControl part);
QRect spinPart(const QStyleOptionComplex& option, QStyle::SubControl part);
void drawScrollBar(QPainter& painter, const QStyleOptionSlider& option);
QRect scrollBarPart(const QStyleOptionSlider& option, QStyle::SubControl part);
void drawProgress(QPainter& painter, const QStyleOptionProgressBar& option);

void drawRowBackground(QPainter& painter, const QStyleOptionViewItem& option, const QWidget* widget);
void drawHeader(QPainter& painter, const QStyleOptionHeader& option, const QWidget* widget);
void drawHeaderBackground(QPainter& painter, const QRect& rect);
void drawBranch(QPainter& painter, const QStyleOption& option);

void drawMenuItem(QPainter& painter, const QStyleOptionMenuItem& option);
QSize menuItemSize(const QStyleOptionMenuItem& option, const QSize& contents);
void drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option);

} // namespace dropseal::app::style

namespace dropseal::app {

/// The bar of progress, for the style and for transfer rows. `fraction` 0 … 1; below 0: still stripes, length
/// unknown.
void drawProgressBar(QPainter& painter, const QRectF& rect, double fraction, const QColor& color,
                     Qt::LayoutDirection direction);

} // namespace dropseal::app

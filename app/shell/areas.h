// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

namespace dropseal::app {

/// Moves the focus to the next (or previous) area of the window that shows and can take it, after the one
/// that has it now: F6 and Shift+F6.
void focusNextArea(const QList<QWidget*>& areas, bool forward);

/// Where the focus lands in an area: itself, or the first of it that Tab would stop at; null: nowhere.
QWidget* firstFocusable(QWidget* area);

} // namespace dropseal::app

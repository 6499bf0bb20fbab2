// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtGui/QIcon>

class QPainter;

namespace dropseal::app {

/// The Lucide icon resources/icons/<name>.svg, drawn in a colour of the theme at whatever size and device
/// ratio is asked; a theme change needs no new icon. Disabled and selected icons take their own colours.
/// Chevrons left and right, "undo-2" and "log-out" mirror in right-to-left layouts. An unknown name gives an
/// empty icon and a warning in the log.
QIcon icon(const QString& name, ColorRole color = ColorRole::TextMuted);

/// Draws one directly, for delegates. The rectangle is square.
void drawIcon(QPainter& painter, const QString& name, const QRect& square, const QColor& color,
              Qt::LayoutDirection direction = Qt::LeftToRight);

/// The icon of a kind of file by its name: "file-image" for "a.JPG", "file" where nothing is known.
QString kindIconName(const QString& file_name);

/// The mark of the program, 16 to 256 px.
QIcon appIcon();

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QToolButton>

namespace dropseal::app {

/// A button that pops up its menu at once. To readers a QToolButton of that kind offers ShowMenu and then
/// does nothing (Qt 6.4.2), and its menu is nowhere in the tree; here it opens, and is the button's child
/// while it is open. Needs installMenuButtonFactory() once.
class MenuButton : public QToolButton {
    Q_OBJECT
public:
    explicit MenuButton(QWidget* parent = nullptr);
};

/// Once per program, after QApplication (applying a theme does it).
void installMenuButtonFactory();

} // namespace dropseal::app

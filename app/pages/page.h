// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page_context.h"

#include <QtWidgets/QWidget>

class QMenu;

namespace dropseal::app {

/// One page of the main window. The window's title is title() + " – Dropseal".
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    /// Called each time it is shown: focus goes where one begins (the first empty field, the list).
    virtual void entered() {}
    virtual void left() {}
    /// Ctrl+F; false where there is nothing to search.
    virtual bool find() { return false; }
    virtual void reload() {}
    /// For F6: header, list, dock, footer, in this order; those that are shown.
    virtual QList<QWidget*> areas() const { return {}; }
    /// How far the toast stays above the lower edge: the footer's height.
    virtual int roomBelow() const { return 0; }
    /// Pages with a header put the Menu button there; the menu stays the shell's.
    virtual void setMenu(QMenu* menu) { Q_UNUSED(menu) }
    /// The banner's place is the shell's: above the page.
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/areas.h"

#include <QtWidgets/QApplication>

namespace dropseal::app {

namespace {

bool takesTab(const QWidget* widget) {
    return widget->isVisible() && widget->isEnabled() &&
           (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
}

} // namespace

QWidget* firstFocusable(QWidget* area) {
    if (!area->isVisible())
        return nullptr;
    if (takesTab(area))
        return area;
    for (QWidget* next = area->nextInFocusChain(); next != nullptr && next != area;
         next = next->nextInFocusChain()) {
        if (area->isAncestorOf(next) && takesTab(next))
            return next;
    }
    return nullptr;
}

void focusNextArea(const QList<QWidget*>& areas, bool forward) {
    QList<QWidget*> reachable;
    for (QWidget* area : areas) {
        if (area != nullptr && firstFocusable(area) != nullptr)
            reachable += area;
    }
    if (reachable.isEmpty())
        return;
    const QWidget* const focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < reachable.size(); ++i) {
        if (focus != nullptr && (reachable[i] == focus || reachable[i]->isAncestorOf(focus)))
            at = i;
    }
    const qsizetype count = reachable.size();
    const qsizetype next = at < 0 ? (forward ? 0 : count - 1) : (at + (forward ? 1 : count - 1)) % count;
    firstFocusable(reachable[next])->setFocus(Qt::ShortcutFocusReason);
}

} // namespace dropseal::app

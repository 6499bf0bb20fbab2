// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icon_view.h"

#include "app/widgets/icons.h"

#include <QtGui/QPainter>

namespace dropseal::app {

IconView::IconView(const QString& name, int size, ColorRole color, QWidget* parent)
    : QWidget(parent), m_name(name), m_size(size), m_color(color) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconView::setIcon(const QString& name, ColorRole color) {
    m_name = name;
    m_color = color;
    update();
}

QSize IconView::sizeHint() const {
    return {m_size, m_size};
}

void IconView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ColorRole color = isEnabled() ? m_color : ColorRole::TextDisabled;
    drawIcon(painter, m_name, QRect(QPoint(), sizeHint()), Theme::color(color), layoutDirection());
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/bar.h"

#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"

#include <QtCore/QEvent>

namespace dropseal::app {

Bar::Bar(Kind kind, QWidget* parent) : QWidget(parent), m_kind(kind), m_row(new QHBoxLayout(this)) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    resizeToFont();
}

QSize Bar::sizeHint() const {
    return {QWidget::sizeHint().width(), fixedHeight()};
}

int Bar::fixedHeight() const {
    switch (m_kind) {
    case Kind::PageHeader:
        return metrics::pageHeader();
    case Kind::ActionRow:
        return metrics::actionRow();
    case Kind::DockHead:
        return metrics::dockHead();
    case Kind::Footer:
        break;
    }
    return metrics::footer();
}

void Bar::resizeToFont() {
    const int near_side = m_kind == Kind::DockHead ? metrics::units(2.5) : metrics::pageMargin();
    // What ends a footer or a dock head is a flat button, whose own room counts as margin.
    const bool low = m_kind == Kind::Footer || m_kind == Kind::DockHead;
    const int far_side = low ? metrics::space(2) : metrics::space(4);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_row->setContentsMargins(mirrored ? far_side : near_side, 0, mirrored ? near_side : far_side, 0);
    m_row->setSpacing(metrics::space(2));
    setFixedHeight(fixedHeight());
}

void Bar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    const auto type = event->type();
    if (type == QEvent::FontChange || type == QEvent::ApplicationFontChange ||
        type == QEvent::LayoutDirectionChange || type == QEvent::StyleChange) {
        resizeToFont();
    }
}

void Bar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    ColorRole ground = ColorRole::Window;
    if (m_kind == Kind::DockHead) {
        ground = ColorRole::SurfaceAlt;
    }
    painter.fillRect(rect(), Theme::color(ground));
    if (m_kind == Kind::Footer || m_kind == Kind::DockHead) {
        drawHairline(painter, rect(), Qt::TopEdge);
    }
    if (m_kind != Kind::Footer) {
        drawHairline(painter, rect(), Qt::BottomEdge);
    }
}

} // namespace dropseal::app

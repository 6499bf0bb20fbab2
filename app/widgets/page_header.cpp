// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/page_header.h"

#include "app/widgets/icons.h"
#include "app/widgets/menu_button.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/text_label.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QKeySequence>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>

namespace dropseal::app {

SearchField::SearchField(const QString& name, QWidget* parent) : QLineEdit(parent) {
    setAccessibleName(name);
    setPlaceholderText(name);
    setAcceptDrops(false);
    setMaxLength(200);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    makeRoom();
}

void SearchField::makeRoom() {
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int room = metrics::ControlIcon + metrics::space(2);
    setTextMargins(mirrored ? 0 : room, 0, mirrored ? room : 0, 0);
    // Beside the icon, whatever the keyboard's language would choose for an empty field.
    setAlignment((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
}

void SearchField::changeEvent(QEvent* event) {
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange) {
        makeRoom();
    }
}

QSize SearchField::sizeHint() const {
    return {metrics::searchWidth(), QLineEdit::sizeHint().height()};
}

void SearchField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const int side = metrics::units(2.5);
    QRect square(side, (height() - metrics::ControlIcon) / 2, metrics::ControlIcon, metrics::ControlIcon);
    drawIcon(painter, QStringLiteral("search"), QStyle::visualRect(layoutDirection(), rect(), square),
             Theme::color(isEnabled() ? ColorRole::TextMuted : ColorRole::TextDisabled));
    if (text().isEmpty() && !hasFocus()) {
        const QString keys = QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText);
        drawText(painter, rect().adjusted(side, 0, -side, 0), keys, textFont(TextRole::Small),
                 Theme::color(ColorRole::TextMuted), Qt::ElideRight, Qt::AlignTrailing | Qt::AlignVCenter);
    }
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

PageHeader::PageHeader(const QString& heading, QWidget* parent)
    : Bar(Kind::PageHeader, parent), m_heading(new TextLabel(heading, TextRole::Page)) {
    row()->addWidget(m_heading);
    row()->addStretch(1);
}

void PageHeader::setHeading(const QString& heading) {
    m_heading->setText(heading);
}

void PageHeader::addFilter(QWidget* filter) {
    ++m_filters;
    row()->insertWidget(m_filters, filter);
}

SearchField* PageHeader::addSearch(const QString& name) {
    auto* search = new SearchField(name);
    row()->addWidget(search);
    return search;
}

void PageHeader::addAct(QPushButton* button) {
    row()->addWidget(button);
}

QToolButton* PageHeader::addMenu(QMenu* menu) {
    auto* button = new MenuButton;
    button->setIcon(icon(QStringLiteral("menu")));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAccessibleName(tr("Menu"));
    button->setToolTip(button->accessibleName());
    button->setMenu(menu);
    row()->addWidget(button);
    return button;
}

} // namespace dropseal::app

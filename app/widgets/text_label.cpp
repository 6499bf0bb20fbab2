// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/text_label.h"

#include "app/widgets/icon_view.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint_tools.h"

#include <QtCore/QEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolTip>

namespace dropseal::app {

TextLabel::TextLabel(const QString& text, TextRole role, ColorRole color, QWidget* parent)
    : QLabel(parent), m_role(role), m_color(color) {
    setTextFormat(Qt::PlainText);
    setText(text);
    restyle();
}

void TextLabel::setTextRole(TextRole role) {
    m_role = role;
    restyle();
}

void TextLabel::setColorRole(ColorRole color) {
    m_color = color;
    restyle();
}

void TextLabel::setWrapping(bool wraps) {
    setWordWrap(wraps);
    setSizePolicy(wraps ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void TextLabel::setValueName(const QString& word) {
    setAccessibleDescription(word);
}

void TextLabel::restyle() {
    m_restyling = true;
    setFont(textFont(m_role));
    QPalette colors; // only what differs, so that the rest stays inherited
    colors.setColor(QPalette::WindowText, Theme::color(m_color));
    colors.setColor(QPalette::Disabled, QPalette::WindowText, Theme::color(ColorRole::TextDisabled));
    setPalette(colors);
    m_restyling = false;
}

void TextLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    const auto type = event->type();
    const bool look_changed = type == QEvent::PaletteChange || type == QEvent::ApplicationFontChange ||
                              type == QEvent::FontChange || type == QEvent::StyleChange;
    if (look_changed && !m_restyling) {
        restyle();
    }
}

ElidedLabel::ElidedLabel(const QString& text, Qt::TextElideMode mode, TextRole role, ColorRole color,
                         QWidget* parent)
    : TextLabel(text, role, color, parent), m_mode(mode) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().horizontalAdvance(QStringLiteral("MMM…")), TextLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Qt::Alignment sides = QStyle::visualAlignment(layoutDirection(), alignment());
    painter.setFont(font());
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(contentsRect(), sides | Qt::TextSingleLine, elidedText(text(), font(), m_mode, width()));
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() &&
        fontMetrics().horizontalAdvance(text()) > width()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return TextLabel::event(event);
}

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/text_label.h"

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
    setForegroundRole(QPalette::WindowText); // on a button it would be another role, without our colour
    setText(text);
    restyle();
}

void TextLabel::setText(const QString& text) {
    QLabel::setText(text);
    keepAllLines();
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
    QSizePolicy policy(wraps ? QSizePolicy::Expanding : QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(wraps);
    setSizePolicy(policy);
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
    const bool look_changed =
        type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::StyleChange;
    if (look_changed && !m_restyling) {
        restyle();
    }
}

bool TextLabel::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange) { // does not come by changeEvent()
        restyle();
    }
    return QLabel::event(event);
}

void TextLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    keepAllLines();
}

/// A layout that centres a form asks for its height at another width than it gives: wrapped text would lose
/// lines.
void TextLabel::keepAllLines() {
    if (wordWrap()) {
        setMinimumHeight(qMax(0, heightForWidth(width()))); // -1: there is no text
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
    painter.drawText(contentsRect(), static_cast<int>(sides) | Qt::TextSingleLine,
                     elidedText(text(), font(), m_mode, width()));
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() &&
        fontMetrics().horizontalAdvance(text()) > width()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return TextLabel::event(event);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/password_field.h"

#include "app/widgets/buttons.h"
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"

#include <QtGui/QKeyEvent>

namespace dropseal::app {

PasswordField::PasswordField(QWidget* parent)
    : QLineEdit(parent), m_toggle(makeIconButton(QStringLiteral("eye"), tr("Show password"), this)) {
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
    m_toggle->setCheckable(true);
    m_toggle->setCursor(Qt::ArrowCursor);
    connect(m_toggle, &QToolButton::toggled, this, &PasswordField::setShown);
    placeToggle();
}

void PasswordField::setToggleName(const QString& name) {
    m_toggle->setAccessibleName(name);
    m_toggle->setToolTip(name);
}

void PasswordField::setShown(bool shown) {
    setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_toggle->setIcon(icon(shown ? QStringLiteral("eye-off") : QStringLiteral("eye")));
    m_toggle->setChecked(shown);
}

bool PasswordField::isShown() const {
    return echoMode() == QLineEdit::Normal;
}

void PasswordField::placeToggle() {
    const int side = qMax(metrics::units(6), metrics::SmallestHitArea);
    const int inset = metrics::units(1);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_toggle->setGeometry(mirrored ? inset : width() - side - inset, (height() - side) / 2, side, side);
    setTextMargins(mirrored ? side : 0, 0, mirrored ? 0 : side, 0);
}

void PasswordField::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    placeToggle();
}

void PasswordField::changeEvent(QEvent* event) {
    QLineEdit::changeEvent(event);
    if (m_toggle) {
        placeToggle();
    }
}

void PasswordField::hideEvent(QHideEvent* event) {
    QLineEdit::hideEvent(event);
    if (!event->spontaneous()) { // not when the window is only minimised
        setShown(false);
    }
}

void PasswordField::watchCapsLock(const QKeyEvent& event) {
    // Qt does not tell the state of Caps Lock; a letter that comes in the other case than Shift says does.
    const QString text = event.text();
    if (text.size() != 1 || !text.front().isLetter() || text.toUpper() == text.toLower()) {
        return;
    }
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    const bool on = text.front().isUpper() != shift;
    if (on != m_caps_lock) {
        m_caps_lock = on;
        Q_EMIT capsLockChanged(on);
    }
}

void PasswordField::keyPressEvent(QKeyEvent* event) {
    watchCapsLock(*event);
    QLineEdit::keyPressEvent(event);
}

void PasswordField::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_CapsLock && m_caps_lock) {
        m_caps_lock = false;
        Q_EMIT capsLockChanged(false);
    }
    QLineEdit::keyReleaseEvent(event);
}

void PasswordField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (m_caps_lock) {
        m_caps_lock = false;
        Q_EMIT capsLockChanged(false);
    }
}

} // namespace dropseal::app

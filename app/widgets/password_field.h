// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QLineEdit>

class QToolButton;

namespace dropseal::app {

/// A password input with one toggle inside it, "Show password" (a check box to readers), which goes back when
/// the field is hidden (the page is left). Paste is allowed. While it has focus and Caps Lock is on,
/// capsLockChanged(true) tells the form to say so.
class PasswordField : public QLineEdit {
    Q_OBJECT
public:
    explicit PasswordField(QWidget* parent = nullptr);

    /// "Show password" unless two stand on one page.
    void setToggleName(const QString& name);
    void setShown(bool shown);
    bool isShown() const;

Q_SIGNALS:
    void capsLockChanged(bool on);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void placeToggle();
    void watchCapsLock(const QKeyEvent& event);

    QToolButton* m_toggle = nullptr;
    bool m_caps_lock = false;
};

} // namespace dropseal::app

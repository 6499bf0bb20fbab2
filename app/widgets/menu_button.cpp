// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/menu_button.h"

#include <QtWidgets/QAccessibleWidget>
#include <QtWidgets/QMenu>

namespace dropseal::app {

namespace {

class AccessibleMenuButton : public QAccessibleWidget {
public:
    explicit AccessibleMenuButton(MenuButton* button) : QAccessibleWidget(button, QAccessible::ButtonMenu) {}

    QString text(QAccessible::Text kind) const override {
        const QString said = QAccessibleWidget::text(kind);
        return said.isEmpty() && kind == QAccessible::Name ? button()->text().remove(u'&') : said;
    }
    int childCount() const override { return isOpen() ? 1 : 0; }
    QAccessibleInterface* child(int index) const override {
        return index == 0 && isOpen() ? QAccessible::queryAccessibleInterface(button()->menu()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        return isOpen() && wanted && wanted->object() == button()->menu() ? 0 : -1;
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.hasPopup = true;
        state.expandable = true;
        state.expanded = isOpen();
        return state;
    }
    QStringList actionNames() const override {
        return button()->isEnabled() ? QStringList{showMenuAction()} : QStringList();
    }
    void doAction(const QString& action) override {
        if (action != showMenuAction() || !button()->isEnabled() || !button()->menu())
            return;
        if (isOpen()) {
            button()->menu()->close();
            return;
        }
        // An item that a reader presses does its act and leaves the menu standing there (Qt 6.4.2).
        QObject::connect(button()->menu(), &QMenu::triggered, button()->menu(), &QMenu::close,
                         Qt::UniqueConnection);
        // Later: it comes back when the menu closes, and the reader waits for an answer.
        QMetaObject::invokeMethod(button(), &QToolButton::showMenu, Qt::QueuedConnection);
    }

private:
    MenuButton* button() const { return static_cast<MenuButton*>(object()); }
    bool isOpen() const { return button()->menu() && button()->menu()->isVisible(); }
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* button = qobject_cast<MenuButton*>(object);
    return button ? new AccessibleMenuButton(button) : nullptr;
}

} // namespace

MenuButton::MenuButton(QWidget* parent) : QToolButton(parent) {
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
}

void installMenuButtonFactory() {
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

} // namespace dropseal::app

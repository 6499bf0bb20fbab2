// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/choice_box.h"

#include <QtGui/QWheelEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAccessibleWidget>

namespace dropseal::app {

namespace {

/// A combo box to readers: named by its label, its value is its text.
class AccessibleChoiceBox : public QAccessibleWidget {
public:
    explicit AccessibleChoiceBox(ChoiceBox* box) : QAccessibleWidget(box, QAccessible::ComboBox) {}

    QString text(QAccessible::Text kind) const override {
        return kind == QAccessible::Value ? box()->currentText() : QAccessibleWidget::text(kind);
    }
    int childCount() const override { return 1; }
    QAccessibleInterface* child(int index) const override {
        return index == 0 ? QAccessible::queryAccessibleInterface(box()->view()) : nullptr;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        return wanted && wanted->object() == box()->view() ? 0 : -1;
    }
    QAccessible::State state() const override {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = box()->view()->isVisible();
        state.hasPopup = true;
        return state;
    }
    QStringList actionNames() const override { return {showMenuAction(), pressAction()}; }
    void doAction(const QString& action) override {
        if (action == showMenuAction() || action == pressAction()) {
            box()->view()->isVisible() ? box()->hidePopup() : box()->showPopup();
        }
    }

private:
    ChoiceBox* box() const { return static_cast<ChoiceBox*>(object()); }
};

QAccessibleInterface* makeInterface(const QString& class_name, QObject* object) {
    auto* box = class_name == QLatin1String(ChoiceBox::staticMetaObject.className())
                    ? qobject_cast<ChoiceBox*>(object)
                    : nullptr;
    return box ? new AccessibleChoiceBox(box) : nullptr;
}

} // namespace

ChoiceBox::ChoiceBox(const QString& accessible_name, QWidget* parent) : QComboBox(parent) {
    setAccessibleName(accessible_name);
    setFocusPolicy(Qt::StrongFocus); // not by the wheel
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void installAccessibleFactory() {
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

} // namespace dropseal::app

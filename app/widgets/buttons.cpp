// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/buttons.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/typography.h"

#include <QtGui/QAction>

namespace dropseal::app {

QPushButton* makeButton(const QString& text, ButtonRole role, const QString& icon_name, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    if (!icon_name.isEmpty()) {
        button->setIcon(icon(icon_name));
    }
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    button->setAutoDefault(false);
    setButtonRole(button, role);
    return button;
}

QToolButton* makeIconButton(const QString& icon_name, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(icon_name));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QPushButton* makeActionButton(QAction* action, const QString& name, ButtonRole role, const QString& icon_name,
                              QWidget* parent) {
    QPushButton* button = makeButton(name, role, icon_name, parent);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip() == action->iconText() ? QString() : action->toolTip());
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

QPushButton* makeFooterLink(const QString& text, QWidget* parent) {
    QPushButton* button = makeButton(text, ButtonRole::Link, {}, parent);
    button->setProperty("small", true);
    button->setFont(textFont(TextRole::Small));
    return button;
}

void setFlush(QPushButton* button) {
    button->setProperty("flush", true);
    button->setMaximumHeight(metrics::SmallestHitArea);
    button->updateGeometry();
}

void setEnabledOrWhy(QWidget* button, bool enabled, const QString& why_not) {
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : why_not.toHtmlEscaped());
}

} // namespace dropseal::app

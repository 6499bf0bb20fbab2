// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QComboBox>

namespace dropseal::app {

/// A combo box whose accessible name is its label and whose value is its text; a plain QComboBox on Linux is
/// named by its value, whatever it is told (Qt 6.4.2 to 6.11). Needs installAccessibleFactory() once. The
/// wheel does not change it without focus.
class ChoiceBox : public QComboBox {
    Q_OBJECT
public:
    explicit ChoiceBox(const QString& accessible_name, QWidget* parent = nullptr);

protected:
    void wheelEvent(QWheelEvent* event) override;
};

/// Teaches QAccessible about ChoiceBox; Theme::apply() does it, calling it twice does no harm.
void installAccessibleFactory();

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtWidgets/QWidget>

class QButtonGroup;

namespace dropseal::app {

/// System, Light, Dark, High contrast as four small pictures of the app, each a radio button with that name.
class ThemePicker : public QWidget {
    Q_OBJECT
public:
    explicit ThemePicker(QWidget* parent = nullptr);
    void choose(ThemeSource::Choice choice); ///< silent
    ThemeSource::Choice chosen() const;

Q_SIGNALS:
    void chosenByPerson(dropseal::app::ThemeSource::Choice choice);

private:
    QButtonGroup* m_group;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/bar.h"

class QPushButton;

namespace dropseal::app {

class TextLabel;

/// What can be done with the selection. Always there, so that nothing jumps; buttons are disabled, never
/// hidden, and say why.
class ActionRow : public Bar {
    Q_OBJECT
public:
    explicit ActionRow(QWidget* parent = nullptr);

    void setSummary(const QString& text);        ///< "1 file selected"
    void addAct(QPushButton* button);            ///< takes ownership; left to right
    void addDestructiveAct(QPushButton* button); ///< at the far side

private:
    TextLabel* m_summary;
    int m_acts = 0;
};

} // namespace dropseal::app

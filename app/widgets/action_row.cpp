// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/action_row.h"

#include "app/widgets/text_label.h"

#include <QtWidgets/QPushButton>

namespace dropseal::app {

ActionRow::ActionRow(QWidget* parent)
    : Bar(Kind::ActionRow, parent)
    , m_summary(new TextLabel(QString(), TextRole::Body, ColorRole::TextMuted)) {
    row()->addWidget(m_summary);
    row()->addStretch(1);
}

void ActionRow::setSummary(const QString& text) {
    m_summary->setText(text);
    m_summary->setVisible(!text.isEmpty());
}

void ActionRow::addAct(QPushButton* button) {
    ++m_acts;
    row()->insertWidget(m_acts, button);
}

void ActionRow::addDestructiveAct(QPushButton* button) {
    row()->addWidget(button);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/segments.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QRadioButton>

namespace dropseal::app {

Segments::Segments(const QString& accessible_name, QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_row(new QHBoxLayout(this)) {
    setAccessibleName(accessible_name);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(0);
    // A screen reader toggles, and clicks nothing.
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked) {
            Q_EMIT chosenByPerson(id);
        }
    });
}

void Segments::setChoices(const QStringList& names) {
    for (QAbstractButton* old : m_group->buttons()) {
        m_group->removeButton(old);
        delete old;
    }
    for (qsizetype at = 0; at < names.size(); ++at) {
        auto* button = new QRadioButton(names.at(at));
        QString place = QStringLiteral("middle");
        if (names.size() == 1) {
            place = QStringLiteral("only");
        } else if (at == 0) {
            place = QStringLiteral("first");
        } else if (at == names.size() - 1) {
            place = QStringLiteral("last");
        }
        button->setProperty("segment", place);
        button->setAccessibleName(names.at(at));
        m_group->addButton(button, static_cast<int>(at));
        m_row->addWidget(button);
    }
}

int Segments::chosen() const {
    return m_group->checkedId();
}

void Segments::choose(int index) {
    if (QAbstractButton* button = m_group->button(index)) {
        const QSignalBlocker silent(m_group);
        button->setChecked(true);
    }
}

} // namespace dropseal::app

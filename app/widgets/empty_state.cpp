// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/empty_state.h"

#include "app/widgets/metrics.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

EmptyState::EmptyState(Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_line(new TextLabel(QString(), kind == Kind::WithSeal ? TextRole::Hero : TextRole::Body))
    , m_sentence(new TextLabel(QString(), TextRole::Body, ColorRole::TextMuted))
    , m_hint(new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted))
    , m_buttons(new QHBoxLayout) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::pageMargin(), metrics::pageMargin(), metrics::pageMargin(),
                               metrics::pageMargin());
    column->setSpacing(0);
    column->addStretch(1);
    if (kind == Kind::WithSeal) {
        column->addWidget(new SealView(SealView::Kind::Blank, metrics::blankSeal()), 0, Qt::AlignHCenter);
        column->addSpacing(metrics::units(5));
    }
    for (TextLabel* label : {m_line, m_sentence, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->hide();
    }
    m_sentence->setWrapping(true);
    m_hint->setWrapping(true);
    m_sentence->setMaximumWidth(metrics::units(90));
    column->addWidget(m_line, 0, Qt::AlignHCenter);
    column->addSpacing(metrics::units(1.5));
    auto* sentence_row = new QHBoxLayout;
    sentence_row->addStretch(1);
    sentence_row->addWidget(m_sentence, 100);
    sentence_row->addStretch(1);
    column->addLayout(sentence_row);
    column->addSpacing(metrics::units(5));
    m_buttons->setSpacing(metrics::space(2));
    auto* button_row = new QHBoxLayout;
    button_row->addStretch(1);
    button_row->addLayout(m_buttons);
    button_row->addStretch(1);
    column->addLayout(button_row);
    column->addSpacing(metrics::units(4.5));
    column->addWidget(m_hint);
    column->addStretch(1);
}

void EmptyState::setTexts(const QString& line, const QString& sentence, const QString& hint) {
    m_line->setText(line);
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    for (TextLabel* label : {m_line, m_sentence, m_hint}) {
        label->setVisible(!label->text().isEmpty());
    }
}

void EmptyState::addButton(QAbstractButton* button) {
    m_buttons->addWidget(button);
}

} // namespace dropseal::app

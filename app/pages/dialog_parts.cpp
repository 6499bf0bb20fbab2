// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dialog_parts.h"

#include "app/widgets/icon_view.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QDialog>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

QVBoxLayout* dialogColumn(QDialog* dialog) {
    auto* column = new QVBoxLayout(dialog);
    const int margin = metrics::space(5);
    column->setContentsMargins(margin, margin, margin, metrics::space(4));
    column->setSpacing(metrics::space(4));
    return column;
}

void layOutDialog(QDialog* dialog, const QString& icon_name, const QString& sentence, const QString& help,
                  QDialogButtonBox* buttons) {
    QVBoxLayout* column = dialogColumn(dialog);
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::space(4));
    head->addWidget(new IconView(icon_name, metrics::DialogIcon, ColorRole::Accent), 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(metrics::space(2));
    auto* main = new TextLabel(sentence);
    main->setWrapping(true);
    words->addWidget(main);
    if (!help.isEmpty()) {
        auto* more = new TextLabel(help, TextRole::Small, ColorRole::TextMuted);
        more->setWrapping(true);
        words->addWidget(more);
    }
    words->addStretch(1);
    head->addLayout(words, 1);
    column->addLayout(head, 1);
    column->addWidget(buttons);
    dialog->setMinimumWidth(metrics::units(105));
    dialog->setAccessibleDescription(sentence);
}

} // namespace dropseal::app

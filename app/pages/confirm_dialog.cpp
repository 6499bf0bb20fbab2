// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/confirm_dialog.h"

#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

ConfirmDialog::ConfirmDialog(const QString& title, const QString& question, const QString& loss,
                             const QString& act, QWidget* parent)
    : QDialog(parent) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::space(5), metrics::space(5), metrics::space(5), metrics::space(4));
    column->setSpacing(metrics::space(3));
    auto* head = new TextLabel(question, TextRole::Strong);
    head->setWrapping(true);
    auto* body = new TextLabel(loss);
    body->setWrapping(true);
    column->addWidget(head);
    column->addWidget(body);
    column->addSpacing(metrics::space(2));
    auto* buttons = new QDialogButtonBox;
    QPushButton* cancel = makeButton(tr("Cancel"), ButtonRole::Raised);
    QPushButton* yes = makeButton(act, ButtonRole::FilledDanger);
    buttons->addButton(cancel, QDialogButtonBox::RejectRole);
    buttons->addButton(yes, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    setMinimumWidth(metrics::formWidth());
    cancel->setFocus(Qt::OtherFocusReason); // Enter must not destroy by habit
}

} // namespace dropseal::app

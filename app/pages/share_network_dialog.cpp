// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/share_network_dialog.h"

#include "app/pages/dialog_parts.h"
#include "app/widgets/buttons.h"
#include "app/words/display_text.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QDialogButtonBox>

namespace dropseal::app {

ShareNetworkDialog::ShareNetworkDialog(const QString& address, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Share on this network"));
    auto* buttons = new QDialogButtonBox;
    QPushButton* no = makeButton(tr("Not now"), ButtonRole::Raised);
    buttons->addButton(no, QDialogButtonBox::RejectRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (address.isEmpty()) {
        layOutDialog(this, QStringLiteral("wifi-off"),
                     tr("This computer has no address on a network. Connect it to one, then try again."), {},
                     buttons);
        return;
    }
    QPushButton* yes = makeButton(tr("Share on this network"), ButtonRole::Primary);
    buttons->addButton(yes, QDialogButtonBox::AcceptRole);
    layOutDialog(this, QStringLiteral("wifi"),
                 tr("Anyone on this network who has a link can open it, and can see this sign-in page."),
                 tr("Links then begin with %1. Running transfers go on by themselves.")
                     .arg(isolatedLeftToRight(address)),
                 buttons);
    no->setFocus(Qt::OtherFocusReason);
}

void ShareNetworkDialog::keyPressEvent(QKeyEvent* event) {
    auto* button = qobject_cast<QPushButton*>(focusWidget());
    const bool is_enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (is_enter && button != nullptr)
        button->click();
    else
        QDialog::keyPressEvent(event);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/quit_dialog.h"

#include "app/pages/dialog_parts.h"
#include "app/widgets/buttons.h"

#include <QtCore/QLocale>
#include <QtWidgets/QDialogButtonBox>

namespace dropseal::app {

QString QuitDialog::question(int sending, int links) {
    const QLocale locale;
    QStringList parts;
    if (sending > 0)
        parts += sending == 1 ? tr("1 file is still being sent")
                              : tr("%1 files are still being sent").arg(locale.toString(sending));
    if (links > 0)
        parts += links == 1 ? tr("1 link works only while Dropseal runs")
                            : tr("%1 links work only while Dropseal runs").arg(locale.toString(links));
    return parts.isEmpty() ? tr("Quit Dropseal?") : parts.join(tr(", ")) + QLatin1Char('.');
}

QuitDialog::QuitDialog(int sending, int links, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Quit Dropseal"));
    auto* buttons = new QDialogButtonBox;
    QPushButton* keep = makeButton(tr("Keep window"), ButtonRole::Primary);
    QPushButton* quit = makeButton(tr("Quit"), ButtonRole::Raised);
    buttons->addButton(keep, QDialogButtonBox::RejectRole);
    buttons->addButton(quit, QDialogButtonBox::DestructiveRole);
    connect(quit, &QPushButton::clicked, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layOutDialog(this, QStringLiteral("power"), question(sending, links),
                 sending > 0 ? tr("What is not sent yet goes on at the next start.") : QString(), buttons);
    keep->setDefault(true);
    keep->setFocus(Qt::OtherFocusReason);
}

} // namespace dropseal::app

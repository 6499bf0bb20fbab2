// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/keys_dialog.h"

#include "app/pages/actions.h"
#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"
#include "app/words/display_text.h"

#include <QtGui/QAction>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QTreeWidget>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

QString withoutDots(QString text) {
    return text.remove(QChar(0x2026));
}

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts())
        keys += key.toString(QKeySequence::NativeText);
    return isolatedLeftToRight(keys.join(QStringLiteral(", ")));
}

} // namespace

KeysDialog::KeysDialog(const Actions& actions, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Help"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::space(5), metrics::space(5), metrics::space(5), metrics::space(4));
    column->setSpacing(metrics::space(3));

    auto* const text =
        new TextLabel(tr("Drop files or folders on the window, or add them with these keys. Each "
                         "file gets a link as soon as the server has it whole and unchanged; the "
                         "link is copied at once, and whoever has it can open the file until it "
                         "expires."));
    text->setWrapping(true);
    column->addWidget(text);

    auto* const table = new QTreeWidget;
    table->setAccessibleName(tr("Keys"));
    table->setHeaderLabels({tr("Act"), tr("Key")});
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    for (const QAction* const action : actions.findChildren<QAction*>()) {
        if (!action->shortcuts().isEmpty())
            table->addTopLevelItem(new QTreeWidgetItem({withoutDots(action->text()), keysOf(*action)}));
    }
    table->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    table->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    table->setMinimumSize(metrics::formWidth(), metrics::formWidth());
    column->addWidget(table, 1);

    auto* const buttons = new QDialogButtonBox;
    QPushButton* const close = makeButton(tr("Close"), ButtonRole::Primary);
    buttons->addButton(close, QDialogButtonBox::AcceptRole);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    close->setDefault(true);
    column->addWidget(buttons);
    close->setFocus();
}

} // namespace dropseal::app

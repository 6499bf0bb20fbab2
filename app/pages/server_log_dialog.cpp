// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/server_log_dialog.h"

#include "app/backend_process/backend_process.h"
#include "app/pages/dialog_parts.h"
#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/typography.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

ServerLogDialog::ServerLogDialog(BackendProcess& backend, QWidget* parent)
    : QDialog(parent), m_backend(backend), m_lines(new QPlainTextEdit) {
    setWindowTitle(tr("Server log"));
    m_lines->setReadOnly(true);
    m_lines->setTabChangesFocus(true);
    m_lines->setFont(textFont(TextRole::Mono));
    m_lines->setLayoutDirection(Qt::LeftToRight);
    m_lines->setAccessibleName(tr("Lines of the server log"));
    m_lines->setPlaceholderText(tr("The server has written nothing yet."));
    auto* buttons = new QDialogButtonBox;
    QPushButton* copy = makeButton(tr("Copy log"), ButtonRole::Raised, QStringLiteral("copy"));
    QPushButton* close = makeButton(tr("Close"), ButtonRole::Primary);
    buttons->addButton(copy, QDialogButtonBox::ActionRole);
    buttons->addButton(close, QDialogButtonBox::RejectRole);
    QVBoxLayout* column = dialogColumn(this);
    column->addWidget(m_lines, 1);
    column->addWidget(buttons);
    resize(metrics::units(180), metrics::units(110));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_backend.log()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&m_backend, &BackendProcess::logChanged, this, &ServerLogDialog::refresh);
    refresh();
    close->setDefault(true);
    close->setFocus(Qt::OtherFocusReason);
}

/// Follows the end, unless somebody scrolled up to read.
void ServerLogDialog::refresh() {
    QScrollBar* bar = m_lines->verticalScrollBar();
    const int at = bar->value();
    const bool follows = at >= bar->maximum();
    m_lines->setPlainText(m_backend.log());
    bar->setValue(follows ? bar->maximum() : at);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/about_dialog.h"

#include "app/backend_process/backend_process.h"
#include "app/pages/dialog_parts.h"
#include "app/pages/page_context.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/text_label.h"

#include <QtCore/QFile>
#include <QtCore/QMetaEnum>
#include <QtCore/QSysInfo>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

QString appVersion() {
    return QStringLiteral(DROPSEAL_VERSION);
}

QString keyringWords(const Session& session) {
    const auto fault = session.keyringFault();
    if (!fault)
        return AboutDialog::tr("no fault");
    switch (*fault) {
    case KeyringFault::Missing:
        return AboutDialog::tr("missing");
    case KeyringFault::Locked:
        return AboutDialog::tr("locked");
    case KeyringFault::Refused:
        break;
    }
    return AboutDialog::tr("refused");
}

QString nameOf(BackendProcess::State state) {
    return QString::fromLatin1(
        QMetaEnum::fromType<BackendProcess::State>().valueToKey(static_cast<int>(state)));
}

QString licences() {
    QFile icons(QStringLiteral(":/dropseal/icons/LICENSE"));
    const QString text = icons.open(QIODevice::ReadOnly) ? QString::fromUtf8(icons.readAll()) : QString();
    return AboutDialog::tr(
               "Dropseal is free software under the GNU General Public License, version 3 or later.\n\n"
               "It uses Qt (GNU LGPL 3 or GPL 3), QtKeychain (BSD 3-Clause), nlohmann-json (MIT), OpenSSL "
               "(Apache 2.0), and the Lucide icons:\n\n") +
           text;
}

QPlainTextEdit* readOnlyText(const QString& text, const QString& name) {
    auto* edit = new QPlainTextEdit(text);
    edit->setReadOnly(true);
    edit->setTabChangesFocus(true);
    edit->setAccessibleName(name);
    return edit;
}

} // namespace

QString AboutDialog::details(const PageContext& context, const QStringList& last_errors) {
    const Session& session = context.session;
    QStringList lines;
    lines += tr("Dropseal %1, Qt %2").arg(appVersion(), QString::fromLatin1(qVersion()));
    lines += tr("%1, %2, %3")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(),
                      QGuiApplication::platformName());
    if (session.root())
        lines += tr("Server: %1, version %2")
                     .arg(session.profile().displayName(), QString::fromStdString(session.root()->version));
    if (session.profile().bundled)
        lines += tr("Server on this computer: %1, port %2, restarts %3")
                     .arg(nameOf(context.backend.state()))
                     .arg(context.backend.port())
                     .arg(context.backend.crashes());
    lines += tr("Keyring: %1").arg(keyringWords(session));
    lines += last_errors.isEmpty() ? tr("Last errors: none") : tr("Last errors:");
    return (lines + last_errors).join(QLatin1Char('\n'));
}

AboutDialog::AboutDialog(const PageContext& context, const QStringList& last_errors, QWidget* parent)
    : QDialog(parent) {
    setWindowTitle(tr("About Dropseal"));
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::units(3.5));
    head->addWidget(new SealView(SealView::Kind::Mark, metrics::headingSeal()));
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new TextLabel(tr("Dropseal %1").arg(appVersion()), TextRole::Page));
    auto* line = new TextLabel(tr("Drop a file, get a sealed link"), TextRole::Body, ColorRole::TextMuted);
    line->setWrapping(true);
    words->addWidget(line);
    head->addLayout(words, 1);
    const QString text = details(context, last_errors);
    auto* buttons = new QDialogButtonBox;
    QPushButton* copy = makeButton(tr("Copy details"), ButtonRole::Raised, QStringLiteral("copy"));
    QPushButton* close = makeButton(tr("Close"), ButtonRole::Primary);
    buttons->addButton(copy, QDialogButtonBox::ActionRole);
    buttons->addButton(close, QDialogButtonBox::RejectRole);
    QVBoxLayout* column = dialogColumn(this);
    column->addLayout(head);
    column->addWidget(new TextLabel(tr("Details"), TextRole::Section));
    column->addWidget(readOnlyText(text, tr("Details")), 1);
    column->addWidget(new TextLabel(tr("Licences"), TextRole::Section));
    column->addWidget(readOnlyText(licences(), tr("Licences")), 1);
    column->addWidget(buttons);
    resize(metrics::units(140), metrics::units(130));
    connect(copy, &QPushButton::clicked, this, [text] { QGuiApplication::clipboard()->setText(text); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    close->setDefault(true);
    close->setFocus(Qt::OtherFocusReason);
}

} // namespace dropseal::app

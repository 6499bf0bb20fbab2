// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/rename_dialog.h"

#include "app/pages/page_context.h"
#include "app/pages/page_words.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/metrics.h"
#include "app/widgets/toast.h"
#include "app/words/display_text.h"

#include <QtCore/QFileInfo>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

constexpr qsizetype LongestNameBytes = 255;

} // namespace

QString fileNameFault(const QString& name) {
    if (name.trimmed().isEmpty())
        return RenameDialog::tr("Type a name.");
    if (name.contains(u'/') || name.contains(u'\\'))
        return RenameDialog::tr("A name cannot have a slash in it.");
    if (name.toUtf8().size() > LongestNameBytes)
        return RenameDialog::tr("This name is too long. Shorten it.");
    return {};
}

RenameDialog::RenameDialog(PageContext& context, const FileEntry& file, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_file(file)
    , m_name(new QLineEdit(file.name))
    , m_field(new FormField(tr("Name"), m_name))
    , m_rename(makeButton(tr("Rename"), ButtonRole::Primary)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rename"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::space(5), metrics::space(5), metrics::space(5), metrics::space(4));
    column->setSpacing(metrics::space(4));
    m_field->setCheck(fileNameFault);
    m_field->setHelp(tr("Links to this file go on working."));
    column->addWidget(m_field);
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(makeButton(tr("Cancel"), ButtonRole::Raised), QDialogButtonBox::RejectRole);
    buttons->addButton(m_rename, QDialogButtonBox::AcceptRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &RenameDialog::submit);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(metrics::formWidth());
    m_rename->setDefault(true);
    m_name->setFocus(Qt::OtherFocusReason);
    // What follows the last dot says what kind of file it is, and mostly stays.
    m_name->setSelection(0, static_cast<int>(QFileInfo(file.name).completeBaseName().size()));
}

void RenameDialog::setWorking(bool working) {
    m_rename->setEnabled(!working);
    m_rename->setText(working ? tr("Renaming") : tr("Rename"));
    m_name->setReadOnly(working);
}

void RenameDialog::submit() {
    if (!m_field->check()) {
        m_field->focusInput();
        return;
    }
    const QString name = m_name->text();
    if (name == m_file.name) {
        accept();
        return;
    }
    setWorking(true);
    m_context.files.rename(m_file.id, name, this, [this, name](const ApiResult<api::File>& renamed) {
        setWorking(false);
        if (!renamed) {
            m_field->setError(errorText(m_context, renamed.error(), ErrorContext::Place::Files, name));
            m_field->focusInput();
            return;
        }
        m_context.toast.say(tr("Renamed to %1.").arg(isolated(safeFileName(name))));
        accept();
    });
}

} // namespace dropseal::app

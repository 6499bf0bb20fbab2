// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"

#include <QtWidgets/QDialog>

class QLineEdit;
class QPushButton;

namespace dropseal::app {

class FormField;
struct PageContext;

/// Another name for one file. Stays open, with what was typed, when the server refuses; open() it, it deletes
/// itself.
class RenameDialog : public QDialog {
    Q_OBJECT
public:
    RenameDialog(PageContext& context, const FileEntry& file, QWidget* parent);

private:
    void submit();
    void setWorking(bool working);

    PageContext& m_context;
    FileEntry m_file;
    QLineEdit* m_name;
    FormField* m_field;
    QPushButton* m_rename;
};

/// Why that is no name for a file; nothing where it is one.
QString fileNameFault(const QString& name);

} // namespace dropseal::app

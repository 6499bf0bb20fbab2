// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

namespace dropseal::app {

/// Asks before what cannot be taken back: a question, what is lost, Cancel and one red button. accepted() is
/// the yes; open() it, it deletes itself.
class ConfirmDialog : public QDialog {
    Q_OBJECT
public:
    ConfirmDialog(const QString& title, const QString& question, const QString& loss, const QString& act,
                  QWidget* parent);
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

class QPlainTextEdit;

namespace dropseal::app {

class BackendProcess;

/// The last lines of the server on this computer, as they come.
class ServerLogDialog : public QDialog {
    Q_OBJECT
public:
    explicit ServerLogDialog(BackendProcess& backend, QWidget* parent = nullptr);

private:
    void refresh();

    BackendProcess& m_backend;
    QPlainTextEdit* m_lines;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

namespace dropseal::app {

class Actions;

/// Help: the acts and their keys, read from the acts themselves.
class KeysDialog : public QDialog {
    Q_OBJECT
public:
    KeysDialog(const Actions& actions, QWidget* parent);
};

} // namespace dropseal::app

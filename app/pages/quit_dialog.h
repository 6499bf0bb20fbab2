// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

namespace dropseal::app {

/// "2 files are still being sent, 3 links work only while Dropseal runs." Quit = accepted(), Keep window =
/// rejected(). To be asked only where there is one or the other.
class QuitDialog : public QDialog {
    Q_OBJECT
public:
    QuitDialog(int sending, int links, QWidget* parent = nullptr);

    static QString question(int sending, int links);
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

namespace dropseal::app {

/// The explicit yes before the server on this computer listens on the network: accepted() is the yes. Enter
/// means the button that has the focus, at first "Not now".
class ShareNetworkDialog : public QDialog {
    Q_OBJECT
public:
    /// `address`: what links will begin with ("http://192.168.1.20:41234"); empty where this computer has no
    /// address on a network: then there is nothing to say yes to.
    explicit ShareNetworkDialog(const QString& address, QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace dropseal::app

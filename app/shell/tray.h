// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <memory>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace dropseal::app {

class Actions;
class TransfersModel;

/// The icon of the tray with its menu, on desktops that have one. GUI thread.
class Tray : public QObject {
    Q_OBJECT
public:
    Tray(Actions& actions, TransfersModel& transfers, QObject* parent = nullptr);
    ~Tray() override;

    /// Asks the desktop anew, since trays come and go; shows the icon where there is one.
    bool isThere();
    QSystemTrayIcon* icon() const { return m_icon.get(); }
    QMenu* menu() const { return m_menu.get(); }
    void setLiveLinks(int count);

Q_SIGNALS:
    void pressed(); ///< the icon itself

private:
    void updateState();

    TransfersModel& m_transfers;
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    QAction* m_state;
    int m_live_links = 0;
};

} // namespace dropseal::app

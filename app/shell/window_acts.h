// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

class QAction;

namespace dropseal::app {

class Actions;
class AppSettings;
class BundledServer;
class Intake;
class MainWindow;
class Menus;
class Navigation;
class Session;

/// The acts that belong to no page: connects them, says when they mean something, and puts all acts into the
/// window, so that their keys work with the menu bar hidden. GUI thread.
class WindowActs : public QObject {
    Q_OBJECT
public:
    struct Parts {
        Actions& actions;
        MainWindow& window;
        Navigation& navigation;
        Session& session;
        BundledServer& server;
        AppSettings& settings;
        Intake& intake;
        const Menus& menus;
    };
    explicit WindowActs(const Parts& parts, QObject* parent = nullptr);

private:
    void connectPlaces();
    void connectWork();
    void connectLooks();
    void nextArea(bool forward);
    void openMenu();
    void update();

    Parts m_parts;
};

} // namespace dropseal::app

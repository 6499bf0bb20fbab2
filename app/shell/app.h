// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/app_core.h"
#include "app/shell/leaving.h"
#include "app/shell/single_instance.h"
#include "app/shell/window_parts.h"

class QDialog;

namespace dropseal::app {

/// The composition root: the parts without a window, the window's parts, and what happens between them.
/// GUI thread.
class App : public QObject {
    Q_OBJECT
public:
    App(const AppPaths& paths, std::unique_ptr<InstanceLock> lock);
    ~App() override;

    void start(const QStringList& files);
    void quit(); ///< without a question
    MainWindow& window() { return m_parts.window; }
    const Menus& menus() const { return m_parts.menus; }

private:
    void connectServer();
    void connectDesktop();
    void connectLeaving();
    void afterFirstFrame();
    void makePages();
    void updateAccountButton();
    void updateCounters();
    void askToShare();
    void bannerActed(StandingFact fact);
    void showServerLog();
    void leave(LeaveBy by);
    void askBeforeQuitting(const LeaveFacts& facts);
    void hideToTray(const LeaveFacts& facts);
    LeaveFacts leaveFacts(LeaveBy by);
    int liveLinks() const;
    void openDialog(QDialog* dialog);

    AppCore m_core;
    SingleInstance m_instance;
    WindowParts m_parts;
    QPointer<QDialog> m_dialog; ///< one at a time
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page_context.h"
#include "app/session/session.h"

#include <map>

class QMenu;

namespace dropseal::app {

class MainWindow;
class Page;

/// Which page is in front: as the session goes, and where the person goes. Makes each page when it is first
/// needed. GUI thread.
class Navigation : public QObject, public Navigator {
    Q_OBJECT
public:
    Navigation(MainWindow& window, Session& session, QObject* parent = nullptr);

    /// The context outlives this; `menu` stays the caller's. Before the first page.
    void begin(PageContext& context, QMenu* menu);
    /// Makes the pages that nobody has seen yet, one each time; false when all are there.
    bool makeNextPage();
    std::optional<PageId> current() const { return m_current; }
    void copyNewestLink();
    Page* page() const; ///< the one in front; null before the first

    void show(PageId page) override;
    void showSettings(const QString& group) override;
    void showFile(const QString& file_id) override;
    void goBack() override;
    void showServerLog() override { Q_EMIT serverLogAsked(); }
    void askToShareOnNetwork() override { Q_EMIT sharingAsked(); }

Q_SIGNALS:
    void changed();
    void serverLogAsked();
    void sharingAsked();

private:
    void sessionChanged(Session::State state);
    void bringToFront(PageId id);
    Page* made(PageId id);
    void arrange();

    MainWindow& m_window;
    Session& m_session;
    PageContext* m_context = nullptr;
    QMenu* m_menu = nullptr;
    std::map<PageId, Page*> m_pages;
    std::optional<PageId> m_current;
    std::vector<PageId> m_way_back;
    Session::State m_state = Session::State::NoServer;
};

} // namespace dropseal::app

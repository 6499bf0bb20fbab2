// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/navigation.h"

#include "app/pages/files_page.h"
#include "app/pages/settings_page.h"
#include "app/shell/main_window.h"
#include "app/shell/page_choice.h"
#include "app/shell/page_factory.h"
#include "app/widgets/metrics.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/toast.h"

#include <QtWidgets/QStackedWidget>

namespace dropseal::app {

namespace {

const QLatin1String FilesPlace("files");
const QLatin1String TransfersPlace("transfers");

/// Pages one comes back from to where one was.
bool isDetour(PageId page) {
    return page == PageId::Settings || page == PageId::ChooseServer;
}

} // namespace

Navigation::Navigation(MainWindow& window, Session& session, QObject* parent)
    : QObject(parent), m_window(window), m_session(session) {
    PlaceList* const places = window.sidebar().places();
    places->setPlaces({{FilesPlace, tr("Files"), QStringLiteral("file-stack"), {}},
                       {TransfersPlace, tr("Transfers"), QStringLiteral("arrow-up-from-line"), {}}});
    connect(places, &PlaceList::chosen, this,
            [this](const QString& key) { show(key == TransfersPlace ? PageId::Transfers : PageId::Files); });
}

void Navigation::begin(PageContext& context, QMenu* menu) {
    m_context = &context;
    m_menu = menu;
    m_state = m_session.state();
    connect(&m_session, &Session::stateChanged, this, &Navigation::sessionChanged);
}

Page* Navigation::made(PageId id) {
    Page*& page = m_pages[id];
    if (page == nullptr) {
        page = makePage(id, *m_context, &m_window.pages());
        page->setMenu(m_menu);
        m_window.pages().addWidget(page);
    }
    return page;
}

bool Navigation::makeNextPage() {
    for (const PageId id : AllPages) {
        if (!m_pages.contains(id)) {
            made(id);
            return true;
        }
    }
    return false;
}

Page* Navigation::page() const {
    return m_current ? m_pages.at(*m_current) : nullptr;
}

void Navigation::sessionChanged(Session::State state) {
    const auto target = pageFor(state, m_state, m_current);
    m_state = state;
    if (target) {
        m_way_back.clear();
        bringToFront(*target);
    } else {
        arrange();
        Q_EMIT changed();
    }
}

void Navigation::show(PageId page) {
    const bool needs_session = page == PageId::Files || page == PageId::Transfers;
    if (needs_session && m_session.state() != Session::State::SignedIn) {
        arrange(); // the sidebar's choice goes back to where one is
        return;
    }
    if (m_current && isDetour(page) && *m_current != page)
        m_way_back.push_back(*m_current);
    else if (!isDetour(page))
        m_way_back.clear();
    bringToFront(page);
}

void Navigation::bringToFront(PageId id) {
    Page* const before = page();
    Page* const next = made(id);
    m_current = id;
    if (before != next) {
        m_window.pages().setCurrentWidget(next);
        if (before != nullptr)
            before->left();
    }
    arrange();
    next->entered();
    Q_EMIT changed();
}

/// Title, sidebar and the notice's place, as the page in front wants them.
void Navigation::arrange() {
    if (!m_current)
        return;
    m_window.setPageTitle(page()->title());
    m_window.setSidebarShown(hasSidebar(*m_current, m_session.state()));
    m_window.toast().setRoomBelow(page()->roomBelow() + metrics::space(4));
    PlaceList* const places = m_window.sidebar().places();
    if (*m_current == PageId::Files)
        places->choose(FilesPlace);
    else if (*m_current == PageId::Transfers)
        places->choose(TransfersPlace);
    else
        places->choose({});
}

void Navigation::showSettings(const QString& group) {
    static_cast<SettingsPage*>(made(PageId::Settings))->showGroup(group);
    show(PageId::Settings);
}

void Navigation::showFile(const QString& file_id) {
    show(PageId::Files);
    static_cast<FilesPage*>(made(PageId::Files))->showFile(file_id);
}

void Navigation::copyNewestLink() {
    static_cast<FilesPage*>(made(PageId::Files))->copyNewestLink();
}

void Navigation::goBack() {
    if (m_way_back.empty()) {
        bringToFront(pageFor(m_session.state(), m_session.state(), std::nullopt).value_or(PageId::Welcome));
        return;
    }
    const PageId back = m_way_back.back();
    m_way_back.pop_back();
    bringToFront(back);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/banner_facts.h"

#include <set>

namespace dropseal::app {

class ApiClient;
class BundledServer;

/// Shows the weightiest standing fact that the person has not closed. A closed one comes back when it has
/// gone and comes again. GUI thread.
class Banners : public QObject {
    Q_OBJECT
public:
    struct Sources {
        Session& session;
        ApiClient& client;
        BackendProcess& backend;
        BundledServer& server;
    };
    Banners(Banner& banner, const Sources& sources, QObject* parent = nullptr);

    BannerFacts facts() const;

Q_SIGNALS:
    void acted(dropseal::app::StandingFact fact);
    void factsChanged();

private:
    void update();

    Banner& m_banner;
    Sources m_sources;
    bool m_certificate_changed = false;
    std::set<StandingFact> m_closed;
    std::optional<StandingFact> m_shown;
};

} // namespace dropseal::app

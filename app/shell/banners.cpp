// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/banners.h"

#include "app/shell/bundled_server.h"

namespace dropseal::app {

Banners::Banners(Banner& banner, const Sources& sources, QObject* parent)
    : QObject(parent), m_banner(banner), m_sources(sources) {
    connect(&sources.session, &Session::stateChanged, this, [this] {
        m_certificate_changed = false;
        update();
    });
    connect(&sources.session, &Session::offlineChanged, this, &Banners::update);
    connect(&sources.session, &Session::keyringFaultChanged, this, &Banners::update);
    connect(&sources.server, &BundledServer::changed, this, &Banners::update);
    connect(&sources.client, &ApiClient::unreachable, this, [this](const ApiError& why) {
        m_certificate_changed = why.kind == ApiError::Kind::CertificateChanged;
        update();
    });
    connect(&sources.client, &ApiClient::reached, this, [this] {
        if (std::exchange(m_certificate_changed, false))
            update();
    });
    connect(&banner, &Banner::closed, this, [this] {
        if (m_shown)
            m_closed.insert(*m_shown);
        update();
    });
    connect(&banner, &Banner::acted, this, [this] {
        if (m_shown)
            Q_EMIT acted(*m_shown);
    });
}

BannerFacts Banners::facts() const {
    BannerFacts facts;
    facts.state = m_sources.session.state();
    facts.bundled = m_sources.session.profile().bundled;
    facts.offline = m_sources.session.offline();
    facts.server = m_sources.session.profile().displayName();
    facts.backend = m_sources.backend.state();
    facts.backend_fault = m_sources.backend.fault();
    facts.backend_fault_text = m_sources.backend.faultText();
    facts.port = m_sources.backend.port();
    facts.shared = m_sources.server.isShared();
    facts.shared_address = m_sources.server.sharedAddress();
    facts.keyring = m_sources.session.keyringFault();
    facts.certificate_changed = m_certificate_changed;
    return facts;
}

void Banners::update() {
    const BannerFacts known = facts();
    const std::vector<StandingFact> holding = standingFacts(known);
    std::erase_if(m_closed, [&holding](StandingFact fact) {
        return std::ranges::find(holding, fact) == holding.end();
    });
    const auto shown =
        std::ranges::find_if(holding, [this](StandingFact fact) { return !m_closed.contains(fact); });
    m_shown = shown == holding.end() ? std::nullopt : std::optional(*shown);
    if (m_shown) {
        const BannerWords words = bannerWords(*m_shown, known);
        m_banner.say(words.level, words.icon, words.lead, words.sentence, words.act, words.act_icon);
    } else {
        m_banner.dismiss();
    }
    Q_EMIT factsChanged();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/banner_facts.h"

#include "app/pages/backend_words.h"

#include <QtCore/QCoreApplication>

namespace dropseal::app {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("StandingFact", text);
}

BannerWords keyringWords(KeyringFault fault) {
    BannerWords words{Banner::Level::Warning, QStringLiteral("lock"), {}, {}, tr("Try again"), {}};
    switch (fault) {
    case KeyringFault::Locked:
        words.lead = tr("Your keyring is locked, so Dropseal cannot stay signed in.");
        words.act = tr("Unlock");
        break;
    case KeyringFault::Missing:
        words.lead = tr("This computer has no keyring, so Dropseal cannot stay signed in.");
        break;
    case KeyringFault::Refused:
        words.lead = tr("Your keyring took nothing, so Dropseal cannot stay signed in.");
        break;
    }
    words.sentence = tr("You will be signed out when it closes.");
    return words;
}

QString failureCause(const BannerFacts& facts) {
    const BackendWords words = backendWords(facts.backend_fault, facts.port);
    const bool says_more = words.server_says_more && !facts.backend_fault_text.isEmpty();
    return says_more ? tr("%1 (%2)").arg(words.text, facts.backend_fault_text) : words.text;
}

} // namespace

std::vector<StandingFact> standingFacts(const BannerFacts& facts) {
    const bool signed_in = facts.state == Session::State::SignedIn;
    std::vector<StandingFact> holding;
    const auto hold_if = [&holding](bool holds, StandingFact fact) {
        if (holds)
            holding.push_back(fact);
    };
    const bool failed = facts.bundled && facts.backend == BackendProcess::State::Failed;
    hold_if(signed_in && failed, StandingFact::ServerFailed);
    hold_if(signed_in && facts.certificate_changed, StandingFact::CertificateChanged);
    hold_if(signed_in && facts.offline && !failed && !facts.certificate_changed, StandingFact::Offline);
    hold_if(signed_in && facts.keyring.has_value(), StandingFact::Keyring);
    hold_if(signed_in && facts.bundled && facts.shared && facts.shared_address.isEmpty(),
            StandingFact::NoNetwork);
    hold_if(signed_in && facts.bundled && facts.shared && !facts.shared_address.isEmpty(),
            StandingFact::SharedOnNetwork);
    hold_if(signed_in && facts.bundled && !facts.shared, StandingFact::LocalOnly);
    return holding;
}

BannerWords bannerWords(StandingFact fact, const BannerFacts& facts) {
    switch (fact) {
    case StandingFact::ServerFailed:
        return {Banner::Level::Danger,
                QStringLiteral("circle-alert"),
                tr("The server on this computer has stopped and does not start."),
                failureCause(facts),
                tr("Try again"),
                {}};
    case StandingFact::CertificateChanged:
        return {Banner::Level::Danger,
                QStringLiteral("triangle-alert"),
                tr("%1 shows another certificate than the one that was trusted.").arg(facts.server),
                tr("Nothing is sent until you have looked at it."),
                tr("Show the certificate"),
                {}};
    case StandingFact::Offline:
        if (facts.bundled)
            return {Banner::Level::Warning,
                    QStringLiteral("wifi-off"),
                    tr("The server on this computer does not answer."),
                    tr("It is being started again. Transfers continue by themselves."),
                    {},
                    {}};
        return {Banner::Level::Warning,
                QStringLiteral("wifi-off"),
                tr("No connection to %1.").arg(facts.server),
                tr("Transfers continue by themselves when it is back."),
                {},
                {}};
    case StandingFact::Keyring:
        return keyringWords(*facts.keyring);
    case StandingFact::NoNetwork:
        return {Banner::Level::Warning,
                QStringLiteral("wifi-off"),
                tr("This computer is in no network now."),
                tr("Links open on this computer only, until it is."),
                tr("Stop sharing"),
                {}};
    case StandingFact::SharedOnNetwork:
        return {Banner::Level::Info,
                QStringLiteral("wifi"),
                tr("Shared on this network."),
                tr("Anyone on this network who has a link can open it."),
                tr("Stop sharing"),
                {}};
    case StandingFact::LocalOnly:
        return {Banner::Level::Info,
                QStringLiteral("monitor"),
                tr("This computer is the server."),
                tr("Links open on this computer only, until you share on this network."),
                tr("Share on this network"),
                QStringLiteral("wifi")};
    }
    return {};
}

QString whoCanOpenLinks(const BannerFacts& facts) {
    if (!facts.bundled)
        return tr("Links open wherever %1 is reached").arg(facts.server);
    const bool in_network = facts.shared && !facts.shared_address.isEmpty();
    return in_network ? tr("Links open on this network") : tr("Links open on this computer only");
}

} // namespace dropseal::app

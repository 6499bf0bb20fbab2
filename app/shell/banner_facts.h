// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/backend_process/backend_process.h"
#include "app/session/session.h"
#include "app/widgets/banner.h"

namespace dropseal::app {

/// What the banner's decision needs to know.
struct BannerFacts {
    Session::State state = Session::State::NoServer;
    bool bundled = false;
    bool offline = false;
    QString server; ///< "files.example.org"
    BackendProcess::State backend = BackendProcess::State::Stopped;
    BackendProcess::Fault backend_fault = BackendProcess::Fault::None;
    QString backend_fault_text;
    int port = 0;
    bool shared = false;
    QString shared_address;
    std::optional<KeyringFault> keyring;
    bool certificate_changed = false;
};

/// The standing facts, the weightiest first.
enum class StandingFact {
    ServerFailed,
    CertificateChanged,
    Offline,
    Keyring,
    NoNetwork,
    SharedOnNetwork,
    LocalOnly,
};

/// Those that hold, in the order of their weight.
std::vector<StandingFact> standingFacts(const BannerFacts& facts);

struct BannerWords {
    Banner::Level level = Banner::Level::Info;
    QString icon;
    QString lead;
    QString sentence;
    QString act;
    QString act_icon;
};
BannerWords bannerWords(StandingFact fact, const BannerFacts& facts);

/// Who can open a link; under the account's name in the sidebar, where no banner can be closed.
QString whoCanOpenLinks(const BannerFacts& facts);

} // namespace dropseal::app

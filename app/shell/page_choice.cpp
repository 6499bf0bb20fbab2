// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/page_choice.h"

namespace dropseal::app {

namespace {

using State = Session::State;

/// A try that failed leads back to the state before: the form that was sent stays, with what was typed.
bool isFormOf(PageId page, State state) {
    switch (state) {
    case State::SignedOut:
        return page == PageId::SignIn || page == PageId::CreateAccount;
    case State::SetupRequired:
        return page == PageId::FirstAccount;
    case State::Ended:
        return page == PageId::SessionEnded || page == PageId::SignIn || page == PageId::CreateAccount;
    default:
        return false;
    }
}

PageId home(State state) {
    switch (state) {
    case State::NoServer:
        return PageId::Welcome;
    case State::StartingBackend:
    case State::Connecting:
        return PageId::Connecting;
    case State::SetupRequired:
        return PageId::FirstAccount;
    case State::SignedOut:
    case State::SigningIn:
        return PageId::SignIn;
    case State::SignedIn:
        return PageId::Files;
    case State::Ended:
        return PageId::SessionEnded;
    }
    return PageId::Welcome;
}

} // namespace

std::optional<PageId> pageFor(State state, State before, std::optional<PageId> current) {
    if (!current)
        return home(state);
    if (state == State::SigningIn)
        return std::nullopt;
    if (state == before) // said again, with another reason
        return std::nullopt;
    if (before == State::SigningIn && isFormOf(*current, state))
        return std::nullopt;
    if (home(state) == *current)
        return std::nullopt;
    return home(state);
}

bool hasSidebar(PageId page, State state) {
    const bool belongs = page == PageId::Files || page == PageId::Transfers || page == PageId::Settings;
    return belongs && state == State::SignedIn;
}

} // namespace dropseal::app

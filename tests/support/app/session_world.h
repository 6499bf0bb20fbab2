// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/session.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_credentials.h"
#include "tests/support/app/fake_network.h"

namespace dropseal::app::test {

/// Everything that one run of the program has.
struct SessionWorld {
    explicit SessionWorld(const QString& settings_file)
        : tokens(network)
        , client(network, tokens)
        , profiles(settings_file)
        , session(client, tokens, credentials, profiles) {
        QObject::connect(&session, &Session::stateChanged, &session,
                         [this](Session::State state) { states.push_back(state); });
    }

    FakeNetwork network;
    TokenKeeper tokens;
    ApiClient client;
    FakeCredentials credentials;
    ServerProfiles profiles;
    Session session;
    std::vector<Session::State> states;
};

/// A Dropseal with one account, ada@example.org with the password "secret".
inline void honest(FakeCall& call) {
    if (call.path() == "/")
        call.answer(200, encoded(rootInfo()));
    else if (call.path().endsWith("/login") && call.request.body.contains("\"secret\""))
        call.answer(200, tokens("access-1", "refresh-1"));
    else if (call.path().endsWith("/login"))
        call.problem(ErrorCode::invalid_credentials);
    else if (call.path().endsWith("/refresh"))
        call.answer(200, tokens("access-2", "refresh-2"));
    else if (call.path().endsWith("/register"))
        call.answer(201, encoded(user("new@example.org")));
    else if (call.path().endsWith("/setup"))
        call.answer(201,
                    encoded(api::SetupAnswer{user(), {"access-1", "refresh-1", std::chrono::seconds(900)}}));
    else if (call.path().endsWith("/logout"))
        call.answer(204, "");
    else
        call.answer(200, encoded(user()));
}

} // namespace dropseal::app::test

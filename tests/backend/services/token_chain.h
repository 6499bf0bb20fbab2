// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/backend/services/service_fixture.h"

namespace dropseal::test {

/// A session whose refresh token was rotated, with the tokens before.
struct Chain {
    services::TokenPair grandparent;
    services::TokenPair parent;
    services::TokenPair current;
};

inline SessionId sessionOf(ServiceFixture& f, const services::TokenPair& pair) {
    return must(f.tokens.verifyRefresh(pair.refresh_token, f.clock.now())).session_id;
}

inline Chain makeChain(ServiceFixture& f) {
    Chain chain;
    chain.grandparent = f.login("anna");
    f.clock.advance(std::chrono::seconds(60));
    chain.parent = must(f.sessions->refresh(chain.grandparent.refresh_token, f.Client));
    f.clock.advance(std::chrono::seconds(60));
    chain.current = must(f.sessions->refresh(chain.parent.refresh_token, f.Client));
    return chain;
}

} // namespace dropseal::test

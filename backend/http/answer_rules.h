// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/cors_rule.h"

namespace dropseal::http {

/// The headers of an answer that hang on who asks and how: CORS, and HSTS over TLS (SECURITY.md 4.24).
struct AnswerRules {
    CorsRule cors;
    bool hsts_subdomains = true;

    /// `head` is null where the request could not be read.
    void addHeaders(const edge::RequestHead* head, const edge::Peer& peer, Headers& out) const {
        cors.addHeaders(head, out);
        if (peer.secure) // RFC 6797 section 7.2: never over plain HTTP
            out.emplace_back("Strict-Transport-Security",
                             hsts_subdomains ? "max-age=31536000; includeSubDomains" : "max-age=31536000");
    }
};

} // namespace dropseal::http

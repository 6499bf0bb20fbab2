// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/cors_rule.h"

#include <algorithm>

namespace dropseal::http {

namespace {

/// What a page may read of an answer beyond the few headers that it always may (API.md "Conventions").
constexpr std::string_view Exposed =
    "Location, Upload-Offset, Upload-Length, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, "
    "Tus-Checksum-Algorithm, Dropseal-File-Id, ETag, X-Request-Id, Retry-After";
constexpr std::string_view Accepted =
    "Authorization, Content-Type, If-Match, If-None-Match, If-Range, Range, X-Request-Id, Idempotency-Key, "
    "Tus-Resumable, Upload-Length, Upload-Offset, Upload-Metadata, Upload-Checksum, Dropseal-Pow";
/// Seconds for which a browser may remember the answer to a preflight; as many as a token lives, about.
constexpr std::string_view MaxAge = "600";

} // namespace

bool CorsRule::allows(std::string_view origin) const {
    return std::find(m_origins.begin(), m_origins.end(), origin) != m_origins.end();
}

const std::string* CorsRule::listed(const edge::RequestHead* head) const {
    const std::string* const origin = head != nullptr ? head->find("origin") : nullptr;
    return origin != nullptr && allows(*origin) ? origin : nullptr;
}

void CorsRule::addHeaders(const edge::RequestHead* head, Headers& out) const {
    if (m_origins.empty())
        return;
    out.emplace_back("Vary", "Origin"); // on all answers: a cache must not hand one origin's to another
    const std::string* const origin = listed(head);
    if (origin == nullptr)
        return;
    out.emplace_back("Access-Control-Allow-Origin", *origin);
    out.emplace_back("Access-Control-Expose-Headers", Exposed);
}

void CorsRule::addPreflight(const edge::RequestHead& head, std::string_view allow, Headers& out) const {
    if (listed(&head) == nullptr || head.find("access-control-request-method") == nullptr)
        return;
    out.emplace_back("Access-Control-Allow-Methods", allow);
    out.emplace_back("Access-Control-Allow-Headers", Accepted);
    out.emplace_back("Access-Control-Max-Age", MaxAge);
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/problem_answer.h"

#include "backend/http/credentials.h"
#include "shared/api/envelope.h"
#include "shared/api/problem.h"

namespace dropseal::http {

namespace {

constexpr std::string_view DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; "
                                        "frame-ancestors 'none'; object-src 'none'";
constexpr std::string_view BytesPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// A 503 without a better idea: soon.
constexpr std::chrono::seconds BusyRetry{1};

} // namespace

Response problemAnswer(const Error& error, std::string_view request_id, bool envelope) {
    Response response;
    response.status = info(error.code).status;
    response.content_type = envelope ? std::string("application/json") : std::string(api::ProblemType);
    response.body = envelope ? api::envelopeError(error, request_id) : api::encodeProblem(error, request_id);
    response.failure = error.code;
    response.cause = error.cause;
    if (response.status == 401)
        response.header("WWW-Authenticate", std::string(challengeFor(error.code)));
    auto retry = error.extras.retry_after;
    if (!retry && response.status == 503)
        retry = BusyRetry;
    if (retry)
        response.header("Retry-After", std::to_string(retry->count()));
    return response;
}

std::vector<std::pair<std::string, std::string>> standardHeaders(const Response& response,
                                                                 std::string_view request_id) {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(response.headers.size() + 7);
    if (!response.content_type.empty())
        out.emplace_back("Content-Type", response.content_type);
    out.emplace_back("X-Content-Type-Options", "nosniff");
    out.emplace_back("Referrer-Policy", "no-referrer");
    const bool bytes = response.policy == Policy::Bytes;
    out.emplace_back("Content-Security-Policy", bytes ? BytesPolicy : DataPolicy);
    if (bytes)
        out.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    if (response.caching == Caching::NoStore)
        out.emplace_back("Cache-Control", "no-store");
    else if (response.caching == Caching::Revalidate)
        out.emplace_back("Cache-Control", "private, no-cache");
    out.emplace_back("X-Request-Id", request_id);
    out.insert(out.end(), response.headers.begin(), response.headers.end());
    return out;
}

} // namespace dropseal::http

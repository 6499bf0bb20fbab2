// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/request_gate.h"

#include "backend/http/credentials.h"
#include "backend/http/media_type.h"
#include "backend/routes/body_rule.h"
#include "backend/routes/upload_body.h"

namespace dropseal::routes {

namespace {

using edge::Verdict;

constexpr std::int64_t NoLimit = INT64_MAX;
/// What a multipart body is longer than its file, at most: boundaries, part heads and the other fields.
constexpr std::int64_t FormFrameBytes = 64 * 1024;
constexpr std::string_view AllMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

bool isHealth(std::string_view path) {
    return path == "/health" || path.starts_with("/health/");
}

bool isSafe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool needsSignIn(http::Guard guard) {
    return guard == http::Guard::User || guard == http::Guard::Admin || guard == http::Guard::AdminOrLocal;
}

bool streams(http::Body body) {
    return body == http::Body::File || body == http::Body::Raw;
}

Verdict refuse(Error error) {
    return Verdict::refuse(std::move(error));
}

} // namespace

RequestGate::RequestGate(BackendState& state, const http::Router& router, const http::CorsRule& cors,
                         http::Pools& pools)
    : m_state(state)
    , m_router(router)
    , m_cors(cors)
    , m_pools(pools)
    , m_authenticator(state.services.sessions)
    , m_watch(state.options.hidden_proxy)
    , m_hosts(state.options.public_url, state.options.allowed_hosts, state.options.bound_to_loopback) {
    m_options.method = http::Method::Options;
    m_options.path = "*";
    m_options.handler = [&cors](const http::Call& call) -> dropseal::routes::Answer {
        http::Response response = http::Response::empty();
        response.caching = http::Caching::Anything;
        response.header("Allow", std::string(call.context.allow));
        cors.addPreflight(call.head, call.context.allow, response.headers);
        return response;
    };
}

void RequestGate::decide(std::shared_ptr<const edge::RequestHead> head, const edge::Peer& peer,
                         const std::string&, Answer answer) {
    Case given{std::move(head), peer, std::make_shared<http::RouteContext>(), std::nullopt};
    given.context->started = m_state.services.clock.steadyNow();
    if (auto ended = checkWay(*given.head, peer))
        return answer(std::move(*ended));
    if (auto ended = match(given))
        return answer(std::move(*ended));
    if (auto read = readCredentials(given); !read)
        return answer(refuse(std::move(read).error()));
    if (mustBlock(given))
        return decideLater(std::move(given), std::move(answer));
    answer(takeBody(given));
}

std::optional<Verdict> RequestGate::checkWay(const edge::RequestHead& head, const edge::Peer& peer) const {
    if (auto checked = checkHost(head, peer); !checked)
        return refuse(std::move(checked).error());
    if (!m_state.options.require_https || peer.secure || peer.local_control || isHealth(head.path))
        return std::nullopt;
    // Not a redirect: the token that came along in the clear must not look as if it had been fine.
    Verdict verdict = refuse(ErrorCode::upgrade_required);
    verdict.refusal_headers.emplace_back("Upgrade", "TLS/1.2, HTTP/1.1"); // RFC 9110 section 15.5.22
    verdict.refusal_headers.emplace_back("Connection", "Upgrade");
    return verdict;
}

Result<void> RequestGate::checkHost(const edge::RequestHead& head, const edge::Peer& peer) const {
    // No browser sends HTTP/1.0 without a Host, so no page can aim one at us.
    const bool nameless = head.host.empty() && head.minor_version == 0;
    if (!peer.local_control && !nameless && !isHealth(head.path) && !m_hosts.allows(head.host))
        return Error(ErrorCode::misdirected_request);
    return isSafe(head.method) ? Result<void>() : checkOrigin(head);
}

/// A server on loopback is within reach of every page in the person's browser, so what changes something must
/// not come from a foreign one (SECURITY.md 4.29).
Result<void> RequestGate::checkOrigin(const edge::RequestHead& head) const {
    if (!m_state.options.bound_to_loopback)
        return {};
    const std::string* const origin = head.find("origin");
    if (origin != nullptr && m_cors.allows(*origin))
        return {};
    const std::string* const site = head.find("sec-fetch-site");
    if (site != nullptr && *site != "same-origin" && *site != "none")
        return Error(ErrorCode::origin_refused);
    if (origin == nullptr)
        return {};
    const std::string_view authority = http::authorityOf(*origin);
    const bool own =
        origin->find("://") != std::string::npos &&
        (http::toLower(authority) == http::toLower(head.host) || *origin == m_state.options.public_url);
    return own ? Result<void>() : Error(ErrorCode::origin_refused);
}

std::optional<Verdict> RequestGate::match(Case& given) const {
    const edge::RequestHead& head = *given.head;
    http::RouteContext& context = *given.context;
    const auto method = api::methodFromText(head.method);
    if (!method)
        return refuse(ErrorCode::not_implemented);
    if (head.path == "*" && *method == http::Method::Options) {
        context.route = &m_options;
        context.allow = AllMethods;
        return std::nullopt;
    }
    auto found = m_router.match(head.path, &*method);
    switch (found.kind) {
    case http::Router::Match::Kind::Found:
        context.route = found.route;
        context.path = std::move(found.values);
        return std::nullopt;
    case http::Router::Match::Kind::NoPath:
        return refuse(ErrorCode::not_found);
    case http::Router::Match::Kind::BadPath:
        return refuse({ErrorCode::bad_request, "The path is not well-formed."});
    case http::Router::Match::Kind::NoMethod:
        break;
    }
    if (*method == http::Method::Options) {
        context.route = &m_options;
        context.allow = found.allow;
        return std::nullopt;
    }
    Verdict verdict = refuse(ErrorCode::method_not_allowed);
    verdict.refusal_headers.emplace_back("Allow", found.allow);
    return verdict;
}

/// Reads query and credentials, and lets the caches decide about the caller.
Result<void> RequestGate::readCredentials(Case& given) {
    http::RouteContext& context = *given.context;
    const http::Guard guard = context.route->guard;
    // The query of a presigned URL is read by its signer, whose rules are stricter.
    if (guard != http::Guard::Link && !given.head->query.empty()) {
        auto query = http::Query::parse(given.head->query);
        if (!query)
            return std::move(query).error();
        context.query = std::move(*query);
    }
    if (guard == http::Guard::AdminOrLocal && given.peer.local_control)
        return {};
    if (!needsSignIn(guard) && guard != http::Guard::Link)
        return {}; // whatever a client sends along, a public route does not look at it
    const auto token = http::bearerToken(*given.head, context.query, guard);
    if (!token)
        return token.error();
    if (guard == http::Guard::Link)
        return {};
    if (!*token)
        return Error(ErrorCode::token_missing);
    const auto caller = m_authenticator.cached(**token);
    if (caller)
        return admit(given, *caller);
    given.token.emplace(**token);
    return {};
}

Result<void> RequestGate::admit(Case& given,
                                const Result<std::shared_ptr<const http::Caller>>& caller) const {
    if (!caller)
        return caller.error();
    const bool needsAdmin = given.context->route->guard != http::Guard::User;
    if (needsAdmin && !(*caller)->isAdmin())
        return Error(ErrorCode::forbidden);
    given.context->caller = *caller;
    return {};
}

/// A token that caches do not know, and an upload, which is begun before its body: both ask the database.
bool RequestGate::mustBlock(const Case& given) const {
    return given.token.has_value() || streams(given.context->route->body);
}

void RequestGate::decideLater(Case given, Answer answer) {
    auto job = [this, given = std::move(given), answer](http::ThreadPool::Fate fate) mutable {
        const bool dropped = fate == http::ThreadPool::Fate::Dropped;
        answer(dropped ? refuse(ErrorCode::service_unavailable) : decideBlocking(given));
    };
    if (!m_pools.of(http::Run::Pooled).submit(std::move(job)))
        answer(refuse(ErrorCode::service_unavailable));
}

Verdict RequestGate::decideBlocking(Case& given) {
    try {
        if (given.token) {
            if (auto admitted = admit(given, m_authenticator.check(*given.token)); !admitted)
                return refuse(std::move(admitted).error());
            // Here only, where the caches did not know the token: a usual request pays nothing for it.
            m_watch.note(given.peer, static_cast<const SignedIn&>(*given.context->caller).principal.userId());
        }
        return takeBody(given);
    } catch (const std::exception& fault) { // out of memory, mostly: one request fails, not the server
        return refuse(Error::internal(fault.what()));
    }
}

Verdict RequestGate::takeBody(Case& given) {
    const http::Body body = given.context->route->body;
    if (auto checked = checkBodyType(*given.head, body); !checked)
        return refuse(std::move(checked).error());
    if (streams(body)) {
        auto verdict = takeUpload(given);
        return verdict ? std::move(*verdict) : refuse(std::move(verdict).error());
    }
    Verdict verdict;
    verdict.body = Verdict::Body::Inline;
    verdict.max_body_bytes = inlineLimit(body, m_state.options.max_json_bytes);
    verdict.context = std::move(given.context);
    return verdict;
}

/// Limits and quota speak before the first byte of the body (SECURITY.md section 6 row 27).
Result<Verdict> RequestGate::takeUpload(Case& given) {
    const edge::RequestHead& head = *given.head;
    http::RouteContext& context = *given.context;
    services::UploadService& uploads = m_state.services.uploads;
    // Without a Content-Length and not chunked there is no body: an empty file.
    const auto declared = head.chunked ? std::nullopt : std::optional(head.content_length.value_or(0));
    const bool form = context.route->body == http::Body::File;
    auto upload = Result<std::unique_ptr<services::Upload>>(Error(ErrorCode::internal_error));
    if (context.route->guard == http::Guard::Link) {
        const auto promise = m_state.services.links.checkPut(context.path[0], head.query);
        if (!promise)
            return promise.error();
        upload = uploads.beginPresigned(*promise, declared);
    } else {
        upload = uploads.begin(static_cast<const SignedIn&>(*context.caller).principal, declared,
                               form ? FormFrameBytes : 0);
    }
    if (!upload)
        return std::move(upload).error();
    const auto progress = std::make_shared<UploadInProgress>();
    progress->upload = std::move(*upload);
    context.upload = progress;
    if (!form) {
        const std::string* const type = head.find("content-type");
        auto opened = progress->upload->open(context.path[0], type != nullptr ? *type : std::string());
        if (!opened)
            return std::move(opened).error();
    }
    using Kind = UploadBody::Kind;
    Verdict verdict;
    verdict.body = form ? Verdict::Body::Multipart : Verdict::Body::Raw;
    const std::int64_t limit = uploads.options().max_upload_bytes;
    verdict.max_body_bytes = limit > 0 ? limit : NoLimit;
    verdict.over_limit = ErrorCode::file_too_large;
    verdict.sink = std::make_unique<UploadBody>(progress, form ? Kind::Part : Kind::Named);
    verdict.context = std::move(given.context);
    return verdict;
}

} // namespace dropseal::routes

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/credentials.h"

#include "backend/http/media_type.h"

namespace dropseal::http {

namespace {

/// Parameters that carry credentials somewhere: RFC 6750 section 2.3 and presigned URLs of any kind.
constexpr std::string_view QueryCredentials[] = {"access_token", "token", "X-Amz-Signature", "sig"};

bool hasQueryCredentials(const Query& query, Guard guard) {
    if (guard == Guard::Link)
        return true;
    return std::any_of(std::begin(QueryCredentials), std::end(QueryCredentials),
                       [&query](std::string_view name) { return query.has(name); });
}

} // namespace

Result<std::optional<std::string_view>> bearerToken(const edge::RequestHead& head, const Query& query,
                                                    Guard guard) {
    const std::string* value = nullptr;
    for (const edge::HeaderField& field : head.headers) {
        if (field.name != "authorization")
            continue;
        if (value != nullptr)
            return Error(ErrorCode::bad_request, "Send one Authorization header.");
        value = &field.value;
    }
    if (value == nullptr)
        return std::optional<std::string_view>();
    if (hasQueryCredentials(query, guard))
        return Error(ErrorCode::bad_request,
                     "Send credentials in the Authorization header or in the URL, not both.");
    const std::string_view text = trim(*value);
    const auto space = text.find(' ');
    if (toLower(text.substr(0, space)) != "bearer" || space == std::string_view::npos)
        return Error(ErrorCode::token_invalid, "Send the access token as Bearer.");
    return std::optional<std::string_view>(trim(text.substr(space)));
}

std::string_view challengeFor(ErrorCode code) {
    switch (code) {
    case ErrorCode::token_invalid:
    case ErrorCode::token_expired:
    case ErrorCode::session_revoked:
    case ErrorCode::refresh_reused:
        return R"(Bearer realm="dropseal", error="invalid_token")";
    default:
        return R"(Bearer realm="dropseal")";
    }
}

} // namespace dropseal::http

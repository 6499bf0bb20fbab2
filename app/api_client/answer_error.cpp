// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/answer_error.h"

#include "shared/api/problem.h"

#include <array>

namespace dropseal::app {

namespace {

struct StatusRow {
    int status;
    ErrorCode code;
};

/// What proxies say by themselves, in HTML.
constexpr auto ProxyStatuses = std::to_array<StatusRow>({
    {413, ErrorCode::payload_too_large},
    {429, ErrorCode::too_many_requests},
    {502, ErrorCode::service_unavailable},
    {503, ErrorCode::service_unavailable},
    {504, ErrorCode::timeout},
});

std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

ApiError make(ApiError::Kind kind, Error problem) {
    ApiError error;
    error.kind = kind;
    error.problem = std::move(problem);
    return error;
}

void addRetryAfter(Error& problem, const HttpAnswer& answer) {
    if (problem.extras.retry_after)
        return;
    bool is_number = false;
    const int seconds = answer.header("retry-after").toInt(&is_number);
    if (is_number && seconds >= 0)
        problem.extras.retry_after = std::chrono::seconds(seconds);
}

ApiError ofProxy(const HttpAnswer& answer) {
    for (const StatusRow& row : ProxyStatuses) {
        if (row.status == answer.status)
            return make(ApiError::Kind::Server, row.code);
    }
    return make(ApiError::Kind::NotDropseal,
                {ErrorCode::bad_request, "The answer is not one of a Dropseal."});
}

} // namespace

ApiError errorOfAnswer(const HttpAnswer& answer) {
    ApiError error;
    auto problem = Result<api::Problem>(Error(ErrorCode::bad_json));
    if (answer.header("content-type").startsWith("application/problem+json"))
        problem = api::decodeProblem(view(answer.body));
    if (problem) {
        error = make(ApiError::Kind::Server, std::move(problem->error));
        error.request_id = QString::fromStdString(problem->request_id);
    } else {
        error = ofProxy(answer);
    }
    if (error.request_id.isEmpty())
        error.request_id = QString::fromUtf8(answer.header("x-request-id"));
    error.status = answer.status;
    addRetryAfter(error.problem, answer);
    return error;
}

ApiError unreadableAnswer(const HttpAnswer& answer, const Error& why) {
    ApiError error = make(ApiError::Kind::NotDropseal, why);
    error.status = answer.status;
    error.request_id = QString::fromUtf8(answer.header("x-request-id"));
    return error;
}

ApiError cancelledError() {
    return make(ApiError::Kind::Cancelled, ErrorCode::timeout);
}

ApiError signedOutError(Error problem) {
    return make(ApiError::Kind::SignedOut, std::move(problem));
}

ApiError localFileError(ErrorCode code, const QString& words) {
    return make(ApiError::Kind::LocalFile, {code, words.toStdString()});
}

bool wantsFreshToken(const ApiError& error) {
    return error.kind == ApiError::Kind::Server && error.status == 401 &&
           (error.problem.code == ErrorCode::token_expired || error.problem.code == ErrorCode::token_invalid);
}

bool endsSession(const ApiError& error) {
    return error.kind == ApiError::Kind::Server && error.status == 401 &&
           (error.problem.code == ErrorCode::session_revoked ||
            error.problem.code == ErrorCode::account_suspended ||
            error.problem.code == ErrorCode::refresh_reused);
}

} // namespace dropseal::app

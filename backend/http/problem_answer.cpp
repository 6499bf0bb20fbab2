// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/problem_answer.h"

#include "backend/http/credentials.h"
#include "shared/api/envelope.h"
#include "shared/api/problem.h"

#include <cstdio>

namespace dropseal::http {

namespace {

constexpr std::string_view DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; "
                                        "frame-ancestors 'none'; object-src 'none'";
constexpr std::string_view BytesPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// A 503 without a better idea: soon.
constexpr std::chrono::seconds BusyRetry{1};

/// The date changes once a second, and each thread writes it many times in one.
const std::string& dateOf(Timestamp now) {
    thread_local std::int64_t second = -1;
    thread_local std::string text;
    if (const std::int64_t current = toUnixSeconds(now); current != second) {
        second = current;
        text = httpDate(now);
    }
    return text;
}

} // namespace

std::string httpDate(Timestamp at) {
    constexpr std::string_view Days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::string_view Months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
    std::array<char, 40> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                      Days[std::chrono::weekday(day).c_encoding()].data(), static_cast<unsigned>(date.day()),
                      Months[static_cast<unsigned>(date.month()) - 1].data(), static_cast<int>(date.year()),
                      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                      static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

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
                                                                 std::string_view request_id, Timestamp now) {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(response.headers.size() + 8);
    out.emplace_back("Date", dateOf(now));
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/byte_source.h"
#include "shared/core/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::http {

/// Bytes of a blob that the edge sends in place of a body.
struct FileAnswer {
    std::shared_ptr<edge::ByteSource> source;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// May the answer be kept by the client and by proxies?
enum class Caching {
    NoStore,    ///< tokens and personal data
    Revalidate, ///< only by the client, and it asks each time (ETag)
    Anything,   ///< nothing is said: the same for everyone
};

/// Which Content-Security-Policy the answer carries (SECURITY.md 4.21).
enum class Policy { Data, Bytes };

/// An answer as a handler gives it. The standard headers, Content-Length and X-Request-Id are not in it.
struct Response {
    int status = 200;
    std::string content_type; ///< empty: no body
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<FileAnswer> file;
    Caching caching = Caching::NoStore;
    Policy policy = Policy::Data;
    bool run_again = false;           ///< an inline handler that would have to block: run it on its pool
    std::optional<ErrorCode> failure; ///< for the log: the code of a problem answer …
    std::string cause;                ///< … and its private cause

    static Response json(std::string body, int status = 200) {
        Response response;
        response.status = status;
        response.content_type = "application/json";
        response.body = std::move(body);
        return response;
    }
    static Response empty(int status = 204) {
        Response response;
        response.status = status;
        return response;
    }
    static Response again() {
        Response response;
        response.run_again = true;
        return response;
    }

    Response& header(std::string name, std::string value);
};

} // namespace dropseal::http

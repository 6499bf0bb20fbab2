// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "shared/core/error.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::edge {

/// An answer that the edge itself sends: status, headers but Content-Length and Connection, body.
struct EdgeAnswer {
    int status = 500;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Gives the edge's own refusals the same shape as all other errors. Thread-safe, never blocks.
class ErrorPage {
public:
    virtual ~ErrorPage() = default;

    /// `head` is null where the request could not be read.
    virtual EdgeAnswer render(const Error& error, const RequestHead* head, const Peer& peer,
                              const std::string& request_id) const = 0;
};

/// An answer's bytes up to its body. `more` are headers beyond its own; `connection` the value of Connection,
/// none where it is empty.
std::string answerHead(const EdgeAnswer& answer, ErrorCode code,
                       const std::vector<std::pair<std::string, std::string>>& more,
                       std::string_view connection);

} // namespace dropseal::edge

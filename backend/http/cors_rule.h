// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Which pages of other origins may read answers (CORS). They send Bearer tokens by themselves, so no answer
/// ever allows credentials. Immutable.
class CorsRule {
public:
    /// `origins` as a browser writes them: scheme, host, port where it is not the scheme's own. Empty:
    /// closed.
    explicit CorsRule(std::vector<std::string> origins = {}) : m_origins(std::move(origins)) {}

    bool allows(std::string_view origin) const;
    /// The headers of every answer. `head` is null where the request could not be read.
    void addHeaders(const edge::RequestHead* head, Headers& out) const;
    /// Those that the answer to OPTIONS needs beside them, where a browser asks before its request. `allow`:
    /// the methods of the path.
    void addPreflight(const edge::RequestHead& head, std::string_view allow, Headers& out) const;

private:
    /// The Origin of the request where it is a listed one; null else.
    const std::string* listed(const edge::RequestHead* head) const;

    std::vector<std::string> m_origins;
};

} // namespace dropseal::http

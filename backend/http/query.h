// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::http {

/// The parameters of a query or of a form body (application/x-www-form-urlencoded, URL standard section 5.1).
/// Names and values are decoded once.
class Query {
public:
    Query() = default;
    /// bad_request for a broken escape, text that is not UTF-8, more than 100 parameters, and for a name that
    /// comes twice: two readers would not agree on which one counts. Also for a NUL in a query; a form may
    /// have one, since a password may.
    static Result<Query> parse(std::string_view text) { return parse(text, Nul::Refused); }
    static Result<Query> parseForm(std::string_view text) { return parse(text, Nul::Allowed); }

    bool has(std::string_view name) const { return find(name) != nullptr; }
    /// Null where there is none.
    const std::string* find(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return m_parameters; }

private:
    enum class Nul { Refused, Allowed };
    static Result<Query> parse(std::string_view text, Nul nul);

    std::vector<std::pair<std::string, std::string>> m_parameters;
};

/// Well-formed UTF-8 without surrogates and overlong forms (RFC 3629).
bool isUtf8(std::string_view text);

} // namespace dropseal::http

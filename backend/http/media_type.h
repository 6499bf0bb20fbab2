// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::http {

/// A media type with its parameters (RFC 9110 section 8.3.1). Type and parameter names are lower case.
struct MediaType {
    std::string type; ///< "multipart/form-data"
    std::vector<std::pair<std::string, std::string>> parameters;

    const std::string* parameter(std::string_view name) const;
    /// application/json and every type with the suffix +json (RFC 6839 section 3.1).
    bool isJson() const;
};

/// None for text that is no media type, or that has a parameter twice.
std::optional<MediaType> parseMediaType(std::string_view text);

/// ASCII only, whatever the locale.
std::string toLower(std::string_view text);
/// Without optional white space at both ends (RFC 9110 section 5.6.3).
std::string_view trim(std::string_view text);
bool isToken(std::string_view text);

} // namespace dropseal::http

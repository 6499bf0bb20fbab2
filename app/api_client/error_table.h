// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/error_words.h"

#include <optional>
#include <span>
#include <string_view>

namespace dropseal::app {

/// One sentence and when it is the right one. The first row that matches, and whose blanks are all known,
/// speaks.
struct ErrorRow {
    ApiError::Kind kind;
    std::optional<ErrorCode> code; ///< none: any
    ErrorContext::Place place;     ///< Other: any
    std::string_view reason;       ///< why a session ended; empty: any
    std::string_view text; ///< blanks: {server} {file} {size} {quota} {free} {limit} {wait} {when} {cause}
    ErrorAct act;
};

std::span<const ErrorRow> errorTable();

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/error_code.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dropseal {

/// One bad field of a request: `code` is a snake_case word (`required`, `too_short`, `too_long`, `invalid`,
/// `unknown_value`, `privileged` …), `message` a sentence for the person.
struct FieldError {
    std::string field;
    std::string code;
    std::string message;

    bool operator==(const FieldError&) const = default;
};

/// Members of a problem answer that only some codes carry (API.md "Conventions"). Absent ones are not
/// written.
struct ErrorExtras {
    std::optional<std::chrono::seconds> retry_after;
    std::optional<std::string> reason; ///< why a session ended: logout, reused, suspended …
    std::optional<Timestamp> at;       ///< when it did
    std::optional<std::int64_t> bytes_free;
    std::optional<std::int64_t> limit; ///< bytes, with file_too_large and payload_too_large
    std::vector<FieldError> fields;
};

/// Why something failed. `detail` is public and says what to do; `cause` is private, goes to the log with the
/// request id and never to the client.
class Error {
public:
    Error(ErrorCode code_) : code(code_) {}
    Error(ErrorCode code_, std::string detail_, std::string cause_ = {})
        : code(code_), detail(std::move(detail_)), cause(std::move(cause_)) {}

    /// validation_failed with the one field that is wrong.
    static Error field(std::string name, std::string code, std::string message);
    static Error fields(std::vector<FieldError> fields);
    /// internal_error with a private cause.
    static Error internal(std::string cause) { return {ErrorCode::internal_error, {}, std::move(cause)}; }

    Error& with(ErrorExtras extras_) {
        extras = std::move(extras_);
        return *this;
    }

    ErrorCode code;
    std::string detail; ///< empty: the code's own text (error_code.h) is shown
    std::string cause;
    ErrorExtras extras;
};

} // namespace dropseal

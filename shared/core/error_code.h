// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace dropseal {

/// The closed list of what can go wrong, as clients see it: the enumerator is the word on the wire, in `code`
/// of a problem answer (RFC 9457). The wire contract names a code first, then it stands here.
enum class ErrorCode {
    bad_request,
    bad_json,
    unsupported_media_type,
    not_acceptable,
    validation_failed,
    privileged_field,
    payload_too_large,
    file_too_large,
    headers_too_large,
    uri_too_long,
    length_required,
    method_not_allowed,
    not_implemented,
    http_version_not_supported,
    not_found,
    gone,
    conflict,
    email_taken,
    name_taken,
    already_used,
    precondition_failed,
    range_not_satisfiable,
    expectation_failed,
    misdirected_request,
    locked,
    upgrade_required,
    too_many_requests,
    invalid_credentials,
    mfa_required,
    mfa_invalid,
    account_suspended,
    token_missing,
    token_invalid,
    token_expired,
    session_revoked,
    refresh_reused,
    forbidden,
    setup_token_invalid,
    registration_closed,
    invite_invalid,
    pow_required,
    last_admin,
    share_password_required,
    share_password_wrong,
    share_expired,
    share_revoked,
    share_spent,
    share_busy,
    link_invalid,
    link_expired,
    upload_offset_mismatch,
    upload_expired,
    checksum_mismatch,
    upload_busy,
    insufficient_storage,
    quota_exceeded,
    scan_pending,
    scan_infected,
    origin_refused,
    service_unavailable,
    dependency_unavailable,
    timeout,
    internal_error,
};

/// One row of the table that maps a code to what a client gets.
struct ErrorCodeInfo {
    ErrorCode code;
    std::string_view word;
    int status; ///< HTTP status, RFC 9110 section 15 (460: tus 1.0.0 "Checksum")
    std::string_view title;
    std::string_view text; ///< what to do, where the error has no detail of its own
};

const ErrorCodeInfo& info(ErrorCode code) noexcept;
std::span<const ErrorCodeInfo> allErrorCodes() noexcept;
std::optional<ErrorCode> errorCodeFromWord(std::string_view word) noexcept;

} // namespace dropseal

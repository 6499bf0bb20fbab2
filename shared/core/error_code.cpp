// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/error_code.h"

#include <cstddef>

namespace dropseal {

namespace {

using enum ErrorCode;

constexpr ErrorCodeInfo Table[] = {
    {bad_request, "bad_request", 400, "Bad request", "The request could not be understood."},
    {bad_json, "bad_json", 400, "Bad JSON", "The body is not well-formed JSON."},
    {unsupported_media_type, "unsupported_media_type", 415, "Unsupported media type",
     "This route does not take a body of that type."},
    {not_acceptable, "not_acceptable", 406, "Not acceptable",
     "This route cannot answer in a type that you accept."},
    {validation_failed, "validation_failed", 422, "Validation failed", "Some fields are missing or wrong."},
    {privileged_field, "privileged_field", 422, "Privileged field",
     "The body has a field that only an admin may set."},
    {payload_too_large, "payload_too_large", 413, "Payload too large",
     "The body is larger than this route takes."},
    {file_too_large, "file_too_large", 413, "File too large", "The file is larger than this server takes."},
    {headers_too_large, "headers_too_large", 431, "Headers too large", "The request head is too large."},
    {uri_too_long, "uri_too_long", 414, "URI too long", "The request target is too long."},
    {length_required, "length_required", 411, "Length required", "Send a Content-Length, or chunked."},
    {method_not_allowed, "method_not_allowed", 405, "Method not allowed", "This path has no such method."},
    {not_implemented, "not_implemented", 501, "Not implemented", "The server does not know this method."},
    {http_version_not_supported, "http_version_not_supported", 505, "HTTP version not supported",
     "Use HTTP/1.1."},
    {not_found, "not_found", 404, "Not found", "There is nothing here."},
    {gone, "gone", 410, "Gone", "This was here, and is no longer."},
    {conflict, "conflict", 409, "Conflict", "The state on the server does not allow this now."},
    {email_taken, "email_taken", 409, "E-mail in use", "An account with this e-mail address exists already."},
    {name_taken, "name_taken", 409, "Name in use", "An account with this login name exists already."},
    {already_used, "already_used", 409, "Already used", "This can be used only once, and was."},
    {precondition_failed, "precondition_failed", 412, "Precondition failed",
     "The thing has changed since you read it: read it again."},
    {range_not_satisfiable, "range_not_satisfiable", 416, "Range not satisfiable",
     "The file has no such bytes."},
    {expectation_failed, "expectation_failed", 417, "Expectation failed",
     "Only Expect: 100-continue is known."},
    {misdirected_request, "misdirected_request", 421, "Misdirected request",
     "This server does not answer for that host name."},
    {locked, "locked", 423, "Locked", "This is in use by another request."},
    {upgrade_required, "upgrade_required", 426, "Upgrade required", "Use https."},
    {too_many_requests, "too_many_requests", 429, "Too many requests", "Wait a moment, then try again."},
    {invalid_credentials, "invalid_credentials", 401, "Invalid credentials",
     "The login name or the password is wrong."},
    {mfa_required, "mfa_required", 401, "Second factor required", "Send the code of your authenticator app."},
    {mfa_invalid, "mfa_invalid", 401, "Second factor wrong", "The code is wrong or was used already."},
    {account_suspended, "account_suspended", 401, "Account suspended",
     "This account is suspended. Ask an admin of this server."},
    {token_missing, "token_missing", 401, "Not signed in", "Sign in, and send the access token as Bearer."},
    {token_invalid, "token_invalid", 401, "Token invalid", "The token is not valid. Sign in again."},
    {token_expired, "token_expired", 401, "Token expired",
     "The token has expired. Refresh it, or sign in again."},
    {session_revoked, "session_revoked", 401, "Session ended", "The session has ended. Sign in again."},
    {refresh_reused, "refresh_reused", 401, "Refresh token reused",
     "The refresh token was used before, so its session has been ended. Sign in again."},
    {forbidden, "forbidden", 403, "Forbidden", "You may not do this."},
    {setup_token_invalid, "setup_token_invalid", 403, "Setup token wrong",
     "The setup token is wrong. It lies in DATA_DIR/setup-token."},
    {registration_closed, "registration_closed", 403, "Registration closed",
     "This server takes no new accounts by itself. Ask its admin."},
    {invite_invalid, "invite_invalid", 403, "Invite invalid", "The invite code is wrong, used or expired."},
    {pow_required, "pow_required", 403, "Proof of work required",
     "Solve the challenge, and send it with the request."},
    {last_admin, "last_admin", 409, "Last admin",
     "The last active admin can be neither removed, demoted nor suspended."},
    {share_password_required, "share_password_required", 401, "Password required",
     "This link has a password."},
    {share_password_wrong, "share_password_wrong", 401, "Password wrong",
     "The password of this link is wrong."},
    {share_expired, "share_expired", 410, "Link expired", "This link has expired."},
    {share_revoked, "share_revoked", 410, "Link revoked", "This link has been revoked."},
    {share_spent, "share_spent", 410, "Link spent", "This link has been downloaded as often as it may be."},
    {share_busy, "share_busy", 409, "Link busy", "All downloads that this link has left are running."},
    {link_invalid, "link_invalid", 403, "Link invalid", "This link was changed, or is not one of ours."},
    {link_expired, "link_expired", 403, "Link expired", "This link has expired."},
    {upload_offset_mismatch, "upload_offset_mismatch", 409, "Wrong offset",
     "The upload stands at another offset: ask for it with HEAD."},
    {upload_expired, "upload_expired", 410, "Upload expired", "This upload has expired: start it again."},
    {checksum_mismatch, "checksum_mismatch", 460, "Checksum mismatch",
     "The bytes do not match their checksum: send them again."},
    {upload_busy, "upload_busy", 423, "Upload busy", "Another request is writing to this upload."},
    {insufficient_storage, "insufficient_storage", 507, "Insufficient storage", "The server's disk is full."},
    {quota_exceeded, "quota_exceeded", 507, "Quota exceeded", "Your space on this server is full."},
    {scan_pending, "scan_pending", 409, "Scan pending", "The file is being scanned."},
    {scan_infected, "scan_infected", 403, "Infected", "The scanner found malware in this file."},
    {origin_refused, "origin_refused", 403, "Origin refused",
     "This server does not take requests from pages of other origins."},
    {service_unavailable, "service_unavailable", 503, "Service unavailable",
     "The server is busy. Try again in a moment."},
    {dependency_unavailable, "dependency_unavailable", 503, "Dependency unavailable",
     "Something that the server needs does not answer. Try again in a moment."},
    {timeout, "timeout", 408, "Timeout", "The request took too long."},
    {internal_error, "internal_error", 500, "Internal error",
     "Something went wrong on the server. Its log has the request id."},
};

} // namespace

const ErrorCodeInfo& info(ErrorCode code) noexcept {
    return Table[static_cast<std::size_t>(code)];
}

std::span<const ErrorCodeInfo> allErrorCodes() noexcept {
    return Table;
}

std::optional<ErrorCode> errorCodeFromWord(std::string_view word) noexcept {
    for (const ErrorCodeInfo& row : Table) {
        if (row.word == word)
            return row.code;
    }
    return std::nullopt;
}

} // namespace dropseal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/error_table.h"

#include <array>

namespace dropseal::app {

namespace {

using enum ErrorCode;
using enum ErrorAct;
using Kind = ApiError::Kind;
using Place = ErrorContext::Place;

// clang-format off
constexpr auto Table = std::to_array<ErrorRow>({
    // No answer.
    {Kind::NoConnection, {}, Place::Upload, "", "No connection to {server}. Transfers continue by themselves when it is back.", None},
    {Kind::NoConnection, {}, Place::Download, "", "No connection to {server}. Transfers continue by themselves when it is back.", None},
    {Kind::NoConnection, {}, Place::Connect, "", "{server} does not answer. Check the address and your connection, then try again.", Retry},
    {Kind::NoConnection, {}, Place::Other, "", "No connection to {server}. Check your connection, then try again.", Retry},
    {Kind::NoConnection, {}, Place::Other, "", "No connection to the server. Check your connection, then try again.", Retry},
    {Kind::Timeout, {}, Place::Upload, "", "{server} does not answer at the moment. Transfers continue by themselves when it does.", None},
    {Kind::Timeout, {}, Place::Download, "", "{server} does not answer at the moment. Transfers continue by themselves when it does.", None},
    {Kind::Timeout, {}, Place::Other, "", "{server} did not answer in time. Try again in a moment.", Retry},
    {Kind::Timeout, {}, Place::Other, "", "The server did not answer in time. Try again in a moment.", Retry},
    {Kind::NotDropseal, upgrade_required, Place::Other, "", "{server} runs Dropseal {cause}, which is too old for this app. Ask its administrator to update it.", UseAnotherServer},
    {Kind::NotDropseal, {}, Place::Connect, "", "{server} answers, but it is not a Dropseal, or a version that this app cannot read. Check the address.", UseAnotherServer},
    {Kind::NotDropseal, {}, Place::Other, "", "{server} gave an answer that this app cannot read. Perhaps a proxy or a sign-in page of the network stands in between.", Retry},
    {Kind::NotDropseal, {}, Place::Other, "", "The server gave an answer that this app cannot read. Perhaps a proxy stands in between.", Retry},
    {Kind::CertificateUnknown, {}, Place::Other, "", "This computer does not know the certificate of {server}. Compare its fingerprint with the one that the server's administrator gives you.", ShowCertificate},
    {Kind::CertificateUnknown, {}, Place::Other, "", "This computer does not know the server's certificate. Compare its fingerprint with the one that the administrator gives you.", ShowCertificate},
    {Kind::CertificateChanged, {}, Place::Other, "", "{server} shows another certificate than the one that you trusted. Nothing was sent. Ask its administrator before you go on.", ShowCertificate},
    {Kind::CertificateChanged, {}, Place::Other, "", "The server shows another certificate than the one that you trusted. Nothing was sent. Ask its administrator before you go on.", ShowCertificate},
    {Kind::Cancelled, {}, Place::Other, "", "Stopped.", Retry},

    // Files of this computer.
    {Kind::LocalFile, conflict, Place::Other, "", "Not sent: {file} changed while it was read. Retry when it is finished.", Retry},
    {Kind::LocalFile, conflict, Place::Other, "", "Not sent: the file changed while it was read. Retry when it is finished.", Retry},
    {Kind::LocalFile, not_found, Place::Other, "", "Not sent: {file} is not there any more. Put it back, then retry.", Retry},
    {Kind::LocalFile, unsupported_media_type, Place::Other, "", "Not sent: {file} is no ordinary file.", None},
    {Kind::LocalFile, insufficient_storage, Place::Other, "", "Not downloaded: the disk of this computer is full. Free some space, then retry.", Retry},
    {Kind::LocalFile, {}, Place::Download, "", "Not downloaded: {file} cannot be written there ({cause}). Choose another folder.", ChooseFolder},
    {Kind::LocalFile, {}, Place::Download, "", "Not downloaded: the file cannot be written there. Choose another folder.", ChooseFolder},
    {Kind::LocalFile, {}, Place::Other, "", "Not sent: {file} cannot be read. Check its permissions, then retry.", Retry},
    {Kind::LocalFile, {}, Place::Other, "", "Not sent: the file cannot be read. Check its permissions, then retry.", Retry},

    // Sessions that ended.
    {Kind::SignedOut, account_suspended, Place::Other, "", "This account is suspended. Only an administrator of {server} can change that.", None},
    {Kind::SignedOut, account_suspended, Place::Other, "", "This account is suspended. Only an administrator can change that.", None},
    {Kind::SignedOut, refresh_reused, Place::Other, "", "You were signed out for safety: this session was also used from somewhere else. Sign in, then look at your sessions.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "reused", "You were signed out for safety: this session was also used from somewhere else. Sign in, then look at your sessions.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "password_changed", "You were signed out: your password was changed {when}. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "password_reset", "You were signed out: your password was reset {when}. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "logout", "You were signed out: this session was ended {when}. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "logout_all", "You were signed out: all sessions were ended {when}. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "admin", "You were signed out by an administrator {when}. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "session_limit", "You were signed out: there were too many sessions at once. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "suspended", "You were signed out: the account was suspended {when}. Only an administrator can change that.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "expired", "You were signed out: the session was unused for too long. Sign in to go on; your transfers are waiting.", SignIn},
    {Kind::SignedOut, {}, Place::Other, "", "You are signed out. Sign in to go on; your transfers are waiting.", SignIn},

    // What the server says.
    {Kind::Server, invalid_credentials, Place::Other, "", "That e-mail and password do not belong together. Check both.", None},
    {Kind::Server, account_suspended, Place::Other, "", "This account is suspended. Only an administrator of {server} can change that.", None},
    {Kind::Server, account_suspended, Place::Other, "", "This account is suspended. Only an administrator can change that.", None},
    {Kind::Server, mfa_required, Place::Other, "", "This account wants a second step to sign in, which this version of the app cannot do yet.", None},
    {Kind::Server, too_many_requests, Place::Other, "", "Too many tries. You can try again in {wait}.", Retry},
    {Kind::Server, too_many_requests, Place::Other, "", "Too many tries. Wait a moment, then try again.", Retry},
    {Kind::Server, email_taken, Place::Other, "", "This e-mail already has an account. Sign in instead?", SignIn},
    {Kind::Server, name_taken, Place::Other, "", "This name is taken. Choose another one.", None},
    {Kind::Server, registration_closed, Place::Other, "", "This server takes no new accounts. Ask its administrator.", None},
    {Kind::Server, invite_invalid, Place::Other, "", "This server takes no new accounts without an invitation. Ask its administrator.", None},
    {Kind::Server, setup_token_invalid, Place::Other, "", "The first account cannot be made from here: the server was set up from somewhere else meanwhile. Sign in instead.", SignIn},
    {Kind::Server, not_found, Place::FirstAccount, "", "This server has its first account already. Sign in instead.", SignIn},
    {Kind::Server, misdirected_request, Place::Other, "", "The server does not answer by the name {server}. Ask its administrator for the right address.", UseAnotherServer},
    {Kind::Server, insufficient_storage, Place::Upload, "", "Not sent: the server has {free} free and this file needs {size}. Delete files there, then retry.", Retry},
    {Kind::Server, insufficient_storage, Place::Upload, "", "Not sent: the server's disk is full. Delete files there, then retry.", Retry},
    {Kind::Server, quota_exceeded, Place::Upload, "", "Not sent: {free} are left of your {quota}. Delete files, or ask your administrator for more.", Retry},
    {Kind::Server, quota_exceeded, Place::Upload, "", "Not sent: {free} are left of your space. Delete files, or ask your administrator for more.", Retry},
    {Kind::Server, quota_exceeded, Place::Upload, "", "Not sent: your space on the server is full. Delete files, or ask your administrator for more.", Retry},
    {Kind::Server, file_too_large, Place::Upload, "", "Not sent: this server takes files up to {limit}. This one has {size}.", None},
    {Kind::Server, file_too_large, Place::Upload, "", "Not sent: the file is larger than this server takes.", None},
    {Kind::Server, payload_too_large, Place::Upload, "", "Not sent: a proxy before the server does not take files of {size}. Ask its administrator.", None},
    {Kind::Server, payload_too_large, Place::Upload, "", "Not sent: a proxy before the server does not take files of this size. Ask its administrator.", None},
    {Kind::Server, unsupported_media_type, Place::Upload, "", "Not sent: this server does not take files of this kind.", None},
    {Kind::Server, checksum_mismatch, Place::Upload, "", "Not sealed: what arrived is not what was sent. It is being sent again.", None},
    {Kind::Server, checksum_mismatch, Place::Download, "", "Not downloaded: what arrived is not what was sealed. Try again.", Retry},
    {Kind::Server, gone, Place::Other, "", "Not found: {file} was deleted meanwhile.", None},
    {Kind::Server, gone, Place::Other, "", "This was deleted meanwhile.", None},
    {Kind::Server, not_found, Place::Other, "", "Not found: {file} is not on the server any more.", None},
    {Kind::Server, not_found, Place::Other, "", "This is not on the server any more.", None},
    {Kind::Server, forbidden, Place::Other, "", "Your account may not do this. Ask an administrator of {server}.", None},
    {Kind::Server, service_unavailable, Place::Upload, "", "The server is busy. Transfers continue by themselves.", None},
    {Kind::Server, service_unavailable, Place::Other, "", "The server is busy. Try again in a moment.", Retry},
    {Kind::Server, dependency_unavailable, Place::Other, "", "Something that the server needs does not answer. Try again in a moment.", Retry},
    {Kind::Server, internal_error, Place::Other, "", "Something went wrong on the server. Try again; if it stays so, give its administrator the details.", Retry},
});
// clang-format on

} // namespace

std::span<const ErrorRow> errorTable() {
    return Table;
}

} // namespace dropseal::app

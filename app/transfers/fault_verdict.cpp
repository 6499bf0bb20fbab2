// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/fault_verdict.h"

namespace dropseal::app {

namespace {

Verdict ofServer(const ApiError& fault) {
    switch (fault.problem.code) {
    case ErrorCode::checksum_mismatch:
        return Verdict::SendAgain;
    case ErrorCode::upload_busy:
    case ErrorCode::timeout:
    case ErrorCode::dependency_unavailable:
    case ErrorCode::service_unavailable:
    case ErrorCode::too_many_requests:
        return Verdict::Later;
    default:
        break;
    }
    // A refused token although it was fresh: the session is not over (its own answers say that), so it heals.
    return fault.isTransient() || fault.status == 401 ? Verdict::Later : Verdict::Final;
}

} // namespace

Verdict verdictOf(const ApiError& fault) {
    switch (fault.kind) {
    case ApiError::Kind::Server:
        return ofServer(fault);
    case ApiError::Kind::NoConnection:
    case ApiError::Kind::Timeout:
    case ApiError::Kind::Cancelled:
    // These are about the way to the server, not about this file: all others would fail the same way.
    case ApiError::Kind::NotDropseal:
    case ApiError::Kind::CertificateUnknown:
    case ApiError::Kind::CertificateChanged:
        return Verdict::Later;
    case ApiError::Kind::SignedOut:
        return Verdict::SignedOut;
    case ApiError::Kind::LocalFile:
        return fault.problem.code == ErrorCode::conflict ? Verdict::Changed : Verdict::Final;
    }
    return Verdict::Final;
}

} // namespace dropseal::app

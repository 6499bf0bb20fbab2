// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <QtCore/QString>

#include <optional>

namespace dropseal::app {

/// Why a call to the server gave no result. What is shown to a person is made from this in one place
/// (error_words.h).
struct ApiError {
    enum class Kind {
        Server,             ///< the server answered with a problem: `problem` has its code
        NoConnection,       ///< refused, unreachable, name not found, cut: worth trying again by itself
        Timeout,            ///< no answer in time
        NotDropseal,        ///< somebody answered, but not a Dropseal, or a newer one that we cannot read
        CertificateUnknown, ///< TLS: not signed by an authority that this computer trusts; `fingerprint` is
                            ///< set
        CertificateChanged, ///< TLS: another certificate than the one that was trusted; `fingerprint` is set
        Cancelled,          ///< by the person or by the end of the program
        SignedOut,          ///< there is no session (any more); `problem` says why where the server said it
        LocalFile ///< the file on this computer cannot be read or written; `problem.detail` says which and
                  ///< why
    };

    Kind kind = Kind::Server;
    Error problem{ErrorCode::internal_error};
    int status = 0; ///< HTTP status; 0 where there was no answer
    QString request_id;
    QString fingerprint; ///< SHA-256 of the server's certificate, lower-case hex

    bool isTransient() const {
        return kind == Kind::NoConnection || kind == Kind::Timeout ||
               (kind == Kind::Server && (status == 503 || status == 502 || status == 504 || status == 429));
    }
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"

namespace dropseal::app {

/// An answer that is no success, as an error: the problem that a Dropseal says, or what a proxy before it
/// means by its status.
ApiError errorOfAnswer(const HttpAnswer& answer);
/// A success whose body is not what this version understands.
ApiError unreadableAnswer(const HttpAnswer& answer, const Error& why);

ApiError cancelledError();
ApiError signedOutError(Error problem = ErrorCode::token_missing);
/// `words` say which file and why.
ApiError localFileError(ErrorCode code, const QString& words);

/// True where the server refused the Bearer, and a newer token may help.
bool wantsFreshToken(const ApiError& error);
/// True where the server says that there is no session any more.
bool endsSession(const ApiError& error);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

namespace dropseal::app {

/// What follows from a fault.
enum class Verdict {
    Final,     ///< only a person can change that
    Later,     ///< by itself, after a pause: the server or the way to it has trouble
    SendAgain, ///< the bytes did not arrive as they were
    Changed,   ///< the file is not what it was at the beginning
    SignedOut  ///< when there is a session again
};

Verdict verdictOf(const ApiError& fault);

} // namespace dropseal::app

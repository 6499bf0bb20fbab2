// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/backend_process/backend_process.h"

namespace dropseal::app {

struct BackendWords {
    QString text;                  ///< what does not work, why, and what to do
    bool server_says_more = false; ///< its own last line helps
};

/// Why the server on this computer does not run. `port` 0: none was asked for.
BackendWords backendWords(BackendProcess::Fault fault, int port);

} // namespace dropseal::app

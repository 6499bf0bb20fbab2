// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/resolution.h"
#include "backend/config/settings.h"
#include "backend/server/command_line.h"

namespace dropseal::server {

// One function for each verb; each says what is wrong by itself and gives the exit code.

int serve(const config::Settings& settings, const Command& command);
int migrate(const config::Settings& settings);
/// All verbs of `user`.
int users(const config::Settings& settings, const Command& command);
int configShow(const config::Resolution& resolution);
int configCheck(const config::Resolution& resolution, const config::Settings& settings);

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dropseal::server {

/// The whole program; gives the exit code.
int run(int argc, char** argv);

} // namespace dropseal::server

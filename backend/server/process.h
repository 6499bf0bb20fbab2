// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace dropseal::server {

/// What must be so before the first thread starts: SIGPIPE and SIGXFSZ ignored (a client that leaves and a
/// full file are errors of their calls), files for this user only, no core dumps with secrets in them, as
/// many descriptors as the system gives, and no GLib under Qt's event loop.
void prepareProcess();
/// Leaves the start folder for "/", so that nothing relative is ever opened by accident (CVE-2025-14575).
void leaveStartFolder();
/// How many client sockets this process can own beside its files, at most `wanted`.
std::size_t possibleConnections(std::size_t wanted);
/// Tells systemd (sd_notify(3)) where it asked for it: "READY=1", "STOPPING=1".
void notifySystemd(std::string_view state);

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/descriptor.h"
#include "backend/edge/request_head.h"
#include "shared/core/result.h"

#include <cstdint>
#include <string>

struct sockaddr_storage;

namespace dropseal::edge {

/// A TCP socket that listens on a numeric address, or on 127.0.0.1 for "localhost". dependency_unavailable
/// with words where that cannot be.
Result<Descriptor> listenOnTcp(const std::string& host, std::uint16_t port);
/// A unix socket that only this user can reach (mode 0600). What lies at `path` from an earlier run is
/// removed; a path longer than the kernel's 107 bytes is reached through its folder.
Result<Descriptor> listenOnUnix(const std::string& path);
/// The port of a listening TCP socket.
std::uint16_t portOf(const Descriptor& listener);
Peer peerOf(const sockaddr_storage& address);

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/byte_source.h"
#include "backend/edge/request_head.h"
#include "backend/edge/request_policy.h"

#include <memory>
#include <string>

namespace dropseal::edge {

/// One request on its way to its handler and back. The HTTP server that the edge feeds gets a small canonical
/// request; what stands here is the real one. While the edge feeds a request, current() names it on that
/// worker's thread. The handler may hold it as long as it likes, also when the client has left: the in-memory
/// socket lives until the handler's side lets go.
class Exchange {
public:
    virtual ~Exchange() = default;

    /// The exchange whose request is being fed to the HTTP server on this thread right now; null outside of
    /// that.
    static std::shared_ptr<Exchange> current();

    virtual const RequestHead& head() const = 0;
    virtual const Peer& peer() const = 0;
    virtual const std::string& requestId() const = 0;
    virtual const std::shared_ptr<ExchangeContext>& context() const = 0;
    /// The whole body of an Inline request; empty for the others.
    virtual const std::string& body() const = 0;
    /// Worker thread, before the answer's head is written: the body comes from `source`, `length` bytes from
    /// `offset` on, and the head's Content-Length says the same length. The edge sends none of it for HEAD.
    virtual void sendFrom(std::shared_ptr<ByteSource> source, std::int64_t offset, std::int64_t length) = 0;
    /// Any thread: nobody waits for the answer any more.
    virtual bool clientGone() const = 0;
};

} // namespace dropseal::edge

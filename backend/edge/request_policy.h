// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "backend/edge/upload_sink.h"
#include "shared/core/error.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dropseal::edge {

/// What the policy wants the request's handler to find again: route, caller, upload. The edge only carries
/// it.
struct ExchangeContext {
    virtual ~ExchangeContext() = default;
};

/// How a body is to be taken.
struct Verdict {
    enum class Body {
        Inline,    ///< into memory, at most max_body_bytes, then the handler
        Raw,       ///< streamed whole to the sink, then the handler
        Multipart, ///< the part named `file` is streamed to the sink (RFC 7578), then the handler
        Refuse     ///< no byte is read: `refusal` is answered
    };

    Body body = Body::Inline;
    std::int64_t max_body_bytes =
        0; ///< beyond it: `over_limit` (413); for Multipart it counts the file, not the frame
    ErrorCode over_limit = ErrorCode::payload_too_large;
    std::unique_ptr<UploadSink> sink;
    std::shared_ptr<ExchangeContext> context;
    std::optional<Error> refusal;
    std::vector<std::pair<std::string, std::string>> refusal_headers; ///< `Allow`, `WWW-Authenticate` …

    static Verdict refuse(Error error) {
        Verdict verdict;
        verdict.body = Body::Refuse;
        verdict.refusal = std::move(error);
        return verdict;
    }
};

/// Asked once for each head, before a byte of the body is read and before 100-continue. Thread-safe.
class RequestPolicy {
public:
    virtual ~RequestPolicy() = default;

    using Answer = std::function<void(Verdict)>;

    /// Calls `answer` exactly once: at once on this thread where caches are enough, or later from any thread.
    /// Called on a worker's event loop, so it must not block. `head` stays alive as long as somebody holds
    /// it.
    virtual void decide(std::shared_ptr<const RequestHead> head, const Peer& peer,
                        const std::string& request_id, Answer answer) = 0;
};

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/exchange.h"
#include "backend/http/access_log.h"
#include "backend/http/answer_rules.h"
#include "backend/http/pools.h"
#include "backend/http/qt_server.h"
#include "backend/http/route.h"

#include <QtNetwork/QTcpServer>

#include <memory>
#include <unordered_map>

namespace dropseal::http {

/// The HTTP server of one worker: runs each request's handler where its route says, and writes the answer on
/// the worker. The routes were matched by the policy at the head (backend/README.md, "http").
class HttpServer final : public QtServer {
public:
    /// All must outlive the server; `log` may be null. `listener` becomes its child.
    HttpServer(QTcpServer& listener, Pools& pools, const AnswerRules& rules, const Clock& clock,
               AccessLog* log);
    ~HttpServer() override;

protected:
    void take(QHttpServerResponder responder) override;

private:
    /// Answers that pools finished, on their way to this thread. It outlives the server, so that a late one
    /// finds a closed door.
    class Inbox;
    /// A request that waits for its handler. The responder goes before the exchange, which keeps its socket.
    struct Waiting {
        std::shared_ptr<edge::Exchange> exchange;
        QHttpServerResponder responder;
    };

    void runOnPool(std::shared_ptr<edge::Exchange> exchange, QHttpServerResponder responder, Run run);
    void collect();
    void answer(edge::Exchange& exchange, QHttpServerResponder& responder, Response response);
    void log(const edge::Exchange& exchange, const Response& response, std::int64_t length) const;

    Pools& m_pools;
    const AnswerRules& m_rules;
    const Clock& m_clock;
    AccessLog* m_log;
    std::shared_ptr<Inbox> m_inbox;
    std::unordered_map<std::uint64_t, Waiting> m_waiting;
    std::uint64_t m_next = 1;
};

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/http_server.h"

#include "backend/http/problem_answer.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>

namespace dropseal::http {

namespace {

const RouteContext& contextOf(const edge::Exchange& exchange) {
    // The policy of backend/routes makes every context that reaches a handler.
    return static_cast<const RouteContext&>(*exchange.context());
}

Response runHandler(const edge::Exchange& exchange, bool may_block) {
    const RouteContext& context = contextOf(exchange);
    const Call call{exchange.head(), exchange.peer(), exchange.requestId(),
                    exchange.body(), context,         may_block};
    const bool envelope = context.route->envelope;
    try {
        auto result = context.route->handler(call);
        if (result)
            return std::move(result).value();
        return problemAnswer(result.error(), call.request_id, envelope);
    } catch (const std::exception& fault) { // out of memory, mostly: one request fails, not the server
        return problemAnswer(Error::internal(fault.what()), call.request_id, envelope);
    }
}

/// For the log only: as nginx calls it.
constexpr int ClientGone = 499;

Response busy(const edge::Exchange& exchange) {
    return problemAnswer(ErrorCode::service_unavailable, exchange.requestId(),
                         contextOf(exchange).route->envelope);
}

bool hasNoBody(int status) {
    return status == 204 || status == 304;
}

} // namespace

class HttpServer::Inbox {
public:
    struct Finished {
        std::uint64_t id;
        Response response;
    };

    explicit Inbox(HttpServer& server) : m_server(&server) {}

    /// Any thread.
    void post(Finished finished) {
        const std::lock_guard lock(m_mutex);
        if (m_server == nullptr)
            return;
        m_finished.push_back(std::move(finished));
        if (m_finished.size() == 1) // one wake is enough for all that wait
            QMetaObject::invokeMethod(
                m_server, [server = m_server] { server->collect(); }, Qt::QueuedConnection);
    }
    std::vector<Finished> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_finished, {});
    }
    void close() {
        const std::lock_guard lock(m_mutex);
        m_server = nullptr;
    }

private:
    std::mutex m_mutex;
    HttpServer* m_server; ///< null once it is gone
    std::vector<Finished> m_finished;
};

HttpServer::HttpServer(QTcpServer& listener, Pools& pools, const AnswerRules& rules, const Clock& clock,
                       AccessLog* log)
    : m_pools(pools), m_rules(rules), m_clock(clock), m_log(log), m_inbox(std::make_shared<Inbox>(*this)) {
    bind(&listener);
}

HttpServer::~HttpServer() {
    m_inbox->close();
}

void HttpServer::take(QHttpServerResponder responder) {
    auto exchange = edge::Exchange::current();
    if (!exchange || !exchange->context())
        return; // nothing but the edge feeds this server
    const Run run = contextOf(*exchange).route->run;
    if (run == Run::Inline) {
        Response response = runHandler(*exchange, false);
        if (!response.run_again) {
            answer(*exchange, responder, std::move(response));
            return;
        }
    }
    runOnPool(std::move(exchange), std::move(responder), run);
}

void HttpServer::runOnPool(std::shared_ptr<edge::Exchange> exchange, QHttpServerResponder responder,
                           Run run) {
    const std::uint64_t id = m_next++;
    // The job's own reference goes before the answer is posted, so that the last one ends on this thread.
    auto job = [inbox = m_inbox, id, held = exchange](ThreadPool::Fate fate) mutable {
        Response response;
        if (fate == ThreadPool::Fate::Dropped)
            response = busy(*held);
        else if (!held->clientGone() || contextOf(*held).upload)
            response = runHandler(*held, true);
        else // nobody waits, and nothing was handed over: the work is saved
            response.status = ClientGone;
        held.reset();
        inbox->post({id, std::move(response)});
    };
    if (!m_pools.of(run).submit(std::move(job))) {
        answer(*exchange, responder, busy(*exchange));
        return;
    }
    m_waiting.emplace(id, Waiting{std::move(exchange), std::move(responder)});
}

void HttpServer::collect() {
    for (Inbox::Finished& finished : m_inbox->take()) {
        const auto found = m_waiting.find(finished.id);
        if (found == m_waiting.end())
            continue;
        Waiting waiting = std::move(found->second);
        m_waiting.erase(found);
        answer(*waiting.exchange, waiting.responder, std::move(finished.response));
    }
}

void HttpServer::answer(edge::Exchange& exchange, QHttpServerResponder& responder, Response response) {
    auto length = static_cast<std::int64_t>(response.body.size());
    if (response.file) {
        length = response.file->length;
        exchange.sendFrom(std::move(response.file->source), response.file->offset, length);
    }
    auto headers = standardHeaders(response, exchange.requestId(), m_clock.now());
    m_rules.addHeaders(&exchange.head(), exchange.peer(), headers);
    const bool head = exchange.head().method == "HEAD";
    writeAnswer(responder, response.status, headers,
                head ? std::string_view() : std::string_view(response.body),
                hasNoBody(response.status) ? -1 : length);
    log(exchange, response, length);
}

void HttpServer::log(const edge::Exchange& exchange, const Response& response, std::int64_t length) const {
    if (m_log == nullptr)
        return;
    const RouteContext& context = contextOf(exchange);
    AccessEntry entry;
    entry.at = m_clock.now();
    entry.request_id = exchange.requestId();
    entry.method = exchange.head().method;
    entry.path = context.route->path;
    entry.peer = exchange.peer().address;
    entry.status = response.status;
    entry.bytes = length;
    entry.took = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steadyNow() - context.started);
    if (response.failure)
        entry.code = info(*response.failure).word;
    entry.cause = response.cause;
    m_log->write(entry);
}

} // namespace dropseal::http

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/answer_collector.h"
#include "backend/edge/exchange.h"

#include <atomic>
#include <memory>
#include <string>

namespace dropseal::edge {

/// Who waits for an answer: a connection.
class AnswerTaker {
public:
    virtual ~AnswerTaker() = default;
    /// Worker thread: the exchange's answer has come to its end, whole or broken.
    virtual void answered(const std::shared_ptr<class ExchangeState>& exchange) = 0;
};

/// A body that an answer takes from a source.
struct SourcedBody {
    std::shared_ptr<ByteSource> source;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// The edge's side of an Exchange. All but gone() belongs to one worker's thread.
class ExchangeState final : public Exchange {
public:
    ExchangeState(std::shared_ptr<const RequestHead> head, const Peer& peer, std::string request_id);
    ~ExchangeState() override;

    const RequestHead& head() const override { return *m_head; }
    const Peer& peer() const override { return m_peer; }
    const std::string& requestId() const override { return m_requestId; }
    const std::shared_ptr<ExchangeContext>& context() const override { return m_context; }
    const std::string& body() const override { return m_body; }
    void sendFrom(std::shared_ptr<ByteSource> source, std::int64_t offset, std::int64_t length) override;
    bool clientGone() const override { return m_gone.load(std::memory_order_relaxed); }

    const std::shared_ptr<const RequestHead>& sharedHead() const { return m_head; }
    void setContext(std::shared_ptr<ExchangeContext> context) { m_context = std::move(context); }
    std::string& mutableBody() { return m_body; }
    void setGone() { m_gone.store(true, std::memory_order_relaxed); }

    AnswerCollector& collector() { return m_collector; }
    SourcedBody takeSource() { return std::exchange(m_source, {}); }

    void setTaker(std::weak_ptr<AnswerTaker> taker) { m_taker = std::move(taker); }
    std::shared_ptr<AnswerTaker> taker() const { return m_taker.lock(); }

    /// Makes current() name it while it lives.
    class Scope {
    public:
        explicit Scope(std::shared_ptr<Exchange> exchange);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        std::shared_ptr<Exchange> m_before;
    };

private:
    std::shared_ptr<const RequestHead> m_head;
    Peer m_peer;
    std::string m_requestId;
    std::shared_ptr<ExchangeContext> m_context;
    std::string m_body;
    std::atomic<bool> m_gone = false;
    AnswerCollector m_collector;
    SourcedBody m_source;
    std::weak_ptr<AnswerTaker> m_taker;
};

} // namespace dropseal::edge

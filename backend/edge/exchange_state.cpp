// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/exchange_state.h"

#include <utility>

namespace dropseal::edge {

namespace {

thread_local std::shared_ptr<Exchange> Current;

} // namespace

std::shared_ptr<Exchange> Exchange::current() {
    return Current;
}

ExchangeState::Scope::Scope(std::shared_ptr<Exchange> exchange)
    : m_before(std::exchange(Current, std::move(exchange))) {
}

ExchangeState::Scope::~Scope() {
    Current = std::move(m_before);
}

ExchangeState::ExchangeState(std::shared_ptr<const RequestHead> head, const Peer& peer,
                             std::string request_id)
    : m_head(std::move(head))
    , m_peer(peer)
    , m_requestId(std::move(request_id))
    , m_collector(m_head->method == "HEAD") {
}

ExchangeState::~ExchangeState() {
    if (m_source.source)
        m_source.source->sent(0, false); // nobody took the answer
}

void ExchangeState::sendFrom(std::shared_ptr<ByteSource> source, std::int64_t offset, std::int64_t length) {
    m_source = {std::move(source), offset, length};
    m_collector.expectBodyElsewhere(length);
}

} // namespace dropseal::edge

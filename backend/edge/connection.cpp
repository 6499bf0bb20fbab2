// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/connection.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace dropseal::edge {

namespace {

constexpr std::size_t RequestIdBytes = 64;
constexpr int TurnsAtOnce = 64;
/// A form's frame around the file: heads, boundaries and the other fields (MultipartSplitter::MaxOtherBytes).
constexpr std::int64_t FormFrameBytes = 2 * 1024 * 1024;

bool isRequestId(std::string_view text) {
    return !text.empty() && text.size() <= RequestIdBytes &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '.' || c == '_' || c == '-';
           });
}

thread_local Connection* DecidingHere = nullptr;

} // namespace

HeldVerdict::~HeldVerdict() {
    if (m_verdict.sink)
        m_verdict.sink->abort();
}

Connection::Connection(WorkerLoop& loop, Channel channel, const Peer& peer, std::uint64_t key)
    : m_loop(loop), m_channel(std::move(channel)), m_peer(peer), m_key(key) {
}

Connection::~Connection() = default;

void Connection::begin() {
    if (m_channel.isTls())
        m_state = State::Handshake;
    arm(m_loop.shared().options.head_deadline);
}

void Connection::arm(std::chrono::milliseconds after) {
    m_loop.wheel().arm(*this, after);
}

void Connection::ready(bool readable, bool writable, bool half_closed, bool broken) {
    m_readable = m_readable || readable || (writable && m_channel.readWaitsForRoom());
    m_writable = m_writable || writable;
    m_halfClosed = m_halfClosed || half_closed;
    m_broken = m_broken || broken;
    if (m_exchange && (m_halfClosed || m_broken))
        m_exchange->setGone();
    if (m_away)
        return; // the I/O thread meets it too
    if (m_broken)
        return close();
    run();
}

/// Works on until there is nothing to do. Not recursive: an answer that comes at once and the pipelined
/// request after it are one more turn of this loop.
void Connection::run() {
    if (m_running)
        return;
    const auto self = shared_from_this();
    m_running = true;
    int turns = 0;
    while (m_state != State::Closed && !m_away && turns < TurnsAtOnce && step())
        ++turns;
    m_running = false;
    if (turns == TurnsAtOnce)
        runLater();
}

/// Others first: a client that pipelines or sends without end must not keep the loop.
void Connection::runLater() {
    m_loop.mailbox()->post([self = weak_from_this()] {
        const auto connection = self.lock();
        if (connection && !connection->m_away)
            connection->run();
    });
}

bool Connection::step() {
    switch (m_state) {
    case State::Handshake:
        return shakeHands();
    case State::Head:
        return readHead();
    case State::Inline:
        return readInline();
    case State::Pumping:
        if (m_readable)
            startPump();
        return false;
    case State::Sending:
        return send();
    case State::Streaming:
        if (m_writable)
            startStream({});
        return false;
    case State::Discarding:
        return discard();
    case State::Lingering:
        return linger();
    case State::Deciding:
    case State::Handling:
    case State::Closed:
        return false;
    }
    return false;
}

bool Connection::shakeHands() {
    switch (m_channel.shakeHands()) {
    case Channel::Handshake::Waiting:
        return false;
    case Channel::Handshake::Failed:
        close();
        return false;
    case Channel::Handshake::Plain:
        m_peer.secure = false;
        refuse({ErrorCode::bad_request, "This port speaks TLS only: write https:// in front of its address."},
               {}, Rest::Unread);
        return true;
    case Channel::Handshake::Done:
        break;
    }
    m_readable = true; // a request may have come with the last of it
    m_state = State::Head;
    m_headSince = DeadlineWheel::Steady::now();
    arm(m_loop.shared().options.head_deadline);
    return true;
}

Connection::Read Connection::receive(std::size_t most, std::span<const std::uint8_t>& bytes) {
    const auto buffer = m_loop.readBuffer();
    const std::size_t size = std::min(most, buffer.size());
    while (m_readable) {
        const ssize_t got = m_channel.receive(buffer.first(size));
        if (got > 0) {
            // A short read has emptied the socket, so the read that would say so is saved; epoll reports what
            // comes next. After a FIN it would not, so then reading goes on to the end.
            m_readable = static_cast<std::size_t>(got) == size || m_halfClosed || m_channel.holdsBytes();
            bytes = buffer.first(static_cast<std::size_t>(got));
            return Read::Some;
        }
        if (got == 0)
            return Read::End;
        if (errno != EAGAIN)
            return Read::End;
        m_readable = false;
    }
    return Read::Nothing;
}

bool Connection::readHead() {
    if (m_inUsed < m_in.size() && !m_parser) {
        const std::string_view waiting = std::string_view(m_in).substr(m_inUsed);
        if (parseHead({reinterpret_cast<const std::uint8_t*>(waiting.data()), waiting.size()}, true))
            return true;
    }
    std::span<const std::uint8_t> bytes;
    switch (receive(m_loop.readBuffer().size(), bytes)) {
    case Read::Nothing:
        return false;
    case Read::End:
        close();
        return false;
    case Read::Some:
        break;
    }
    if (m_in.empty())
        return parseHead(bytes, false) || m_readable;
    m_in.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::string_view all = std::string_view(m_in).substr(m_inUsed);
    return parseHead({reinterpret_cast<const std::uint8_t*>(all.data()), all.size()}, true) || m_readable;
}

/// True where the connection has gone on to another state.
bool Connection::parseHead(std::span<const std::uint8_t> bytes, bool buffered) {
    if (!m_parser)
        m_parser = std::make_unique<HeadParser>(m_loop.shared().options.head);
    const bool begun = m_parser->begun();
    switch (m_parser->parse(bytes)) {
    case HeadParser::Status::Incomplete:
        if (!buffered)
            m_in.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (!begun && m_parser->begun())
            arm(m_loop.shared().options.head_deadline);
        return false;
    case HeadParser::Status::Refused:
        m_exchange.reset();
        refuse(m_parser->refusal(), {}, Rest::Unread);
        return true;
    case HeadParser::Status::Complete:
        break;
    }
    if (buffered) {
        m_inUsed += m_parser->consumed();
    } else if (const auto rest = bytes.subspan(m_parser->consumed()); !rest.empty()) {
        m_in.assign(reinterpret_cast<const char*>(rest.data()), rest.size());
    }
    if (m_inUsed == m_in.size()) {
        m_inUsed = 0;
        std::string().swap(m_in); // an idle connection holds no buffer
    }
    decide();
    return true;
}

void Connection::decide() {
    auto head = std::make_shared<const RequestHead>(std::move(std::exchange(m_parser, nullptr)->head()));
    const std::string* given = head->find("x-request-id");
    std::string id = given != nullptr && isRequestId(*given) ? *given : m_loop.makeRequestId();
    m_exchange =
        std::make_shared<ExchangeState>(head, m_loop.shared().proxies.clientOf(m_peer, *head), std::move(id));
    ++m_requests;
    if (m_halfClosed)
        m_exchange->setGone();
    m_state = State::Deciding;
    arm(m_loop.shared().options.handler_limit);
    const auto answer = [mailbox = m_loop.mailbox(), self = weak_from_this(),
                         exchange = std::weak_ptr<ExchangeState>(m_exchange)](Verdict verdict) {
        HeldVerdict held(std::move(verdict));
        if (DecidingHere != nullptr && DecidingHere->m_exchange == exchange.lock()) {
            DecidingHere->m_verdict.emplace(held.take());
            return;
        }
        mailbox->post([self, exchange, held = std::move(held)]() mutable {
            const auto connection = self.lock();
            if (!connection || connection->m_state != State::Deciding ||
                connection->m_exchange != exchange.lock())
                return;
            connection->takeVerdict(held.take());
            connection->run();
        });
    };
    Connection* const before = std::exchange(DecidingHere, this);
    m_loop.shared().policy.decide(std::move(head), m_exchange->peer(), m_exchange->requestId(), answer);
    DecidingHere = before;
    if (m_verdict)
        takeVerdict(*std::exchange(m_verdict, std::nullopt));
}

bool Connection::bodyTooLong(const Verdict& verdict) const {
    const std::int64_t declared = m_exchange->head().content_length.value_or(0);
    const std::int64_t frame = verdict.body == Verdict::Body::Multipart ? FormFrameBytes : 0;
    return declared > frame && declared - frame > verdict.max_body_bytes;
}

void Connection::takeVerdict(Verdict given) {
    HeldVerdict held(std::move(given)); // refusing it drops its sink
    Verdict& verdict = held.verdict();
    m_exchange->setContext(std::move(verdict.context));
    if (verdict.body == Verdict::Body::Refuse)
        return refuse(verdict.refusal.value_or(Error::internal("a refusal without an error")),
                      verdict.refusal_headers, restOfBody());
    if (bodyTooLong(verdict)) {
        Error error(verdict.over_limit);
        error.extras.limit = verdict.max_body_bytes;
        return refuse(error, {}, restOfBody());
    }
    const std::string* type = m_exchange->head().find("content-type");
    if (verdict.body == Verdict::Body::Multipart && (type == nullptr || !isMultipartFormData(*type)))
        return refuse({ErrorCode::unsupported_media_type, "Send the file as multipart/form-data."}, {},
                      restOfBody());
    if (verdict.body == Verdict::Body::Multipart && !multipartBoundary(*type))
        return refuse({ErrorCode::bad_request, "The Content-Type has no valid boundary."}, {}, restOfBody());
    beginBody(held.take());
}

void Connection::giveAway() {
    m_away = true;
    m_loop.watch(*this, m_channel.get(), false);
    m_readable = false;
    m_writable = false;
}

/// False where the connection has ended meanwhile.
bool Connection::takeBack(Channel channel) {
    m_away = false;
    m_channel = std::move(channel);
    if (m_closing || m_broken) {
        close();
        return false;
    }
    m_loop.watch(*this, m_channel.get(), true); // reports at once what is there already
    m_readable = m_channel.holdsBytes();        // but not this
    return true;
}

DeadlineWheel::Steady::time_point Connection::idleSince() const {
    return m_state == State::Head && m_in.empty() ? m_headSince : DeadlineWheel::Steady::time_point::max();
}

void Connection::drain() {
    if (m_state == State::Handshake || m_state == State::Head || m_state == State::Discarding ||
        m_state == State::Lingering)
        close();
}

void Connection::close() {
    m_closing = true;
    if (m_exchange)
        m_exchange->setGone();
    if (m_away || m_state == State::Closed)
        return;
    if (m_state == State::Head && !m_broken)
        m_channel.sayGoodbye();
    m_state = State::Closed;
    m_loop.wheel().disarm(*this);
    m_exchange.reset();
    dropPump();
    if (m_sender)
        m_loop.shared().io.post([sender = std::move(m_sender)](IoPool::Buffer) {});
    m_channel.reset();
    m_loop.forget(*this);
}

void Connection::expired() {
    const EdgeOptions& options = m_loop.shared().options;
    if (m_away)
        return arm(options.body_stall);
    switch (m_state) {
    case State::Handshake:
        met(Limit::HeadTime);
        return close();
    case State::Head:
        if (!m_parser || !m_parser->begun()) {
            met(Limit::IdleTime);
            return close();
        }
        met(Limit::HeadTime);
        refuse({ErrorCode::timeout, "The request head did not come in time."}, {}, Rest::Unread);
        break;
    case State::Inline:
    case State::Pumping:
        if (!stalled(std::exchange(m_windowBytes, 0)))
            return arm(options.body_stall);
        dropPump();
        met(Limit::UploadRate);
        refuse({ErrorCode::timeout, "The body came too slowly."}, {}, Rest::Unread);
        break;
    case State::Deciding:
    case State::Handling:
        met(Limit::HandlerTime);
        refuse({ErrorCode::service_unavailable, {}, "no answer within the handler limit"}, {}, Rest::Unread);
        break;
    case State::Sending:
        if (std::exchange(m_outSeen, m_outSent) == m_outSent) {
            met(Limit::DownloadProgress);
            return close();
        }
        return arm(options.send_stall);
    case State::Streaming:
        if (std::exchange(m_streamSeen, m_sender->progress()) == m_sender->progress()) {
            met(Limit::DownloadProgress);
            return close();
        }
        return arm(options.send_stall);
    case State::Discarding:
    case State::Lingering:
        return close();
    case State::Closed:
        return;
    }
    run();
}

} // namespace dropseal::edge

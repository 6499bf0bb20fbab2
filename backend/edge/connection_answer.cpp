// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/connection.h"
#include "backend/edge/io_turn.h"

#include <cerrno>
#include <utility>

namespace dropseal::edge {

namespace {

constexpr std::int64_t SmallBodyBytes = 64 * 1024;
constexpr std::size_t KeptBufferBytes = 4096;

/// The limit of which this error tells; the others are counted where they are met.
std::optional<Limit> limitOf(ErrorCode code) {
    switch (code) {
    case ErrorCode::headers_too_large:
        return Limit::HeadSize;
    case ErrorCode::uri_too_long:
        return Limit::TargetSize;
    case ErrorCode::payload_too_large:
    case ErrorCode::file_too_large:
        return Limit::BodySize;
    default:
        return std::nullopt;
    }
}

} // namespace

bool Connection::hasRequestsLeft() const {
    const std::uint64_t most = m_loop.shared().options.max_requests_per_connection;
    return most == 0 || m_requests < most;
}

bool Connection::keepAlive() const {
    return m_exchange && m_exchange->head().keep_alive && !m_loop.draining() && hasRequestsLeft();
}

/// What a request that is refused before a byte of its body is read still has on its way.
Connection::Rest Connection::restOfBody() const {
    const RequestHead& head = m_exchange->head();
    if (!head.hasBody())
        return Rest::Read;
    // A client that waits for 100-continue may send the body or not: only the end of the connection is clear.
    if (head.chunked || head.expect_continue || *head.content_length > SmallBodyBytes)
        return Rest::Unread;
    return Rest::Small;
}

void Connection::refuse(const Error& error, const std::vector<std::pair<std::string, std::string>>& headers,
                        Rest rest) {
    if (const auto limit = limitOf(error.code))
        met(*limit);
    const RequestHead* head = m_exchange ? &m_exchange->head() : nullptr;
    const std::string id = m_exchange ? m_exchange->requestId() : m_loop.makeRequestId();
    const EdgeAnswer answer =
        m_loop.shared().pages.render(error, head, m_exchange ? m_exchange->peer() : m_peer, id);
    const bool bodiless = head != nullptr ? head->method == "HEAD" : m_parser && m_parser->isForHead();
    m_closeAfter = rest == Rest::Unread || !keepAlive();
    m_bodyUnread = rest == Rest::Unread || (rest == Rest::Small && m_closeAfter);
    m_reader.reset();
    if (rest == Rest::Small && !m_closeAfter)
        m_reader = std::make_unique<BodyReader>(*head);
    std::string_view connection;
    if (m_closeAfter)
        connection = "close";
    else if (head != nullptr && head->minor_version == 0)
        connection = "keep-alive";
    m_out = answerHead(answer, error.code, headers, connection);
    if (!bodiless)
        m_out.append(answer.body);
    m_parser.reset();
    m_exchange.reset();
    m_outSent = 0;
    m_state = State::Sending;
    arm(m_loop.shared().options.send_stall);
}

void Connection::answered(const std::shared_ptr<ExchangeState>& exchange) {
    if (m_state != State::Handling || exchange != m_exchange)
        return; // too late: the client has been answered, or has left
    takeAnswer();
    run();
}

void Connection::takeAnswer() {
    if (m_exchange->collector().status() != AnswerCollector::Status::Complete)
        return refuse(Error::internal("the HTTP server's answer was not whole"), {}, Rest::Read);
    const RequestHead& head = m_exchange->head();
    m_closeAfter = !keepAlive();
    m_out = m_exchange->collector().take(head.minor_version == 0, !m_closeAfter);
    m_outSent = 0;
    SourcedBody body = m_exchange->takeSource();
    const bool stream = body.source && body.length > 0 && head.method != "HEAD";
    m_exchange.reset();
    arm(m_loop.shared().options.send_stall);
    if (stream)
        return startStream(std::move(body));
    if (body.source)
        dropSource(std::move(body));
    m_state = State::Sending;
}

void Connection::dropSource(SourcedBody body) {
    m_loop.shared().io.post(
        [body = std::move(body)](IoPool::Buffer) { body.source->sent(0, body.length == 0); });
}

bool Connection::send() {
    while (m_outSent < m_out.size()) {
        const ssize_t went = m_channel.send(std::string_view(m_out).substr(m_outSent));
        if (went >= 0) {
            m_outSent += static_cast<std::size_t>(went);
            continue;
        }
        if (errno == EAGAIN) {
            m_writable = false;
            return false; // epoll tells when there is room again
        }
        close();
        return false;
    }
    sent();
    return true;
}

void Connection::startStream(SourcedBody body) {
    m_state = State::Streaming;
    if (body.source) {
        m_streamSeen = 0;
        m_sender = std::make_unique<FileSender>(std::exchange(m_out, {}), std::move(body));
    }
    giveAway();
    using Turn = IoTurn<Connection, FileSender>;
    Turn::start(Turn(m_loop.shared().io, m_loop.mailbox(), weak_from_this(), &Connection::streamed),
                std::move(m_channel), std::move(m_sender));
}

void Connection::streamed(Channel channel, std::unique_ptr<FileSender> sender, FileSender::Outcome outcome) {
    m_sender = std::move(sender);
    if (!takeBack(std::move(channel)))
        return;
    if (outcome == FileSender::Outcome::Gone)
        return close();
    if (outcome == FileSender::Outcome::Whole) {
        m_sender.reset();
        sent();
    } else {
        arm(m_loop.shared().options.send_stall);
    }
    run();
}

void Connection::awaitHead() {
    m_state = State::Head;
    m_headSince = DeadlineWheel::Steady::now();
    if (m_loop.draining() && m_in.empty())
        return close();
    arm(m_loop.shared().options.idle_timeout);
}

/// The whole answer is in the kernel's hands.
void Connection::sent() {
    m_outSent = 0;
    m_outSeen = 0;
    if (m_out.capacity() > KeptBufferBytes)
        std::string().swap(m_out);
    else
        m_out.clear();
    if (m_closeAfter) {
        if (!hasRequestsLeft())
            met(Limit::ConnectionRequests);
        return beginLinger();
    }
    if (m_reader) {
        m_state = State::Discarding;
        return arm(m_loop.shared().options.body_stall);
    }
    awaitHead();
}

} // namespace dropseal::edge

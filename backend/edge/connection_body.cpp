// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/connection.h"
#include "backend/edge/io_turn.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace dropseal::edge {

namespace {

constexpr std::size_t InlineReserveBytes = 64 * 1024;
constexpr std::int64_t MaxLingerBytes = 64 * 1024 * 1024;
constexpr int DiscardsAtOnce = 16;
constexpr std::chrono::milliseconds LingerTime{5000};

} // namespace

void Connection::beginBody(Verdict verdict) {
    const RequestHead& head = m_exchange->head();
    m_windowBytes = 0;
    if (verdict.body != Verdict::Body::Inline) {
        std::string begun = m_in.substr(m_inUsed);
        m_in.clear();
        m_inUsed = 0;
        if (begun.empty())
            sendContinue();
        m_pump = std::make_unique<BodyPump>(head, verdict, std::move(begun));
        m_state = State::Pumping;
        arm(m_loop.shared().options.body_stall);
        return startPump();
    }
    if (!head.hasBody())
        return handle();
    m_reader = std::make_unique<BodyReader>(head);
    m_maxInline = verdict.max_body_bytes;
    m_overLimit = verdict.over_limit;
    m_exchange->mutableBody().reserve(static_cast<std::size_t>(
        std::min<std::int64_t>(head.content_length.value_or(0), InlineReserveBytes)));
    m_state = State::Inline;
    arm(m_loop.shared().options.body_stall);
    if (m_in.empty())
        sendContinue();
}

void Connection::sendContinue() {
    if (!m_exchange->head().expect_continue)
        return;
    // Where the kernel has no room for 25 bytes the client begins by itself after a moment (RFC 9110
    // section 10.1.1), so a failure needs no care.
    m_channel.sendAside("HTTP/1.1 100 Continue\r\n\r\n");
}

bool Connection::readInline() {
    std::size_t consumed = 0;
    if (!m_in.empty()) {
        const std::string in = std::exchange(m_in, {});
        const std::size_t used = std::exchange(m_inUsed, 0);
        const bool more =
            feedInline({reinterpret_cast<const std::uint8_t*>(in.data()) + used, in.size() - used}, consumed);
        m_in.assign(in, used + consumed);
        if (!more)
            return inlineEnded();
    }
    std::span<const std::uint8_t> bytes;
    switch (receive(m_reader->wanted(m_loop.readBuffer().size()), bytes)) {
    case Read::Nothing:
        return false;
    case Read::End:
        close();
        return false;
    case Read::Some:
        break;
    }
    m_windowBytes += static_cast<std::int64_t>(bytes.size());
    consumed = 0;
    if (!feedInline(bytes, consumed)) {
        const auto rest = bytes.subspan(consumed);
        m_in.assign(reinterpret_cast<const char*>(rest.data()), rest.size());
        return inlineEnded();
    }
    return m_readable;
}

bool Connection::inlineEnded() {
    if (m_state == State::Handling)
        handle();
    return true;
}

/// False where the body has come to its end, one way or the other.
bool Connection::feedInline(std::span<const std::uint8_t> bytes, std::size_t& consumed) {
    while (true) {
        const BodyReader::Step step = m_reader->next(bytes.subspan(consumed));
        consumed += step.consumed;
        std::string& body = m_exchange->mutableBody();
        switch (step.status) {
        case BodyReader::Status::NeedMore:
            return true;
        case BodyReader::Status::Data:
            if (static_cast<std::int64_t>(body.size() + step.data.size()) > m_maxInline) {
                Error error(m_overLimit);
                error.extras.limit = m_maxInline;
                refuse(error, {}, Rest::Unread);
                return false;
            }
            body.append(reinterpret_cast<const char*>(step.data.data()), step.data.size());
            break;
        case BodyReader::Status::Done:
            m_state = State::Handling; // handled once the caller has put by what follows the body
            return false;
        case BodyReader::Status::Malformed:
            refuse({ErrorCode::bad_request, "The chunked body is malformed."}, {}, Rest::Unread);
            return false;
        }
    }
}

bool Connection::stalled(std::int64_t bytes) const {
    const EdgeOptions& options = m_loop.shared().options;
    return bytes == 0 || bytes * 1000 < options.min_upload_rate * options.body_stall.count();
}

void Connection::handle() {
    m_state = State::Handling;
    m_reader.reset();
    arm(m_loop.shared().options.handler_limit);
    m_exchange->setTaker(weak_from_this());
    if (m_loop.http().feed(m_exchange))
        takeAnswer();
}

void Connection::startPump() {
    giveAway();
    using Turn = IoTurn<Connection, BodyPump>;
    Turn::start(Turn(m_loop.shared().io, m_loop.mailbox(), weak_from_this(), &Connection::pumped),
                std::move(m_channel), std::move(m_pump));
}

void Connection::pumped(Channel channel, std::unique_ptr<BodyPump> pump, BodyPump::Outcome outcome) {
    m_pump = std::move(pump);
    m_windowBytes += m_pump->received() - std::exchange(m_pumpSeen, m_pump->received());
    if (outcome == BodyPump::Outcome::Whole) {
        // The sink has finished, so the handler runs, whether or not the client still waits.
        m_away = false;
        m_channel = std::move(channel);
        m_loop.watch(*this, m_channel.get(), true);
        m_readable = m_channel.holdsBytes();
        m_in = m_pump->takeRest();
        m_pump.reset();
        if (m_broken)
            m_exchange->setGone();
        handle();
        return run();
    }
    if (!takeBack(std::move(channel)))
        return;
    switch (outcome) {
    case BodyPump::Outcome::Waiting:
        arm(m_loop.shared().options.body_stall);
        break;
    case BodyPump::Outcome::Failed: {
        const auto failed = std::move(m_pump);
        m_in = failed->takeRest();
        refuse(failed->error(), {}, failed->bodyEnded() ? Rest::Read : Rest::Unread);
        break;
    }
    case BodyPump::Outcome::Gone:
    case BodyPump::Outcome::Whole:
    case BodyPump::Outcome::Again:
        return close();
    }
    run();
}

void Connection::dropPump() {
    if (m_pump) // to give up may mean to unlink a big file: not here
        m_loop.shared().io.post([pump = std::move(m_pump)](IoPool::Buffer) {});
}

/// Reads the small body of a refused request, so that the connection can be used again.
bool Connection::discard() {
    std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(m_in.data()) + m_inUsed,
                                        m_in.size() - m_inUsed};
    const bool buffered = !bytes.empty();
    if (!buffered) {
        switch (receive(m_reader->wanted(m_loop.readBuffer().size()), bytes)) {
        case Read::Nothing:
            return false;
        case Read::End:
            close();
            return false;
        case Read::Some:
            break;
        }
    }
    const BodyReader::Step step = m_reader->next(bytes);
    if (buffered && (m_inUsed += step.consumed) == m_in.size()) {
        m_in.clear();
        m_inUsed = 0;
    }
    if (m_reader->next({}).status == BodyReader::Status::Done) {
        m_reader.reset();
        awaitHead();
    }
    return true;
}

void Connection::beginLinger() {
    m_channel.endSending();
    if (!m_bodyUnread && !m_readable && m_in.empty())
        return close(); // nothing is under way that would make the kernel answer with a reset
    m_in.clear();
    m_inUsed = 0;
    m_state = State::Lingering;
    arm(LingerTime);
}

bool Connection::linger() {
    const auto buffer = m_loop.readBuffer();
    for (int round = 0; round < DiscardsAtOnce; ++round) {
        const ssize_t got = ::recv(m_channel.get(), buffer.data(), buffer.size(), 0); // nobody decrypts it
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN) {
            m_readable = false;
            return false;
        }
        if (got <= 0 || (m_lingered += got) > MaxLingerBytes) {
            close();
            return false;
        }
    }
    runLater();
    return false;
}

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/body_pump.h"
#include "backend/edge/channel.h"
#include "backend/edge/deadline_wheel.h"
#include "backend/edge/exchange_state.h"
#include "backend/edge/file_sender.h"
#include "backend/edge/head_parser.h"
#include "backend/edge/worker_loop.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace dropseal::edge {

/// A verdict on its way: its sink is aborted where nobody takes it.
class HeldVerdict {
public:
    explicit HeldVerdict(Verdict verdict) : m_verdict(std::move(verdict)) {}
    HeldVerdict(HeldVerdict&&) = default;
    HeldVerdict& operator=(HeldVerdict&&) = delete;
    ~HeldVerdict();

    Verdict& verdict() { return m_verdict; }
    Verdict take() { return std::move(m_verdict); }

private:
    Verdict m_verdict;
};

/// One client's connection: reads a head, asks the policy, takes the body, waits for the handler, sends the
/// answer, and begins again. One request at a time; what a client pipelines waits in the kernel. It belongs
/// to its worker's thread; while an I/O thread has its channel (m_away), it only waits.
class Connection final : public AnswerTaker,
                         public Deadline,
                         public std::enable_shared_from_this<Connection> {
public:
    Connection(WorkerLoop& loop, Channel channel, const Peer& peer, std::uint64_t key);
    ~Connection() override;

    std::uint64_t key() const { return m_key; }
    const Peer& socketPeer() const { return m_peer; }
    void begin();
    /// What epoll says of the descriptor.
    void ready(bool readable, bool writable, bool half_closed, bool broken);
    void answered(const std::shared_ptr<ExchangeState>& exchange) override;
    void expired() override;
    void drain();
    /// The far future while a request is under way.
    DeadlineWheel::Steady::time_point idleSince() const;
    void close();

private:
    enum class State {
        Handshake,  ///< of TLS
        Head,       ///< idle, or a head is coming
        Deciding,   ///< the policy was asked
        Inline,     ///< a small body is coming into memory
        Pumping,    ///< a body is coming into its sink
        Handling,   ///< the HTTP server has the request
        Sending,    ///< from memory
        Streaming,  ///< from a source
        Discarding, ///< the rest of a refused, small body
        Lingering,  ///< answered for good: what still comes is thrown away, so that the client reads the
                    ///< answer
        Closed
    };
    enum class Read { Some, Nothing, End };

    void run();
    void runLater();
    bool step();
    void arm(std::chrono::milliseconds after);

    // connection.cpp: heads
    bool shakeHands();
    Read receive(std::size_t most, std::span<const std::uint8_t>& bytes);
    bool readHead();
    bool parseHead(std::span<const std::uint8_t> bytes, bool buffered);
    void decide();
    void takeVerdict(Verdict verdict);
    bool bodyTooLong(const Verdict& verdict) const;

    // connection_body.cpp
    void beginBody(Verdict verdict);
    void sendContinue();
    bool readInline();
    bool inlineEnded();
    bool feedInline(std::span<const std::uint8_t> bytes, std::size_t& consumed);
    void startPump();
    void pumped(Channel channel, std::unique_ptr<BodyPump> pump, BodyPump::Outcome outcome);
    void dropPump();
    bool discard();
    bool linger();
    void handle();
    bool stalled(std::int64_t bytes) const;
    void met(Limit limit) { m_loop.shared().limits.add(limit); }

    // connection_answer.cpp
    enum class Rest { Read, Small, Unread }; ///< what is left of the request's body
    void refuse(const Error& error, const std::vector<std::pair<std::string, std::string>>& headers,
                Rest rest);
    Rest restOfBody() const;
    void takeAnswer();
    bool send();
    void startStream(SourcedBody body);
    void streamed(Channel channel, std::unique_ptr<FileSender> sender, FileSender::Outcome outcome);
    void sent();
    void awaitHead();
    void beginLinger();
    bool keepAlive() const;
    bool hasRequestsLeft() const;
    void dropSource(SourcedBody body);

    void giveAway();
    bool takeBack(Channel channel);

    WorkerLoop& m_loop;
    Channel m_channel;
    Peer m_peer;
    std::uint64_t m_key;
    std::uint64_t m_requests = 0;
    State m_state = State::Head;
    DeadlineWheel::Steady::time_point m_headSince = DeadlineWheel::Steady::now();

    bool m_readable = false; ///< epoll said so, and no read has come back empty since
    bool m_writable = true;
    bool m_halfClosed = false;
    bool m_broken = false;
    bool m_away = false;    ///< an I/O thread has the channel
    bool m_closing = false; ///< to be closed when the channel comes back
    bool m_running = false;
    bool m_closeAfter = false;
    bool m_bodyUnread = false; ///< the client may still be sending a body that nobody takes

    std::string m_in; ///< read but not used yet: a part of a head, pipelined requests
    std::size_t m_inUsed = 0;
    std::unique_ptr<HeadParser> m_parser;
    std::shared_ptr<ExchangeState> m_exchange;

    std::optional<Verdict> m_verdict; ///< given within decide()

    std::unique_ptr<BodyReader> m_reader; ///< Inline and Discarding
    std::int64_t m_maxInline = 0;
    ErrorCode m_overLimit = ErrorCode::payload_too_large;
    std::unique_ptr<BodyPump> m_pump;
    std::int64_t m_pumpSeen = 0;    ///< of what the pump received
    std::int64_t m_windowBytes = 0; ///< of a body, since the stall deadline was armed
    std::int64_t m_lingered = 0;

    std::string m_out;
    std::size_t m_outSent = 0;
    std::size_t m_outSeen = 0; ///< of m_outSent when the deadline was armed
    std::unique_ptr<FileSender> m_sender;
    std::int64_t m_streamSeen = 0;
};

} // namespace dropseal::edge

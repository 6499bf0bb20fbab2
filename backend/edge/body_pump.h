// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/body_reader.h"
#include "backend/edge/channel.h"
#include "backend/edge/multipart_splitter.h"
#include "backend/edge/request_policy.h"
#include "backend/edge/upload_sink.h"

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace dropseal::edge {

/// Carries one request body from a socket into its sink, in turns of an I/O thread. Whoever holds it may call
/// it; it aborts the sink when it is destroyed before the body was whole.
class BodyPump {
public:
    static constexpr std::size_t TurnBytes = 8 * 1024 * 1024;

    enum class Outcome {
        Waiting, ///< the socket has no more bytes now
        Again,   ///< the turn is over, there may be more
        Whole,   ///< the sink has finished; rest() is what came after the body
        Gone,    ///< the client left in the middle
        Failed   ///< error() says why
    };

    /// `verdict.body` is Raw or Multipart; `begun` are bytes after the head that were read with it. A form of
    /// no valid boundary fails in the first turn.
    BodyPump(const RequestHead& head, Verdict& verdict, std::string begun);
    ~BodyPump();
    BodyPump(const BodyPump&) = delete;
    BodyPump& operator=(const BodyPump&) = delete;

    /// Reads what is there, at most TurnBytes, and never waits for the client; may wait for the disk.
    Outcome turn(Channel& channel, std::span<std::uint8_t> buffer);

    /// Bytes read from the socket so far.
    std::int64_t received() const { return m_received; }
    const Error& error() const { return *m_error; }
    /// After Whole or Failed: the whole body has been read.
    bool bodyEnded() const { return m_bodyEnded; }
    std::string takeRest() { return std::move(m_begun); }

private:
    enum class Fed { More, Whole, Failed };

    Outcome read(Channel& channel, std::span<std::uint8_t> buffer);
    Outcome feedBegun();
    Fed feed(std::span<const std::uint8_t> bytes, std::size_t& consumed);
    bool take(std::span<const std::uint8_t> bytes);
    bool takeForm(std::span<const std::uint8_t> bytes);
    bool append(std::span<const std::uint8_t> bytes);
    bool open(const PartInfo& part);
    bool finish();
    bool check(Result<void> result);
    bool fail(Error error);
    void abort() noexcept;

    BodyReader m_reader;
    std::unique_ptr<UploadSink> m_sink; ///< null once finished or aborted
    std::int64_t m_maxBytes;
    ErrorCode m_overLimit;
    bool m_form;
    std::optional<MultipartSplitter> m_splitter;
    bool m_opened = false;
    std::string m_begun;
    std::int64_t m_received = 0;
    std::int64_t m_taken = 0;
    bool m_bodyEnded = false;
    std::optional<Error> m_error;
};

} // namespace dropseal::edge

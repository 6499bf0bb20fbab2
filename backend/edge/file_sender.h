// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/channel.h"
#include "backend/edge/exchange_state.h"

#include <span>
#include <string>

namespace dropseal::edge {

/// Sends an answer whose body comes from a ByteSource, in turns of an I/O thread. What the kernel did not
/// take is read again in the next turn, so that a slow reader holds no memory. Tells the source once what was
/// sent.
class FileSender {
public:
    static constexpr std::size_t TurnBytes = 4 * 1024 * 1024;
    static constexpr std::size_t ReadBytes = 256 * 1024;

    enum class Outcome {
        Waiting, ///< the kernel takes no more now
        Again,   ///< the turn is over, there is more
        Whole,
        Gone ///< the client left, or the source failed: the connection is to be cut
    };

    FileSender(std::string head, SourcedBody body);
    ~FileSender();
    FileSender(const FileSender&) = delete;
    FileSender& operator=(const FileSender&) = delete;

    /// Never waits for the client; may wait for the disk.
    Outcome turn(Channel& channel, std::span<std::uint8_t> buffer);

    /// Bytes that the kernel took so far, head and body.
    std::int64_t progress() const { return m_sent + static_cast<std::int64_t>(m_headSent); }

private:
    Outcome sendBody(Channel& channel, std::span<std::uint8_t> buffer);
    Outcome push(Channel& channel, std::span<const std::uint8_t> chunk);
    void tell(bool whole) noexcept;

    std::string m_head;
    std::size_t m_headSent = 0;
    SourcedBody m_body;
    std::int64_t m_sent = 0;
};

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/file_sender.h"

#include <algorithm>
#include <cerrno>

namespace dropseal::edge {

FileSender::FileSender(std::string head, SourcedBody body)
    : m_head(std::move(head)), m_body(std::move(body)) {
}

FileSender::~FileSender() {
    tell(false);
}

void FileSender::tell(bool whole) noexcept {
    if (const auto source = std::exchange(m_body.source, nullptr))
        source->sent(m_sent, whole);
}

FileSender::Outcome FileSender::turn(Channel& channel, std::span<std::uint8_t> buffer) {
    const Outcome outcome = sendBody(channel, buffer.first(std::min(buffer.size(), ReadBytes)));
    if (outcome == Outcome::Whole || outcome == Outcome::Gone)
        tell(outcome == Outcome::Whole);
    return outcome;
}

FileSender::Outcome FileSender::sendBody(Channel& channel, std::span<std::uint8_t> buffer) {
    const std::int64_t begin = progress();
    while (progress() - begin < static_cast<std::int64_t>(TurnBytes)) {
        const auto left = static_cast<std::size_t>(
            std::min<std::int64_t>(m_body.length - m_sent, static_cast<std::int64_t>(buffer.size())));
        if (left == 0 && m_headSent == m_head.size())
            return Outcome::Whole;
        const auto chunk = buffer.first(left);
        if (left > 0) {
            const auto read = m_body.source->read(m_body.offset + m_sent, chunk);
            if (!read.ok() || *read != left)
                return Outcome::Gone;
        }
        if (const Outcome outcome = push(channel, chunk); outcome != Outcome::Again)
            return outcome;
    }
    return Outcome::Again;
}

/// Again: all of the chunk went.
FileSender::Outcome FileSender::push(Channel& channel, std::span<const std::uint8_t> chunk) {
    while (!chunk.empty() || m_headSent < m_head.size()) {
        const std::string_view head = std::string_view(m_head).substr(m_headSent);
        const ssize_t went = channel.send(head, chunk);
        if (went < 0)
            return errno == EAGAIN ? Outcome::Waiting : Outcome::Gone;
        const std::size_t ofHead = std::min(static_cast<std::size_t>(went), head.size());
        const std::size_t ofBody = static_cast<std::size_t>(went) - ofHead;
        m_headSent += ofHead;
        m_sent += static_cast<std::int64_t>(ofBody);
        chunk = chunk.subspan(ofBody);
    }
    return Outcome::Again;
}

} // namespace dropseal::edge

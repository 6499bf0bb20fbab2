// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal::edge {

/// Gathers what the HTTP server writes until it is one whole answer, and gives it the connection headers that
/// are the edge's to say. An answer ends by its Content-Length; HEAD, 204 and 304 end with the head.
class AnswerCollector {
public:
    static constexpr std::size_t MaxHeadBytes = 64 * 1024;

    enum class Status { Incomplete, Complete, Broken };

    explicit AnswerCollector(bool head_request) : m_headRequest(head_request) {}

    /// Bytes past the answer's end are dropped.
    Status append(std::string_view bytes);
    /// Before the head is whole: the body, of that length, is not written here but sent from elsewhere.
    void expectBodyElsewhere(std::int64_t length) { m_elsewhere = length; }
    Status status() const { return m_status; }

    /// After Complete: the answer as it goes to the client, once.
    std::string take(bool http_1_0, bool keep_alive);

private:
    Status readHead();
    bool readLine(std::string_view line);
    bool bodiless() const { return m_headRequest || m_code == 204 || m_code == 304; }
    std::string rewritten(std::string_view connection) const;

    bool m_headRequest;
    std::string m_bytes;
    std::size_t m_headBytes = 0; ///< 0 while the head is not whole
    std::size_t m_end = 0;       ///< of the whole answer in m_bytes
    int m_code = 0;
    std::optional<std::int64_t> m_length;
    std::optional<std::int64_t> m_elsewhere;
    bool m_foreignConnection = false; ///< the head has connection fields of its own
    Status m_status = Status::Incomplete;
};

} // namespace dropseal::edge

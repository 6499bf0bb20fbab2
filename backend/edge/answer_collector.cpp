// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/answer_collector.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>
#include <charconv>

namespace dropseal::edge {

namespace {

constexpr std::string_view EmptyLine = "\r\n\r\n";

bool named(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           grammar::equalsIgnoringCase(line.substr(0, name.size()), name);
}

bool ofConnection(std::string_view line) {
    return named(line, "connection") || named(line, "keep-alive");
}

} // namespace

AnswerCollector::Status AnswerCollector::append(std::string_view bytes) {
    if (m_status != Status::Incomplete)
        return m_status;
    const std::size_t before = m_bytes.size();
    m_bytes.append(bytes);
    if (m_headBytes == 0) {
        const auto end = m_bytes.find(EmptyLine, before < 3 ? 0 : before - 3);
        if (end == std::string::npos) {
            if (m_bytes.size() > MaxHeadBytes)
                m_status = Status::Broken;
            return m_status;
        }
        m_headBytes = end + EmptyLine.size();
        m_status = readHead();
    }
    if (m_status == Status::Incomplete && m_bytes.size() >= m_end)
        m_status = Status::Complete;
    if (m_status == Status::Complete)
        m_bytes.resize(m_end);
    return m_status;
}

AnswerCollector::Status AnswerCollector::readHead() {
    const std::string_view head = std::string_view(m_bytes).substr(0, m_headBytes - 2);
    if (head.size() < 12 || head.substr(0, 7) != "HTTP/1.")
        return Status::Broken;
    std::from_chars(head.data() + 9, head.data() + 12, m_code);
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        if (!readLine(head.substr(at, end - at)))
            return Status::Broken;
        at = end + 2;
    }
    m_end = m_headBytes;
    if (bodiless())
        return Status::Complete;
    if (!m_length || (m_elsewhere && *m_elsewhere != *m_length))
        return Status::Broken;
    if (m_elsewhere)
        return Status::Complete;
    m_end += static_cast<std::size_t>(*m_length);
    return Status::Incomplete;
}

bool AnswerCollector::readLine(std::string_view line) {
    if (named(line, "content-length")) {
        const auto length = grammar::parseLength(grammar::trimmed(line.substr(line.find(':') + 1)));
        const bool first = !m_length.has_value();
        m_length = length;
        return first && length.has_value();
    }
    if (named(line, "transfer-encoding"))
        return false;
    m_foreignConnection = m_foreignConnection || ofConnection(line);
    return true;
}

std::string AnswerCollector::take(bool http_1_0, bool keep_alive) {
    std::string_view connection;
    if (!keep_alive)
        connection = "Connection: close\r\n";
    else if (http_1_0)
        connection = "Connection: keep-alive\r\n";
    // RFC 9110 section 8.6: none in a 204, and the one of a 304 would have to be that of the 200.
    const bool dropsLength = m_length && (m_code == 204 || m_code == 304);
    if (connection.empty() && !m_foreignConnection && !dropsLength)
        return std::move(m_bytes);
    return rewritten(connection);
}

std::string AnswerCollector::rewritten(std::string_view connection) const {
    std::string out;
    out.reserve(m_bytes.size() + connection.size());
    const bool dropsLength = m_code == 204 || m_code == 304;
    for (std::size_t at = 0; at < m_headBytes - 2;) {
        const std::size_t end = m_bytes.find("\r\n", at) + 2;
        const std::string_view line = std::string_view(m_bytes).substr(at, end - at);
        if (!ofConnection(line) && !(dropsLength && named(line, "content-length")))
            out.append(line);
        at = end;
    }
    out.append(connection).append("\r\n");
    return out.append(m_bytes, m_headBytes);
}

} // namespace dropseal::edge

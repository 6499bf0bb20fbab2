// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/answer_parser.h"

namespace dropseal::app {

namespace {

constexpr qsizetype HeadLimit = qsizetype{64} * 1024;
constexpr qsizetype BodyLimit = qsizetype{16} * 1024 * 1024;
constexpr qsizetype ChunkLineLimit = 1024;

/// All of it where `end` is -1.
QByteArray upTo(const QByteArray& text, qsizetype end) {
    return end < 0 ? text : text.left(end);
}

} // namespace

bool AnswerParser::breakOff() {
    m_state = State::Broken;
    return false;
}

AnswerParser::State AnswerParser::feed(const QByteArray& bytes) {
    m_in += bytes;
    while (m_state == State::Reading && step()) {
    }
    return m_state;
}

AnswerParser::State AnswerParser::end() {
    if (m_state == State::Reading)
        m_state = m_part == Part::ToTheEnd ? State::Done : State::Broken;
    return m_state;
}

/// False where more bytes are needed, or none any more.
bool AnswerParser::step() {
    switch (m_part) {
    case Part::Head:
        return takeHead();
    case Part::ToTheEnd:
        m_answer.body += m_in;
        m_in.clear();
        return m_answer.body.size() <= BodyLimit ? false : breakOff();
    case Part::Sized:
    case Part::ChunkBytes:
        return takeSized();
    case Part::ChunkSize:
        return takeChunkSize();
    case Part::ChunkEnd:
        return takeChunkEnd();
    case Part::Trailer:
        return takeTrailer();
    }
    return false;
}

bool AnswerParser::takeHead() {
    const qsizetype end = m_in.indexOf("\r\n\r\n");
    if (end < 0)
        return m_in.size() <= HeadLimit ? false : breakOff();
    const QByteArray head = m_in.left(end);
    m_in.remove(0, end + 4);
    m_answer = {};
    qsizetype line_end = head.indexOf("\r\n");
    const QByteArray first = upTo(head, line_end);
    bool is_number = false;
    m_answer.status = first.mid(9, 3).toInt(&is_number);
    if (!first.startsWith("HTTP/1.") || !is_number || m_answer.status < 100 || m_answer.status > 999)
        return breakOff();
    while (line_end >= 0) {
        const qsizetype begin = line_end + 2;
        line_end = head.indexOf("\r\n", begin);
        if (!takeField(line_end < 0 ? head.mid(begin) : head.mid(begin, line_end - begin)))
            return breakOff();
    }
    return m_answer.status < 200 ? true : beginBody();
}

bool AnswerParser::takeField(const QByteArray& line) {
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return false;
    m_answer.headers.emplace_back(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    return true;
}

bool AnswerParser::beginBody() {
    if (m_answer.status == 204 || m_answer.status == 304) {
        m_state = State::Done;
        return false;
    }
    if (m_answer.header("transfer-encoding").toLower() == "chunked") {
        m_part = Part::ChunkSize;
        return true;
    }
    const QByteArray length = m_answer.header("content-length");
    if (length.isEmpty()) {
        m_part = Part::ToTheEnd;
        return true;
    }
    bool is_number = false;
    m_left = length.toLongLong(&is_number);
    if (!is_number || m_left < 0 || m_left > BodyLimit)
        return breakOff();
    m_part = Part::Sized;
    return true;
}

bool AnswerParser::takeSized() {
    const qsizetype some = std::min<qsizetype>(m_in.size(), m_left);
    m_answer.body += m_in.left(some);
    m_in.remove(0, some);
    m_left -= some;
    if (m_left > 0)
        return false;
    if (m_part == Part::ChunkBytes) {
        m_part = Part::ChunkEnd;
        return true;
    }
    m_state = State::Done;
    return false;
}

std::optional<QByteArray> AnswerParser::takeLine() {
    const qsizetype end = m_in.indexOf("\r\n");
    if (end < 0) {
        if (m_in.size() > ChunkLineLimit)
            breakOff();
        return std::nullopt;
    }
    const QByteArray line = m_in.left(end);
    m_in.remove(0, end + 2);
    return line;
}

bool AnswerParser::takeChunkSize() {
    const auto line = takeLine();
    if (!line)
        return false;
    bool is_number = false;
    m_left = upTo(*line, line->indexOf(';')).trimmed().toLongLong(&is_number, 16);
    if (!is_number || m_left < 0 || m_left > BodyLimit - m_answer.body.size())
        return breakOff();
    m_part = m_left == 0 ? Part::Trailer : Part::ChunkBytes;
    return true;
}

bool AnswerParser::takeChunkEnd() {
    const auto line = takeLine();
    if (!line)
        return false;
    m_part = Part::ChunkSize;
    return line->isEmpty() ? true : breakOff();
}

bool AnswerParser::takeTrailer() {
    const auto line = takeLine();
    if (line && line->isEmpty())
        m_state = State::Done;
    return line && !line->isEmpty();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"

namespace dropseal::app {

/// Reads one answer of HTTP/1.1 (RFC 9112) as its bytes come, over the interim ones (100 and the like). The
/// body is small: what is larger than any JSON of ours is broken.
class AnswerParser {
public:
    enum class State { Reading, Done, Broken };

    /// To be called no more once it was Done or Broken.
    State feed(const QByteArray& bytes);
    /// The connection ended: Done where that is the end of the body, else Broken.
    State end();
    const HttpAnswer& answer() const { return m_answer; }

private:
    enum class Part { Head, Sized, ToTheEnd, ChunkSize, ChunkBytes, ChunkEnd, Trailer };

    bool step();
    bool takeHead();
    bool takeField(const QByteArray& line);
    bool beginBody();
    bool takeSized();
    bool takeChunkSize();
    bool takeChunkEnd();
    bool takeTrailer();
    std::optional<QByteArray> takeLine();
    bool breakOff();

    HttpAnswer m_answer;
    QByteArray m_in;
    Part m_part = Part::Head;
    qint64 m_left = 0; ///< of the body, or of the chunk
    State m_state = State::Reading;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/multipart_splitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dropseal::edge {

namespace {

constexpr std::string_view Close = "--";
constexpr std::string_view Crlf = "\r\n";
constexpr std::size_t MaxPadding = 64;

Error malformed(const char* detail) {
    return {ErrorCode::bad_request, detail};
}

std::span<const std::uint8_t> bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

enum class Tail { Undecided, Closing, NextPart, NotADelimiter };

/// What follows a delimiter: `--` closes; padding and CRLF begin a part; all else was a part's own text.
Tail judge(std::string_view tail) {
    if (tail.front() == '-') {
        if (tail.size() < Close.size())
            return Tail::Undecided;
        return tail == Close ? Tail::Closing : Tail::NotADelimiter;
    }
    const auto end = tail.find_first_not_of(" \t");
    if (end == std::string_view::npos)
        return tail.size() <= MaxPadding ? Tail::Undecided : Tail::NotADelimiter;
    const std::string_view rest = tail.substr(end);
    if (rest == Crlf)
        return Tail::NextPart;
    return rest == Crlf.substr(0, 1) ? Tail::Undecided : Tail::NotADelimiter;
}

} // namespace

MultipartSplitter::MultipartSplitter(const std::string& boundary)
    : m_delimiter("\r\n--" + boundary), m_matched(Crlf.size()) {
} // the first delimiter may stand at the very begin

MultipartSplitter::Step MultipartSplitter::refuse(Error error) {
    m_refusal.emplace(std::move(error));
    return {Event::Malformed, 0, {}};
}

bool MultipartSplitter::skip(std::size_t bytes) {
    m_otherBytes += bytes;
    return m_otherBytes <= MaxOtherBytes;
}

MultipartSplitter::Step MultipartSplitter::next(std::span<const std::uint8_t> input) {
    std::size_t done = 0;
    while (true) {
        const auto rest = input.subspan(done);
        if (rest.empty())
            return {Event::NeedMore, done, {}};
        Step step;
        switch (m_state) {
        case State::Content:
            step = content(rest);
            break;
        case State::AfterDelimiter:
            step = afterDelimiter(rest);
            break;
        case State::PartHead:
            step = partHead(rest);
            break;
        case State::Epilogue:
            step = skip(rest.size()) ? Step{Event::NeedMore, rest.size(), {}}
                                     : refuse({ErrorCode::payload_too_large});
            break;
        }
        done += step.consumed;
        step.consumed = done;
        if (step.event != Event::NeedMore)
            return step;
    }
}

MultipartSplitter::Step MultipartSplitter::give(std::size_t consumed, std::span<const std::uint8_t> data) {
    if (m_place == Place::File)
        return {data.empty() ? Event::NeedMore : Event::FileData, consumed, data};
    return skip(data.size()) ? Step{Event::NeedMore, consumed, {}}
                             : refuse({ErrorCode::payload_too_large,
                                       "The form fields beside the file are larger than 1 MiB."});
}

MultipartSplitter::Step MultipartSplitter::content(std::span<const std::uint8_t> input) {
    if (m_matched > 0)
        return matching(input);
    // CR stands in the delimiter only at its begin, so a match can begin nowhere else. What is no match
    // within this input stays in one piece: binary data is full of CRs, and every piece is a write.
    for (std::size_t from = 0; from < input.size();) {
        const void* cr = std::memchr(input.data() + from, '\r', input.size() - from);
        if (cr == nullptr)
            break;
        const auto at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(cr) - input.data());
        const std::size_t size = std::min(m_delimiter.size(), input.size() - at);
        if (std::memcmp(input.data() + at, m_delimiter.data(), size) == 0) {
            m_matched = size;
            if (size == m_delimiter.size())
                m_state = State::AfterDelimiter;
            return give(at + size, input.first(at));
        }
        from = at + 1;
    }
    return give(input.size(), input);
}

MultipartSplitter::Step MultipartSplitter::matching(std::span<const std::uint8_t> input) {
    std::size_t at = 0;
    while (at < input.size() && m_matched < m_delimiter.size() &&
           input[at] == static_cast<std::uint8_t>(m_delimiter[m_matched])) {
        ++at;
        ++m_matched;
    }
    if (m_matched == m_delimiter.size()) {
        m_state = State::AfterDelimiter;
        return {Event::NeedMore, at, {}};
    }
    if (at == input.size())
        return {Event::NeedMore, at, {}};
    return notDelimiter(at);
}

MultipartSplitter::Step MultipartSplitter::notDelimiter(std::size_t consumed) {
    // The CRLF that is presumed before the body was never sent, and the preamble goes nowhere anyway.
    m_held.assign(m_delimiter, 0, std::exchange(m_matched, 0)).append(m_tail);
    m_tail.clear();
    m_state = State::Content;
    return give(consumed, bytesOf(m_held));
}

MultipartSplitter::Step MultipartSplitter::afterDelimiter(std::span<const std::uint8_t> input) {
    for (std::size_t at = 0; at < input.size(); ++at) {
        m_tail.push_back(static_cast<char>(input[at]));
        switch (judge(m_tail)) {
        case Tail::Undecided:
            break;
        case Tail::Closing:
            m_state = State::Epilogue;
            return {Event::NeedMore, at + 1, {}};
        case Tail::NextPart:
            m_state = State::PartHead;
            m_tail.clear();
            m_partHead.clear();
            if (++m_parts > MaxParts || !skip(m_delimiter.size()))
                return refuse({ErrorCode::payload_too_large, "The form has too many fields."});
            return {Event::NeedMore, at + 1, {}};
        case Tail::NotADelimiter:
            // The last byte may begin the true delimiter: it is read again.
            m_tail.pop_back();
            return notDelimiter(at);
        }
    }
    return {Event::NeedMore, input.size(), {}};
}

MultipartSplitter::Step MultipartSplitter::partHead(std::span<const std::uint8_t> input) {
    for (std::size_t at = 0; at < input.size(); ++at) {
        m_partHead.push_back(static_cast<char>(input[at]));
        if (m_partHead.size() > MaxPartHeadBytes)
            return refuse(malformed("The head of a form field is longer than 8 KiB."));
        if (m_partHead.back() == '\n' && (m_partHead == Crlf || m_partHead.ends_with("\r\n\r\n")))
            return beginPart(at + 1);
    }
    return {Event::NeedMore, input.size(), {}};
}

MultipartSplitter::Step MultipartSplitter::beginPart(std::size_t consumed) {
    if (!skip(m_partHead.size()))
        return refuse({ErrorCode::payload_too_large, "The form has too many fields."});
    auto head = parsePartHead(std::string_view(m_partHead).substr(0, m_partHead.size() - Crlf.size()));
    std::string().swap(m_partHead);
    if (!head)
        return refuse(malformed("A form field has no valid Content-Disposition."));
    m_state = State::Content;
    m_matched = 0;
    m_place = Place::OtherPart;
    if (head->name != "file")
        return {Event::NeedMore, consumed, {}};
    if (std::exchange(m_fileSeen, true))
        return refuse(Error::field("file", "repeated", "Send one file in a request."));
    m_place = Place::File;
    m_file = std::move(head->info);
    if (m_file.filename.empty())
        m_file.filename = "file";
    return {Event::FileBegin, consumed, {}};
}

std::optional<Error> MultipartSplitter::finish() const {
    if (m_state != State::Epilogue)
        return malformed("The form ends before its closing boundary.");
    if (!m_fileSeen)
        return Error::field("file", "required", "Send the file in a form field named `file`.");
    return std::nullopt;
}

} // namespace dropseal::edge

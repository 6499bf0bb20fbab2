// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/body_pump.h"

#include <cerrno>

namespace dropseal::edge {

namespace {

std::optional<MultipartSplitter> splitterFor(const RequestHead& head) {
    const std::string* type = head.find("content-type");
    const auto boundary = type != nullptr ? multipartBoundary(*type) : std::nullopt;
    return boundary ? std::optional<MultipartSplitter>(*boundary) : std::nullopt;
}

} // namespace

BodyPump::BodyPump(const RequestHead& head, Verdict& verdict, std::string begun)
    : m_reader(head)
    , m_sink(std::move(verdict.sink))
    , m_maxBytes(verdict.max_body_bytes)
    , m_overLimit(verdict.over_limit)
    , m_form(verdict.body == Verdict::Body::Multipart)
    , m_begun(std::move(begun)) {
    if (m_form)
        m_splitter = splitterFor(head);
}

BodyPump::~BodyPump() {
    abort();
}

void BodyPump::abort() noexcept {
    if (m_sink)
        std::exchange(m_sink, nullptr)->abort();
}

bool BodyPump::fail(Error error) {
    m_error.emplace(std::move(error));
    abort();
    return false;
}

bool BodyPump::check(Result<void> result) {
    return result.ok() || fail(std::move(result).error());
}

BodyPump::Outcome BodyPump::turn(Channel& channel, std::span<std::uint8_t> buffer) {
    if (!m_opened && !m_form && !open({}))
        return Outcome::Failed;
    if (m_form && !m_splitter) {
        fail({ErrorCode::bad_request, "The Content-Type has no valid boundary."});
        return Outcome::Failed;
    }
    const Outcome begun = feedBegun();
    const Outcome outcome = begun == Outcome::Again ? read(channel, buffer) : begun;
    if (outcome == Outcome::Gone)
        abort();
    return outcome;
}

BodyPump::Outcome BodyPump::feedBegun() {
    const std::string begun = std::exchange(m_begun, {});
    std::size_t consumed = 0;
    const Fed fed = feed({reinterpret_cast<const std::uint8_t*>(begun.data()), begun.size()}, consumed);
    m_begun.assign(begun, consumed);
    if (fed == Fed::More)
        return Outcome::Again;
    return fed == Fed::Whole ? Outcome::Whole : Outcome::Failed;
}

BodyPump::Outcome BodyPump::read(Channel& channel, std::span<std::uint8_t> buffer) {
    for (std::size_t turned = 0; turned < TurnBytes;) {
        const ssize_t got = channel.receive(buffer.first(m_reader.wanted(buffer.size())));
        if (got == 0)
            return Outcome::Gone;
        if (got < 0)
            return errno == EAGAIN ? Outcome::Waiting : Outcome::Gone;
        const auto bytes = buffer.first(static_cast<std::size_t>(got));
        turned += bytes.size();
        m_received += got;
        std::size_t consumed = 0;
        const Fed fed = feed(bytes, consumed);
        if (fed == Fed::Failed)
            return Outcome::Failed;
        if (fed == Fed::Whole) {
            const auto rest = bytes.subspan(consumed);
            m_begun.assign(rest.begin(), rest.end());
            return Outcome::Whole;
        }
    }
    return Outcome::Again;
}

BodyPump::Fed BodyPump::feed(std::span<const std::uint8_t> bytes, std::size_t& consumed) {
    while (true) {
        const BodyReader::Step step = m_reader.next(bytes.subspan(consumed));
        consumed += step.consumed;
        switch (step.status) {
        case BodyReader::Status::NeedMore:
            return Fed::More;
        case BodyReader::Status::Data:
            if (!take(step.data))
                return Fed::Failed;
            break;
        case BodyReader::Status::Done:
            m_bodyEnded = true;
            return finish() ? Fed::Whole : Fed::Failed;
        case BodyReader::Status::Malformed:
            fail({ErrorCode::bad_request, "The chunked body is malformed."});
            return Fed::Failed;
        }
    }
}

bool BodyPump::take(std::span<const std::uint8_t> bytes) {
    return m_form ? takeForm(bytes) : append(bytes);
}

bool BodyPump::takeForm(std::span<const std::uint8_t> bytes) {
    while (true) {
        const MultipartSplitter::Step step = m_splitter->next(bytes);
        switch (step.event) {
        case MultipartSplitter::Event::NeedMore:
            return true;
        case MultipartSplitter::Event::FileBegin:
            if (!open(m_splitter->file()))
                return false;
            break;
        case MultipartSplitter::Event::FileData:
            if (!append(step.data))
                return false;
            break;
        case MultipartSplitter::Event::Malformed:
            return fail(m_splitter->refusal());
        }
        bytes = bytes.subspan(step.consumed);
    }
}

bool BodyPump::open(const PartInfo& part) {
    m_opened = true;
    return check(m_sink->open(part));
}

bool BodyPump::append(std::span<const std::uint8_t> bytes) {
    if (static_cast<std::int64_t>(bytes.size()) > m_maxBytes - m_taken) {
        Error error(m_overLimit);
        error.extras.limit = m_maxBytes;
        return fail(std::move(error));
    }
    m_taken += static_cast<std::int64_t>(bytes.size());
    return check(m_sink->append(bytes));
}

bool BodyPump::finish() {
    if (m_form) {
        if (auto error = m_splitter->finish())
            return fail(std::move(*error));
    }
    if (!check(m_sink->finish()))
        return false;
    m_sink.reset();
    return true;
}

} // namespace dropseal::edge

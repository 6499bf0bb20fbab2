// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/test_site.h"

#include "tests/backend/edge/echo_http.h"

#include <algorithm>
#include <cstring>

namespace dropseal::test {

using edge::Exchange;
using edge::Verdict;

namespace {

constexpr std::int64_t GiB = std::int64_t{1} << 30;

class Sink final : public edge::UploadSink {
public:
    Sink(std::shared_ptr<Received> received, bool fails) : m_received(std::move(received)), m_fails(fails) {}

    Result<void> open(const edge::PartInfo& part) override {
        m_received->opened = true;
        m_received->part = part;
        return {};
    }
    Result<void> append(std::span<const std::uint8_t> bytes) override {
        if (m_fails)
            return Error(ErrorCode::insufficient_storage);
        Received& to = *m_received;
        to.sum = fnv(to.sum, bytes.data(), bytes.size());
        to.bytes += static_cast<std::int64_t>(bytes.size());
        if (to.kept.size() < 64 * 1024)
            to.kept.append(reinterpret_cast<const char*>(bytes.data()),
                           std::min(bytes.size(), 64 * 1024 - to.kept.size()));
        return {};
    }
    Result<void> finish() override {
        m_received->finished = true;
        return {};
    }
    void abort() noexcept override { m_received->aborted = true; }

private:
    std::shared_ptr<Received> m_received;
    bool m_fails;
};

struct Context final : edge::ExchangeContext {
    std::shared_ptr<Received> received;
};

const std::string& onePeriod() {
    static const std::string period = [] {
        std::string bytes(static_cast<std::size_t>(TestSite::FilePeriod), '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = TestSite::fileByte(static_cast<std::int64_t>(i));
        return bytes;
    }();
    return period;
}

QByteArray bytesOf(const std::string& text) {
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

std::uint64_t fnv(std::uint64_t sum, const void* bytes, std::size_t size) {
    const auto* at = static_cast<const std::uint8_t*>(bytes);
    for (std::size_t i = 0; i < size; ++i)
        sum = (sum ^ at[i]) * 0x100000001b3U;
    return sum;
}

class SiteSource final : public edge::ByteSource {
public:
    SiteSource(TestSite& site, std::int64_t breaks_at) : m_site(site), m_breaksAt(breaks_at) {}

    Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) override {
        if (offset >= m_breaksAt)
            return Error::internal("broken");
        const std::string& period = onePeriod();
        for (std::size_t at = 0; at < out.size();) {
            const auto begin =
                static_cast<std::size_t>((offset + static_cast<std::int64_t>(at)) % TestSite::FilePeriod);
            const std::size_t size = std::min(out.size() - at, period.size() - begin);
            std::memcpy(out.data() + at, period.data() + begin, size);
            at += size;
        }
        return out.size();
    }
    void sent(std::int64_t bytes, bool whole) noexcept override {
        const std::lock_guard lock(m_site.m_mutex);
        m_site.m_sent.emplace_back(bytes, whole);
    }

private:
    TestSite& m_site;
    std::int64_t m_breaksAt;
};

class SitePolicy final : public edge::RequestPolicy {
public:
    explicit SitePolicy(TestSite& site) : m_site(site) {}

    void decide(std::shared_ptr<const edge::RequestHead> head, const edge::Peer&, const std::string&,
                Answer answer) override {
        if (head->path == "/decide-late")
            return m_site.later(std::chrono::milliseconds(20), [answer] {
                Verdict verdict;
                verdict.max_body_bytes = 1000;
                answer(std::move(verdict));
            });
        answer(verdictFor(*head));
    }

private:
    Verdict verdictFor(const edge::RequestHead& head) {
        const std::string& path = head.path;
        if (path == "/refuse") {
            Verdict verdict = Verdict::refuse({ErrorCode::token_missing});
            verdict.refusal_headers = {{"WWW-Authenticate", "Bearer"}};
            return verdict;
        }
        Verdict verdict;
        verdict.max_body_bytes = 1024 * 1024;
        if (path.ends_with("raw") || path.ends_with("form") || path == "/bad-sink") {
            auto context = std::make_shared<Context>();
            context->received = std::make_shared<Received>();
            context->received->sum = FnvBegin;
            verdict.sink = std::make_unique<Sink>(context->received, path == "/bad-sink");
            verdict.body = path.ends_with("form") ? Verdict::Body::Multipart : Verdict::Body::Raw;
            verdict.max_body_bytes = path.starts_with("/small") ? 1000 : GiB;
            verdict.over_limit = ErrorCode::file_too_large;
            const std::lock_guard lock(m_site.m_mutex);
            m_site.m_bodies.push_back(context->received);
            verdict.context = std::move(context);
        }
        return verdict;
    }

    TestSite& m_site;
};

class TestSite::Pages final : public edge::ErrorPage {
public:
    edge::EdgeAnswer render(const Error& error, const edge::RequestHead*, const edge::Peer&,
                            const std::string& request_id) const override {
        const ErrorCodeInfo& row = info(error.code);
        return {row.status,
                {{"Content-Type", "text/plain"}, {"X-Request-Id", request_id}},
                std::string(row.word) +
                    (error.extras.fields.empty() ? "" : " " + error.extras.fields[0].code)};
    }
};

/// One answer that is still to be given.
class Reply {
public:
    Reply(std::shared_ptr<Exchange> exchange_, QHttpServerResponder responder_)
        : exchange(std::move(exchange_)), responder(std::move(responder_)) {}

    void text(const std::string& body) { responder.write(bytesOf(body), "text/plain"); }
    void bare(int status, std::int64_t length) {
        responder.writeStatusLine(static_cast<QHttpServerResponder::StatusCode>(status));
        if (length >= 0)
            responder.writeHeader("Content-Length", QByteArray::number(qint64(length)));
        responder.writeBody("", 0);
    }

    std::shared_ptr<Exchange> exchange;
    QHttpServerResponder responder;
};

TestSite::TestSite() : m_policy(std::make_unique<SitePolicy>(*this)), m_pages(std::make_unique<Pages>()) {
}

TestSite::~TestSite() {
    for (std::thread& thread : m_threads)
        thread.join();
}

void TestSite::later(std::chrono::milliseconds after, std::function<void()> call) {
    const std::lock_guard lock(m_mutex);
    m_threads.emplace_back([after, call = std::move(call)] {
        std::this_thread::sleep_for(after);
        call();
    });
}

std::vector<std::shared_ptr<Received>> TestSite::bodies() const {
    const std::lock_guard lock(m_mutex);
    return m_bodies;
}

std::vector<std::pair<std::int64_t, bool>> TestSite::sent() const {
    const std::lock_guard lock(m_mutex);
    return m_sent;
}

edge::HttpServerFactory TestSite::http() {
    return [this](QTcpServer& listener) -> std::unique_ptr<QObject> {
        return std::make_unique<EchoHttp>(
            listener, [this](EchoHttp& server, const QHttpServerRequest&, QHttpServerResponder responder) {
                answer(server, Reply(Exchange::current(), std::move(responder)));
            });
    };
}

void TestSite::answer(EchoHttp& server, Reply reply) {
    ++m_handled;
    const edge::RequestHead& head = reply.exchange->head();
    const std::string& path = head.path;
    if (path == "/empty")
        return reply.bare(204, 0);
    if (path == "/notmodified")
        return reply.bare(304, 0);
    if (path == "/late" || path == "/later" || path == "/never") {
        const auto after = path == "/late"    ? std::chrono::milliseconds(20)
                           : path == "/later" ? std::chrono::milliseconds(300)
                                              : std::chrono::milliseconds(1500);
        auto held = std::make_shared<Reply>(std::move(reply));
        return later(after, [held = std::move(held), door = server.door(), this]() mutable {
            m_sawGone += held->exchange->clientGone() ? 1 : 0;
            door->post([held = std::move(held)] { held->text("late " + held->exchange->body()); });
        });
    }
    if (path == "/file" || path == "/broken-file") {
        const std::int64_t size = head.query.empty() ? 4 * 1024 * 1024 : std::stoll(head.query);
        reply.exchange->sendFrom(std::make_shared<SiteSource>(*this, path == "/file" ? size : size / 2), 0,
                                 size);
        return reply.bare(200, size);
    }
    if (path == "/whoami")
        return reply.text(reply.exchange->peer().address + " " +
                          (reply.exchange->peer().local_control ? "control" : "tcp") + " " + head.host + " " +
                          reply.exchange->requestId());
    if (const auto context = std::dynamic_pointer_cast<Context>(reply.exchange->context()))
        return reply.text(std::to_string(context->received->bytes) + " " + context->received->part.filename);
    reply.text(reply.exchange->body());
}

} // namespace dropseal::test

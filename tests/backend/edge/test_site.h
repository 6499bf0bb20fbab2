// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/edge.h"
#include "backend/edge/exchange.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace dropseal::test {

/// What became of one body.
struct Received {
    edge::PartInfo part;
    std::string kept;      ///< the first 64 KiB
    std::uint64_t sum = 0; ///< FNV-1a of all bytes
    std::atomic<std::int64_t> bytes = 0;
    std::atomic<bool> opened = false;
    std::atomic<bool> finished = false;
    std::atomic<bool> aborted = false;
};

std::uint64_t fnv(std::uint64_t sum, const void* bytes, std::size_t size);
inline constexpr std::uint64_t FnvBegin = 0xcbf29ce484222325U;

/// A policy, error page and handlers with one path for every thing that the edge can be asked to do:
///   /echo        inline, at most 1 MiB: answers the body
///   /empty       inline: 204 · /nothead: 304
///   /late        inline: answered by another thread after 20 ms · /later after 300 ms · /never
///   /decide-late the policy answers from another thread
///   /raw, /form  streamed to a sink, at most 1 GiB (/small-raw, /small-form: 1000 bytes): answers its size
///   /bad-sink    a sink that fails with insufficient_storage
///   /file        4 MiB from a source, /file?N bytes N · /broken-file fails in the middle
///   /refuse      401 · /whoami answers what the edge says of the client
class TestSite {
public:
    TestSite();
    ~TestSite();

    edge::RequestPolicy& policy() { return *m_policy; }
    const edge::ErrorPage& pages() const { return *m_pages; }
    edge::HttpServerFactory http();

    std::vector<std::shared_ptr<Received>> bodies() const;
    std::vector<std::pair<std::int64_t, bool>> sent() const;
    int handled() const { return m_handled; }
    /// Late answers whose client had left.
    int sawGone() const { return m_sawGone; }
    /// Runs `call` on a thread of its own after so long; joined at the end.
    void later(std::chrono::milliseconds after, std::function<void()> call);

    static constexpr std::int64_t FilePeriod = 65521; ///< of /file's bytes
    static char fileByte(std::int64_t at) {
        return static_cast<char>(at % FilePeriod * 7 + (at % FilePeriod >> 8));
    }

private:
    friend class SitePolicy;
    friend class SiteSource;
    class Pages;

    void answer(class EchoHttp& server, class Reply reply);

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<Received>> m_bodies;
    std::vector<std::pair<std::int64_t, bool>> m_sent;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_handled = 0;
    std::atomic<int> m_sawGone = 0;
    std::unique_ptr<edge::RequestPolicy> m_policy;
    std::unique_ptr<edge::ErrorPage> m_pages;
};

} // namespace dropseal::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/pools.h"

namespace dropseal::http {

namespace {

int hashThreads(int wanted) {
    return wanted > 0 ? wanted : std::max(static_cast<int>(std::thread::hardware_concurrency()), 1);
}

} // namespace

// Nice 19 for the hash pool: a storm of logins must not starve everybody else (SECURITY.md 4.3).
Pools::Pools(const Options& options)
    : m_pooled({"pooled", options.pooled_threads, options.queue, 0})
    , m_hash({"hash", hashThreads(options.hash_threads), options.hash_queue, 19})
    , m_store({"store", options.store_threads, options.queue, 0}) {
}

ThreadPool& Pools::of(Run run) {
    switch (run) {
    case Run::Hash:
        return m_hash;
    case Run::Store:
        return m_store;
    case Run::Inline:
    case Run::Pooled:
        break;
    }
    return m_pooled;
}

void Pools::stop() {
    m_pooled.stop();
    m_hash.stop();
    m_store.stop();
}

} // namespace dropseal::http

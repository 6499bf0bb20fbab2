// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/route.h"
#include "backend/http/thread_pool.h"

namespace dropseal::http {

/// The pools that a route can name.
class Pools {
public:
    struct Options {
        int pooled_threads = 16;
        int store_threads = 16;
        int hash_threads = 0; ///< 0: as many as cores
        std::size_t queue = 1024;
        std::size_t hash_queue = 32;
    };

    explicit Pools(const Options& options);

    /// An inline route that has to run again is Pooled.
    ThreadPool& of(Run run);
    void stop();

private:
    ThreadPool m_pooled;
    ThreadPool m_hash;
    ThreadPool m_store;
};

} // namespace dropseal::http

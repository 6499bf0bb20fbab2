// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace dropseal::edge {

/// A certificate with its chain and its key, and the rules under which clients speak TLS with them: 1.2 and
/// 1.3, forward secrecy and AEAD only, ALPN http/1.1 only, no renegotiation, no resumption, no early data.
/// Thread-safe once it is made; a connection keeps what it needs of it.
class TlsContext {
public:
    struct Loaded {
        std::shared_ptr<const TlsContext> context;
        std::vector<std::string> warnings; ///< it works, but somebody should know
    };

    /// From PEM files; they may be one and the same. bad_request, with words that name the file, where that
    /// cannot be.
    static Result<Loaded> load(const std::string& certificate_file, const std::string& key_file);

    explicit TlsContext(ssl_ctx_st* owned) : m_context(owned) {}
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    ssl_ctx_st* get() const { return m_context; }

private:
    ssl_ctx_st* m_context;
};

/// What new connections speak; none: plain HTTP. Thread-safe.
class TlsSlot {
public:
    using Context = std::shared_ptr<const TlsContext>;

    void set(Context context) {
        const std::lock_guard lock(m_mutex);
        m_context = std::move(context);
    }
    Context get() const {
        const std::lock_guard lock(m_mutex);
        return m_context;
    }

private:
    mutable std::mutex m_mutex;
    Context m_context;
};

} // namespace dropseal::edge

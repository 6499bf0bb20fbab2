// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/descriptor.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace dropseal::test {

/// Makes a self-signed certificate and its key at `folder`/`name`.crt and .key.
struct MakeCertificate {
    std::string folder;
    std::string name = "a"; ///< the common name too
    int days_from = -1;     ///< from when on it counts, from today
    int days_until = 30;
    int rsa_bits = 0; ///< 0: P-256
    std::string passphrase;

    bool make() const;
    std::string certificate() const { return folder + "/" + name + ".crt"; }
    std::string key() const { return folder + "/" + name + ".key"; }
};

struct TlsOffer {
    int oldest = 0; ///< TLS1_2_VERSION and the like; 0: what OpenSSL likes
    int newest = 0;
    std::string ciphers;   ///< of TLS 1.2 and before
    std::string protocols; ///< ALPN, between commas
};

/// A blocking TLS client of the edge that believes every certificate.
class TlsClient {
public:
    explicit TlsClient(std::uint16_t port, const TlsOffer& offer = {});

    bool connected() const { return m_connected; }
    /// What it offers could be offered, so that it was the server who decided.
    bool tried() const { return m_tried; }
    std::string version() const;
    std::string protocol() const;
    /// Common name of the server's certificate.
    std::string server() const;

    /// `record`: bytes in each TLS record, 0: as many as fit.
    bool send(std::string_view bytes, std::size_t record = 0);
    /// As one record, in two pieces with that pause between them.
    bool sendTorn(std::string_view bytes, std::chrono::milliseconds pause);
    /// One answer with its Content-Length body. Empty at the end of the connection.
    std::string answer(bool bodiless = false);
    /// All up to the end of the connection.
    std::string rest();
    /// After rest(): the server said that the end was meant.
    bool sawGoodbye() const;
    void sayGoodbye();

private:
    bool fill();

    struct FreeContext {
        void operator()(ssl_ctx_st* owned) const;
    };
    struct FreeTls {
        void operator()(ssl_st* owned) const;
    };
    edge::Descriptor m_fd;
    std::unique_ptr<ssl_ctx_st, FreeContext> m_context;
    std::unique_ptr<ssl_st, FreeTls> m_tls;
    std::string m_buffer;
    bool m_connected = false;
    bool m_tried = false;
};

} // namespace dropseal::test

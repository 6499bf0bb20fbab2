// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/tls_client.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

namespace dropseal::test {

namespace {

constexpr long Day = 86400;

template <class Write>
bool writeFile(const std::string& path, Write write) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    return file != nullptr && write(file.get()) == 1 && ::chmod(path.c_str(), 0600) == 0;
}

/// "a,bc" as "\1a\2bc".
std::string lengthPrefixed(std::string_view words) {
    std::string wire;
    while (!words.empty()) {
        const auto word = words.substr(0, words.find(','));
        wire += static_cast<char>(word.size());
        wire += word;
        words.remove_prefix(std::min(words.size(), word.size() + 1));
    }
    return wire;
}

} // namespace

bool MakeCertificate::make() const {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> pair(
        rsa_bits > 0 ? EVP_RSA_gen(static_cast<unsigned>(rsa_bits)) : EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, void (*)(X509*)> certificate_of(X509_new(), X509_free);
    X509* const made = certificate_of.get();
    X509_NAME* const subject = X509_get_subject_name(made);
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), days_from * Day);
    X509_gmtime_adj(X509_getm_notAfter(made), days_until * Day);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(made, subject);
    X509_set_pubkey(made, pair.get());
    if (X509_sign(made, pair.get(), EVP_sha256()) == 0)
        return false;
    return writeFile(certificate(), [&](std::FILE* file) { return PEM_write_X509(file, made); }) &&
           writeFile(key(), [&](std::FILE* file) {
               return PEM_write_PKCS8PrivateKey(
                   file, pair.get(), passphrase.empty() ? nullptr : EVP_aes_256_cbc(), passphrase.c_str(),
                   static_cast<int>(passphrase.size()), nullptr, nullptr);
           });
}

void TlsClient::FreeContext::operator()(ssl_ctx_st* owned) const {
    SSL_CTX_free(owned);
}

void TlsClient::FreeTls::operator()(ssl_st* owned) const {
    SSL_free(owned);
}

TlsClient::TlsClient(std::uint16_t port, const TlsOffer& offer)
    : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), m_context(SSL_CTX_new(TLS_client_method())) {
    const timeval patience{10, 0};
    const int on = 1;
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(m_fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return;
    SSL_CTX_set_min_proto_version(m_context.get(), offer.oldest);
    SSL_CTX_set_max_proto_version(m_context.get(), offer.newest);
    if (!offer.ciphers.empty() && SSL_CTX_set_cipher_list(m_context.get(), offer.ciphers.c_str()) != 1)
        return;
    m_tls.reset(SSL_new(m_context.get()));
    const std::string protocols = lengthPrefixed(offer.protocols);
    if (!protocols.empty())
        SSL_set_alpn_protos(m_tls.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()));
    SSL_set_fd(m_tls.get(), m_fd.get());
    ERR_clear_error();
    m_tried = true;
    m_connected = SSL_connect(m_tls.get()) == 1;
}

std::string TlsClient::version() const {
    return SSL_get_version(m_tls.get());
}

std::string TlsClient::protocol() const {
    const unsigned char* text = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(m_tls.get(), &text, &size);
    return {reinterpret_cast<const char*>(text), size};
}

std::string TlsClient::server() const {
    std::array<char, 64> text{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(SSL_get0_peer_certificate(m_tls.get())), NID_commonName,
                              text.data(), static_cast<int>(text.size()));
    return text.data();
}

bool TlsClient::send(std::string_view bytes, std::size_t record) {
    while (m_connected && !bytes.empty()) {
        const auto piece = bytes.substr(0, record > 0 ? record : bytes.size());
        ERR_clear_error();
        const int went = SSL_write(m_tls.get(), piece.data(), static_cast<int>(piece.size()));
        if (went <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(went));
    }
    return m_connected;
}

bool TlsClient::sendTorn(std::string_view bytes, std::chrono::milliseconds pause) {
    BIO* const memory = BIO_new(BIO_s_mem());
    BIO* const socket = SSL_get_wbio(m_tls.get());
    BIO_up_ref(socket);
    SSL_set0_wbio(m_tls.get(), memory);
    const bool written = send(bytes);
    char* record = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(memory, &record));
    const auto half = size / 2;
    bool sent = written && ::send(m_fd.get(), record, half, MSG_NOSIGNAL) == static_cast<ssize_t>(half);
    std::this_thread::sleep_for(pause);
    sent = sent &&
           ::send(m_fd.get(), record + half, size - half, MSG_NOSIGNAL) == static_cast<ssize_t>(size - half);
    SSL_set0_wbio(m_tls.get(), socket);
    return sent;
}

bool TlsClient::fill() {
    std::array<char, 16384> buffer{};
    ERR_clear_error();
    const int got = m_connected ? SSL_read(m_tls.get(), buffer.data(), static_cast<int>(buffer.size())) : 0;
    if (got > 0)
        m_buffer.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
}

std::string TlsClient::answer(bool bodiless) {
    while (m_buffer.find("\r\n\r\n") == std::string::npos) {
        if (!fill())
            return {};
    }
    const std::size_t head = m_buffer.find("\r\n\r\n") + 4;
    std::size_t size = head;
    const auto length = m_buffer.find("\r\nContent-Length: ");
    if (!bodiless && length < head)
        size += std::stoul(m_buffer.substr(length + 18));
    while (m_buffer.size() < size) {
        if (!fill())
            return {};
    }
    std::string whole = m_buffer.substr(0, size);
    m_buffer.erase(0, size);
    return whole;
}

std::string TlsClient::rest() {
    while (fill()) {
    }
    return std::exchange(m_buffer, {});
}

bool TlsClient::sawGoodbye() const {
    return m_connected && (SSL_get_shutdown(m_tls.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

void TlsClient::sayGoodbye() {
    SSL_shutdown(m_tls.get());
}

} // namespace dropseal::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/tls_context.h"

#include "backend/edge/descriptor.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace dropseal::edge {

namespace {

constexpr std::size_t MostBytes = 1024 * 1024;
constexpr std::size_t ReadAheadBytes = 64 * 1024; ///< four records with one read(2)
constexpr std::string_view Protocol = "http/1.1";

template <auto free>
struct Free {
    template <class T>
    void operator()(T* owned) const {
        free(owned);
    }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

/// The text of a PEM file, wiped in the end.
struct PemText {
    PemText() = default;
    PemText(PemText&&) = default;
    PemText& operator=(PemText&&) = delete;
    ~PemText() { OPENSSL_cleanse(text.data(), text.size()); }

    std::string text;
    bool open_to_others = false;
};

Error bad(std::string words, std::string cause = {}) {
    return {ErrorCode::bad_request, std::move(words), std::move(cause)};
}

/// The newest reason in OpenSSL's queue.
std::string reason() {
    const char* const text = ERR_reason_error_string(ERR_peek_last_error());
    return text != nullptr ? text : "no reason given";
}

Result<PemText> readPem(const std::string& what, const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.valid())
        return bad("cannot read the " + what + " " + path + ": " + std::strerror(errno));
    struct stat about {};
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode))
        return bad("the " + what + " " + path + " is no file");
    if (about.st_size > static_cast<off_t>(MostBytes))
        return bad("the " + what + " " + path + " is too large to be one");
    PemText pem;
    pem.open_to_others = (about.st_mode & S_IROTH) != 0;
    pem.text.resize(static_cast<std::size_t>(about.st_size));
    std::size_t size = 0;
    while (size < pem.text.size()) {
        const ssize_t got = ::read(file.get(), pem.text.data() + size, pem.text.size() - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return bad("cannot read the " + what + " " + path + ": " + std::strerror(errno));
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    pem.text.resize(size);
    return pem;
}

Bio bioOf(const PemText& pem) {
    return Bio(BIO_new_mem_buf(pem.text.data(), static_cast<int>(pem.text.size())));
}

/// Called where a PEM is encrypted: notes it, and never asks at the terminal.
int noPassphrase(char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
}

/// RFC 7301: HTTP/1.1 or nothing; a client that speaks only others is told so.
int chooseProtocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                   unsigned int offered_size, void*) {
    const std::string_view all(reinterpret_cast<const char*>(offered), offered_size);
    for (std::size_t at = 0; at < all.size();) {
        const auto length = static_cast<unsigned char>(all[at]);
        if (all.substr(at + 1, length) == Protocol) {
            *chosen = offered + at + 1;
            *size = length;
            return SSL_TLSEXT_ERR_OK;
        }
        at += std::size_t{1} + length;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool setRules(SSL_CTX* context) {
    // No tickets: their key would undo the forward secrecy of all that it has protected, and clients keep
    // their connections anyway.
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_default_read_buffer_len(context, ReadAheadBytes);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol, nullptr);
    return SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_max_early_data(context, 0) == 1 &&
           SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
           SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
}

std::string dateOf(const ASN1_TIME* time) {
    const Bio bio(BIO_new(BIO_s_mem()));
    std::array<char, 64> text{};
    if (bio == nullptr || ASN1_TIME_print(bio.get(), time) != 1)
        return "an unknown date";
    const int size = BIO_read(bio.get(), text.data(), static_cast<int>(text.size()));
    return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

void checkTime(const X509* certificate, const std::string& path, std::vector<std::string>& warnings) {
    const ASN1_TIME* const begin = X509_get0_notBefore(certificate);
    const ASN1_TIME* const end = X509_get0_notAfter(certificate);
    if (X509_cmp_current_time(end) < 0)
        warnings.push_back("the certificate " + path + " expired on " + dateOf(end) +
                           ": clients will refuse it");
    else if (X509_cmp_current_time(begin) > 0)
        warnings.push_back("the certificate " + path + " counts only from " + dateOf(begin) +
                           " on: clients will refuse it until then");
}

/// The server's own certificate, and after it in the file those that lead to its authority.
Result<void> useCertificates(SSL_CTX* context, const std::string& path, std::vector<std::string>& warnings) {
    const auto pem = readPem("certificate", path);
    if (!pem)
        return pem.error();
    const Bio bio = bioOf(*pem);
    bool encrypted = false;
    const Certificate own(PEM_read_bio_X509_AUX(bio.get(), nullptr, noPassphrase, &encrypted));
    if (own == nullptr)
        return bad("the file " + path + " holds no certificate in PEM form", reason());
    if (SSL_CTX_use_certificate(context, own.get()) != 1)
        return bad("the certificate " + path + " cannot be used: " + reason());
    checkTime(own.get(), path, warnings);
    while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, noPassphrase, &encrypted)}) {
        if (SSL_CTX_add0_chain_cert(context, next.get()) != 1)
            return bad("the chain of the certificate " + path + " cannot be used: " + reason());
        [[maybe_unused]] const X509* const taken = next.release();
    }
    if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
        return bad("the chain of the certificate " + path + " is damaged: " + reason());
    return {};
}

Result<void> useKey(SSL_CTX* context, const std::string& path, const std::string& certificate_path,
                    std::vector<std::string>& warnings) {
    const auto pem = readPem("key", path);
    if (!pem)
        return pem.error();
    if (pem->open_to_others)
        warnings.push_back("every user of this machine can read the key " + path + ": chmod o-r it");
    const Bio bio = bioOf(*pem);
    bool encrypted = false;
    const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, &encrypted));
    if (encrypted)
        return bad("the key " + path + " is locked with a passphrase; store it without one");
    if (key == nullptr)
        return bad("the file " + path + " holds no private key in PEM form", reason());
    if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1)
        return bad("the key " + path + " does not belong to the certificate " + certificate_path);
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        return bad("the key " + path + " cannot be used: " + reason());
    return {};
}

} // namespace

TlsContext::~TlsContext() {
    SSL_CTX_free(m_context);
}

Result<TlsContext::Loaded> TlsContext::load(const std::string& certificate_file,
                                            const std::string& key_file) {
    ERR_clear_error();
    Loaded loaded;
    const auto context = std::make_shared<const TlsContext>(SSL_CTX_new(TLS_server_method()));
    if (context->get() == nullptr || !setRules(context->get()))
        return Error::internal("OpenSSL gives no TLS: " + reason());
    auto used = useCertificates(context->get(), certificate_file, loaded.warnings);
    ERR_clear_error();
    if (used)
        used = useKey(context->get(), key_file, certificate_file, loaded.warnings);
    ERR_clear_error();
    if (!used)
        return std::move(used).error();
    loaded.context = context;
    return loaded;
}

} // namespace dropseal::edge

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/tls.h"

namespace dropseal::server {

std::optional<Failure> loadTls(const config::Settings& settings, edge::TlsSlot::Context& tls) {
    const std::string& certificate = settings.tls_certificate;
    const std::string& key = settings.tls_key;
    if (certificate.empty() && key.empty()) {
        tls.reset();
        return std::nullopt;
    }
    if (certificate.empty() || key.empty())
        return Failure{ExitCode::Configuration,
                       certificate.empty() ? "TLS_KEY is set but TLS_CERT is not; set both, or none"
                                           : "TLS_CERT is set but TLS_KEY is not; set both, or none"};
    auto loaded = edge::TlsContext::load(certificate, key);
    if (!loaded) {
        Failure failure = failureOf(loaded.error(), Stage::Settings);
        failure.words = "TLS_CERT, TLS_KEY: " + failure.words;
        return failure;
    }
    for (const std::string& warning : loaded->warnings)
        say("warning: " + warning);
    tls = std::move(loaded->context);
    return std::nullopt;
}

} // namespace dropseal::server

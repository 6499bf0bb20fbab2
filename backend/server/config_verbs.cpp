// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/secrets.h"
#include "backend/server/tls.h"
#include "backend/server/verbs.h"

#include <cstdio>

namespace dropseal::server {

int configShow(const config::Resolution& resolution) {
    [[maybe_unused]] const int printed = std::fputs(config::showSettings(resolution).c_str(), stdout);
    return static_cast<int>(ExitCode::Ok);
}

int configCheck(const config::Resolution& resolution, const config::Settings& settings) {
    for (const std::string& warning : resolution.warnings())
        say("warning: " + warning);
    if (const auto good = checkSecrets(settings); !good)
        return report(failureOf(good.error(), Stage::Secrets));
    edge::TlsSlot::Context tls;
    if (const auto failure = loadTls(settings, tls))
        return report(*failure);
    std::printf("the settings are good");
    for (const std::string& file : resolution.files())
        std::printf("%s%s", &file == &resolution.files().front() ? "; read: " : ", ", file.c_str());
    std::printf("\n");
    return static_cast<int>(ExitCode::Ok);
}

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/control_client.h"
#include "backend/server/installation.h"
#include "backend/server/verbs.h"

#include <cstdio>

namespace dropseal::server {

int migrate(const config::Settings& settings) {
    Failure failure;
    const auto installation = Installation::open(settings, failure);
    if (installation == nullptr) {
        const bool served = failure.code == ExitCode::TryAgain &&
                            ControlClient(settings.data_folder).send("GET", "/health/ready").ok();
        if (!served)
            return report(failure);
        std::printf("nothing to do: the server that runs on %s has migrated at its start\n",
                    settings.data_folder.c_str());
        return static_cast<int>(ExitCode::Ok);
    }
    const auto version = installation->database().schemaVersion();
    if (!version)
        return report(failureOf(version.error(), Stage::Database));
    if (installation->isNew())
        std::printf("set up %s; the database is at version %d\n", settings.data_folder.c_str(), *version);
    else if (installation->migrationsApplied() == 0)
        std::printf("nothing to do: the database is at version %d\n", *version);
    else
        std::printf("applied %d migrations; the database is at version %d\n",
                    installation->migrationsApplied(), *version);
    return static_cast<int>(ExitCode::Ok);
}

} // namespace dropseal::server

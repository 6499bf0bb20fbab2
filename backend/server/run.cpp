// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/run.h"

#include "backend/config/example.h"
#include "backend/server/process.h"
#include "backend/server/secrets.h"
#include "backend/server/verbs.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

namespace dropseal::server {

namespace {

int runWithSettings(const Command& command, const config::Resolution& resolution) {
    const config::Settings settings = config::Settings::from(resolution);
    switch (command.verb) {
    case Verb::ConfigShow:
        return configShow(resolution);
    case Verb::ConfigCheck:
        return configCheck(resolution, settings);
    case Verb::Serve:
        return serve(settings, command);
    case Verb::Migrate:
        return migrate(settings);
    default:
        return users(settings, command);
    }
}

} // namespace

int run(int argc, char** argv) {
    prepareProcess();
    const auto parsed = parseCommandLine({argv + std::min(argc, 1), argv + argc});
    if (const auto* failure = std::get_if<Failure>(&parsed))
        return report(*failure);
    const Command& command = std::get<Command>(parsed);
    if (command.verb == Verb::Version || command.verb == Verb::Help || command.verb == Verb::ConfigExample) {
        const std::string text = command.verb == Verb::Version ? "dropseald " DROPSEAL_VERSION "\n"
                                 : command.verb == Verb::Help  ? usageText()
                                                               : config::envExample();
        [[maybe_unused]] const int printed = std::fputs(text.c_str(), stdout);
        return static_cast<int>(ExitCode::Ok);
    }
    const auto surroundings = config::Surroundings::ofProcess(command.settings);
    leaveStartFolder();
    const auto resolution = config::Resolution::make(surroundings);
    if (!resolution)
        return report({ExitCode::Configuration, resolution.error().detail});
    QCoreApplication application(argc, argv);
    return runWithSettings(command, *resolution);
}

} // namespace dropseal::server

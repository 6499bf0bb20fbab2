// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/failure.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace dropseal::server {

enum class Verb {
    Serve,
    Migrate,
    UserAdd,
    UserList,
    UserSetRole,
    UserSuspend,
    UserActivate,
    ConfigShow,
    ConfigCheck,
    ConfigExample,
    Version,
    Help
};

/// A command line, taken apart and complete.
struct Command {
    Verb verb = Verb::Help;
    std::map<std::string, std::string> settings; ///< by the setting's key
    std::string email;
    std::string role;
    bool password_from_stdin = false;
    std::optional<int> setup_token_fd;
};

/// `arguments` without the program's name. A Failure (64) names what is wrong and where help is.
std::variant<Command, Failure> parseCommandLine(const std::vector<std::string>& arguments);
std::string usageText();

} // namespace dropseal::server

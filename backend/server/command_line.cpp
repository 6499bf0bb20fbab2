// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/command_line.h"

#include "backend/config/setting_row.h"
#include "backend/config/setting_value.h"

#include <algorithm>
#include <array>
#include <functional>

namespace dropseal::server {

namespace {

struct VerbRow {
    std::string_view words;
    Verb verb;
    std::string_view options; ///< names between spaces, beside --data-dir
    std::string_view required;
    std::string_view usage;
};

constexpr auto Verbs = std::to_array<VerbRow>({
    {"serve", Verb::Serve, "--listen --public-url --setup-token-fd", "",
     "serve [--listen HOST:PORT] [--public-url URL] [--setup-token-fd N]\n"
     "    Serves until SIGTERM. Prints `listening on http://HOST:PORT` (https with TLS_CERT) on stdout once "
     "it is\n"
     "    ready. SIGHUP reads certificate and key again.\n"
     "    --setup-token-fd: hands the setup token over the inherited pipe N, and ends when its other side "
     "closes."},
    {"user add", Verb::UserAdd, "--email --role --password-stdin", "--email --password-stdin",
     "user add --email E [--role user|moderator|admin] --password-stdin\n"
     "    Adds a user with the password that is the first line of stdin; prints the id."},
    {"user list", Verb::UserList, "", "", "user list\n    Prints id, role, status and e-mail of all users."},
    {"user set-role", Verb::UserSetRole, "--email --role", "--email --role",
     "user set-role --email E --role user|moderator|admin"},
    {"user suspend", Verb::UserSuspend, "--email", "--email",
     "user suspend --email E\n    Ends the user's sessions and links at once."},
    {"user activate", Verb::UserActivate, "--email", "--email", "user activate --email E"},
    {"migrate", Verb::Migrate, "", "",
     "migrate\n    Brings the database up to date (serve does it too); makes an empty data folder."},
    {"config show", Verb::ConfigShow, "", "",
     "config show\n    Prints every setting, its value and where that is from."},
    {"config check", Verb::ConfigCheck, "", "",
     "config check\n    Says what is wrong with the settings, unknown names in .env too."},
    {"config example", Verb::ConfigExample, "", "", "config example\n    Prints .env.example."},
    {"version", Verb::Version, "", "", "version"},
    {"help", Verb::Help, "", "", "help"},
});

Failure wrong(std::string words) {
    return {ExitCode::Usage, std::move(words) + "; see: dropseald help"};
}

bool holds(std::string_view names, std::string_view name) {
    const std::string padded = " " + std::string(names) + " ";
    return padded.find(" " + std::string(name) + " ") != std::string::npos;
}

const VerbRow* findVerb(const std::vector<std::string>& arguments, std::size_t& used) {
    for (const std::size_t words : {std::size_t{2}, std::size_t{1}}) {
        if (arguments.size() < words)
            continue;
        const std::string text = words == 2 ? arguments[0] + " " + arguments[1] : arguments[0];
        const auto row = std::ranges::find(Verbs, text, &VerbRow::words);
        if (row != Verbs.end()) {
            used = words;
            return &*row;
        }
    }
    return nullptr;
}

/// Puts the value of an option into the command; words where it is none.
std::optional<Failure> takeValue(Command& command, const std::string& name, const std::string& value) {
    for (const config::SettingRow& row : config::settingsTable()) {
        if (!row.flag.empty() && row.flag == name) {
            command.settings[std::string(row.key)] = value;
            return std::nullopt;
        }
    }
    if (name == "--email") {
        command.email = value;
    } else if (name == "--role") {
        if (!holds("user moderator admin", value) || value.find(' ') != std::string::npos)
            return wrong("--role is user, moderator or admin, not '" + value + "'");
        command.role = value;
    } else {
        const auto number = config::readInteger(value);
        if (!number || *number < 3 || *number > 65535)
            return wrong(name + " needs the number of an inherited descriptor, 3 or more");
        command.setup_token_fd = static_cast<int>(*number);
    }
    return std::nullopt;
}

std::variant<Command, Failure> parseOptions(const VerbRow& row, const std::vector<std::string>& arguments,
                                            std::size_t at) {
    Command command;
    command.verb = row.verb;
    std::string seen;
    for (; at < arguments.size(); ++at) {
        const auto equals = arguments[at].find('=');
        const std::string name = arguments[at].substr(0, equals);
        if (name != "--data-dir" && !holds(row.options, name))
            return wrong("'" + std::string(row.words) + "' does not know '" + arguments[at] + "'");
        if (holds(seen, name))
            return wrong(name + " is given twice");
        seen += " " + name;
        if (name == "--password-stdin") {
            if (equals != std::string::npos)
                return wrong("--password-stdin takes no value: the password is read from stdin");
            command.password_from_stdin = true;
            continue;
        }
        if (equals == std::string::npos && at + 1 == arguments.size())
            return wrong(name + " needs a value");
        const std::string value =
            equals == std::string::npos ? arguments[++at] : arguments[at].substr(equals + 1);
        if (auto failure = takeValue(command, name, value))
            return *failure;
    }
    for (const std::string_view name : {"--email", "--role", "--password-stdin"})
        if (holds(row.required, name) && !holds(seen, name))
            return wrong("'" + std::string(row.words) + "' needs " + std::string(name));
    return command;
}

} // namespace

std::variant<Command, Failure> parseCommandLine(const std::vector<std::string>& arguments) {
    if (arguments.empty())
        return wrong("say what to do, for example: dropseald serve");
    if (arguments[0] == "--help" || arguments[0] == "-h")
        return Command{};
    if (arguments[0] == "--version")
        return parseCommandLine({"version"});
    std::size_t used = 0;
    const VerbRow* row = findVerb(arguments, used);
    if (row == nullptr)
        return wrong("'" + arguments[0] + (arguments.size() > 1 ? " " + arguments[1] : "") +
                     "' is no command");
    if (std::ranges::find(arguments, "--help") != arguments.end())
        return Command{};
    return parseOptions(*row, arguments, used);
}

std::string usageText() {
    std::string text = "usage: dropseald COMMAND [--data-dir DIR] [OPTION...]\n\n";
    for (const VerbRow& row : Verbs)
        text += "  " + std::string(row.usage) + "\n";
    return text + "\nSettings come from flags, the environment, systemd credentials and .env: dropseald "
                  "config show.\n"
                  "Exit codes: 0 ok, 64 usage, 65 bad input, 69 unavailable (port taken), 73 cannot create, "
                  "74 I/O,\n"
                  "75 try again (in use), 77 no permission, 78 configuration.\n";
}

} // namespace dropseal::server

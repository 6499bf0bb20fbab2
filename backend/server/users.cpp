// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/user_directory.h"
#include "backend/server/verbs.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace dropseal::server {

namespace {

constexpr std::size_t LongestPassword = 4096; // far beyond what is allowed, so that the rule itself speaks

/// The first line of stdin without its end.
std::string readPassword() {
    std::string line;
    char c = 0;
    while (line.size() < LongestPassword && ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

Result<void> printUsers(UserDirectory& directory) {
    const auto rows = directory.list();
    if (!rows)
        return rows.error();
    for (const UserDirectory::Row& row : *rows)
        std::printf("%s\t%s\t%s\t%s\n", row.id.c_str(), row.role.c_str(), row.status.c_str(),
                    row.email.c_str());
    return {};
}

Result<void> addUser(UserDirectory& directory, const Command& command) {
    std::string password = readPassword();
    const auto row = directory.add(command.email, password, command.role.empty() ? "user" : command.role);
    wipeString(password);
    if (!row)
        return row.error();
    std::printf("%s\n", row->id.c_str());
    return {};
}

Result<std::string> idOfEmail(UserDirectory& directory, const std::string& email) {
    const auto rows = directory.list();
    if (!rows)
        return rows.error();
    const auto row = std::ranges::find(*rows, email, &UserDirectory::Row::email);
    if (row == rows->end())
        return Error(ErrorCode::not_found,
                     "there is no user with the e-mail " + email + "; see: dropseald user list");
    return row->id;
}

Result<void> act(UserDirectory& directory, const Command& command) {
    if (command.verb == Verb::UserList)
        return printUsers(directory);
    if (command.verb == Verb::UserAdd)
        return addUser(directory, command);
    const auto id = idOfEmail(directory, command.email);
    if (!id)
        return id.error();
    if (command.verb == Verb::UserSetRole)
        return directory.setRole(*id, command.role);
    return directory.setStatus(*id, command.verb == Verb::UserSuspend ? "suspended" : "active");
}

int finish(const Result<void>& result) {
    if (!result)
        return report(failureOf(result.error(), Stage::Account));
    return static_cast<int>(ExitCode::Ok);
}

} // namespace

int users(const config::Settings& settings, const Command& command) {
    Failure failure;
    if (const auto installation = Installation::open(settings, failure)) {
        LocalUsers directory(*installation);
        return finish(act(directory, command));
    }
    if (failure.code != ExitCode::TryAgain)
        return report(failure);
    RemoteUsers directory(settings.data_folder); // somebody holds the folder's lock: a server, most likely
    return finish(act(directory, command));
}

} // namespace dropseal::server

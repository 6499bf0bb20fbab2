// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"

#include <string>
#include <string_view>

namespace dropseal::server {

/// The codes of sysexits.h(3head) that this program ends with; backend/README.md says when.
enum class ExitCode {
    Ok = 0,
    Usage = 64,
    BadInput = 65,
    Unavailable = 69,
    CannotCreate = 73,
    IoError = 74,
    TryAgain = 75,
    NoPermission = 77,
    Configuration = 78,
};

/// Why the program ends: a code for scripts, and one line for people that says what to do.
struct Failure {
    ExitCode code = ExitCode::IoError;
    std::string words;
};

/// Where an error came from decides what its code means for the whole program.
enum class Stage { Settings, DataFolder, Database, Secrets, Files, Listening, Account };
Failure failureOf(const Error& error, Stage stage);

/// One line on `descriptor` in one write. Control characters become blanks; a closed one is no reason to
/// stop.
void writeLine(int descriptor, std::string_view text);
/// "dropseald: …" on stderr.
void say(std::string_view words);
/// Says the failure's words; gives its code for main().
int report(const Failure& failure);

} // namespace dropseal::server

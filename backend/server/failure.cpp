// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/failure.h"

#include <algorithm>
#include <unistd.h>

namespace dropseal::server {

namespace {

ExitCode exitCodeOf(ErrorCode code, Stage stage) {
    switch (code) {
    case ErrorCode::locked:
    case ErrorCode::service_unavailable:
        return ExitCode::TryAgain;
    case ErrorCode::forbidden:
        return ExitCode::NoPermission;
    case ErrorCode::insufficient_storage:
        return ExitCode::CannotCreate;
    case ErrorCode::bad_json:
    case ErrorCode::conflict:
    case ErrorCode::validation_failed:
    case ErrorCode::email_taken:
    case ErrorCode::name_taken:
    case ErrorCode::last_admin:
        return stage == Stage::Settings ? ExitCode::Configuration : ExitCode::BadInput;
    case ErrorCode::not_found:
        return stage == Stage::Account ? ExitCode::BadInput : ExitCode::IoError;
    default:
        break;
    }
    switch (stage) {
    case Stage::Settings:
    case Stage::Secrets:
        return ExitCode::Configuration;
    case Stage::DataFolder:
        return ExitCode::CannotCreate;
    case Stage::Listening:
        return ExitCode::Unavailable;
    case Stage::Database:
    case Stage::Files:
    case Stage::Account:
        return ExitCode::IoError;
    }
    return ExitCode::IoError;
}

/// The public words, else the private ones (whoever runs the program may read them), else the code's own.
std::string wordsOf(const Error& error) {
    std::string words = error.detail.empty() ? error.cause : error.detail;
    for (const FieldError& field : error.extras.fields)
        words += (words.empty() ? "" : "; ") + field.field + ": " + field.message;
    return words.empty() ? std::string(info(error.code).text) : words;
}

} // namespace

Failure failureOf(const Error& error, Stage stage) {
    return {exitCodeOf(error.code, stage), wordsOf(error)};
}

void writeLine(int descriptor, std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    line += '\n';
    // One write, so that lines of threads do not mix.
    [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
}

void say(std::string_view words) {
    writeLine(STDERR_FILENO, "dropseald: " + std::string(words));
}

int report(const Failure& failure) {
    say(failure.words);
    return static_cast<int>(failure.code);
}

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/env_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dropseal::config {

namespace {

constexpr std::size_t LargestFileBytes = 1024 * 1024;
constexpr std::string_view Blanks = " \t";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(Blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(Blanks) - first + 1);
}

bool isName(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    if (text.empty() || !letter(text.front()))
        return false;
    return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
           std::string_view::npos;
}

/// The text between quotes; `rest` is what follows the opening one. None where it does not close.
std::optional<std::string> quoted(std::string_view rest, char quote) {
    std::string value;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == quote) {
            const std::string_view behind = trimmed(rest.substr(i + 1));
            if (behind.empty() || behind.front() == '#')
                return value;
            return std::nullopt;
        }
        if (quote == '"' && rest[i] == '\\' && i + 1 < rest.size()) {
            const char next = rest[++i];
            value += next == 'n' ? '\n' : next == 't' ? '\t' : next;
        } else {
            value += rest[i];
        }
    }
    return std::nullopt;
}

std::string_view withoutComment(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i)
        if (value[i] == '#' && (i == 0 || Blanks.find(value[i - 1]) != std::string_view::npos))
            return trimmed(value.substr(0, i));
    return value;
}

/// One line that is neither blank nor a comment; none where it makes no sense.
std::optional<EnvLine> parseLine(std::string_view line) {
    if (line.starts_with("export ") || line.starts_with("export\t"))
        line = trimmed(line.substr(7));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
        return std::nullopt;
    const std::string_view key = trimmed(line.substr(0, equals));
    if (!isName(key))
        return std::nullopt;
    const std::string_view value = trimmed(line.substr(equals + 1));
    if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
        auto text = quoted(value.substr(1), value.front());
        if (!text)
            return std::nullopt;
        return EnvLine{std::string(key), std::move(*text), 0};
    }
    return EnvLine{std::string(key), std::string(withoutComment(value)), 0};
}

} // namespace

Result<std::vector<EnvLine>> parseEnvFile(std::string_view text, std::string_view name) {
    std::vector<EnvLine> lines;
    int number = 0;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    while (!text.empty()) {
        ++number;
        const auto end = text.find('\n');
        std::string_view raw = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (raw.ends_with('\r'))
            raw.remove_suffix(1);
        const std::string_view line = trimmed(raw);
        if (line.empty() || line.front() == '#')
            continue;
        auto parsed = parseLine(line);
        if (!parsed)
            return Error(ErrorCode::bad_request, std::string(name) + " line " + std::to_string(number) +
                                                     " is not KEY=value; correct or remove it");
        parsed->line = number;
        lines.push_back(std::move(*parsed));
    }
    return lines;
}

Result<std::optional<std::string>> readSmallFile(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::optional<std::string>();
        return Error(ErrorCode::bad_request, "cannot read " + path + " (" + std::strerror(errno) +
                                                 "); make it readable or remove it");
    }
    std::string text;
    char buffer[4096];
    ssize_t count = 0;
    while ((count = ::read(descriptor, buffer, sizeof buffer)) > 0 && text.size() <= LargestFileBytes)
        text.append(buffer, static_cast<std::size_t>(count));
    const int fault = count < 0 ? errno : 0;
    ::close(descriptor);
    if (fault != 0)
        return Error(ErrorCode::bad_request, "cannot read " + path + " (" + std::strerror(fault) + ")");
    if (text.size() > LargestFileBytes)
        return Error(ErrorCode::bad_request, path + " is larger than 1 MiB; it cannot be what it should be");
    return std::optional<std::string>(std::move(text));
}

Result<std::optional<std::vector<EnvLine>>> readEnvFile(const std::string& path) {
    auto text = readSmallFile(path);
    if (!text)
        return std::move(text).error();
    if (!text->has_value())
        return std::optional<std::vector<EnvLine>>();
    auto lines = parseEnvFile(**text, path);
    if (!lines)
        return std::move(lines).error();
    return std::optional<std::vector<EnvLine>>(std::move(*lines));
}

} // namespace dropseal::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/setting_sources.h"

#include "backend/config/setting_value.h"

#include <algorithm>
#include <cctype>

namespace dropseal::config {

namespace {

/// A secret's file ends with the line break of the editor that wrote it; that is no part of the secret.
std::string withoutLastLineBreak(std::string text) {
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    return text;
}

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Error mistake(std::string words) {
    return {ErrorCode::bad_request, std::move(words)};
}

} // namespace

SettingSource::SettingSource(Lookup lookup, std::string start_folder)
    : m_lookup(std::move(lookup)), m_start_folder(std::move(start_folder)) {
}

SettingSource SettingSource::fromFlags(const Surroundings& surroundings) {
    return SettingSource(
        [flags = surroundings.flags](const std::string& name) -> std::optional<GivenValue> {
            const auto found = flags.find(name);
            if (found == flags.end())
                return std::nullopt;
            const SettingRow* row = findSetting(name);
            return GivenValue{found->second, row == nullptr ? name : std::string(row->flag)};
        },
        surroundings.start_folder);
}

SettingSource SettingSource::fromEnvironment(const Surroundings& surroundings) {
    return SettingSource(
        [environment = surroundings.environment](const std::string& name) -> std::optional<GivenValue> {
            const auto found = environment.find(name);
            if (found == environment.end())
                return std::nullopt;
            return GivenValue{found->second, "environment"};
        },
        surroundings.start_folder);
}

SettingSource SettingSource::fromCredentials(const Surroundings& surroundings) {
    const auto folder = surroundings.environment.find("CREDENTIALS_DIRECTORY");
    if (folder == surroundings.environment.end() || !folder->second.starts_with('/'))
        return SettingSource([](const std::string&) { return std::nullopt; }, surroundings.start_folder);
    return SettingSource(
        [folder = folder->second](const std::string& name) -> std::optional<GivenValue> {
            for (const std::string& file : {name, lowered(name)}) {
                auto text = readSmallFile(folder + "/" + file);
                if (text && text->has_value())
                    return GivenValue{withoutLastLineBreak(std::move(**text)), "credential " + file};
            }
            return std::nullopt;
        },
        surroundings.start_folder);
}

SettingSource SettingSource::fromEnvFile(std::vector<EnvLine> lines, const std::string& path,
                                         std::string start_folder) {
    return SettingSource(
        [lines = std::move(lines), path](const std::string& name) -> std::optional<GivenValue> {
            const auto found = std::find_if(lines.rbegin(), lines.rend(),
                                            [&](const EnvLine& line) { return line.key == name; });
            if (found == lines.rend())
                return std::nullopt;
            return GivenValue{found->value, path + " line " + std::to_string(found->line)};
        },
        std::move(start_folder));
}

Result<std::optional<GivenValue>> SettingSource::find(const SettingRow& row) const {
    auto given = findName(std::string(row.key));
    if (!given || given->has_value() || !row.alias)
        return given;
    auto other = findName(std::string(row.alias->key));
    if (!other || !other->has_value() || row.alias->factor == 1)
        return other;
    const auto number = readInteger((*other)->text);
    if (!number || *number < 0 || *number > row.max / row.alias->factor)
        return mistake(std::string(row.alias->key) + "=" + (*other)->text + " (" + (*other)->origin +
                       ") must be a whole number from " +
                       std::to_string((row.min + row.alias->factor - 1) / row.alias->factor) + " to " +
                       std::to_string(row.max / row.alias->factor));
    (*other)->text = std::to_string(*number * row.alias->factor);
    (*other)->origin += " as " + std::string(row.alias->key);
    return other;
}

Result<std::optional<GivenValue>> SettingSource::findName(const std::string& name) const {
    auto given = m_lookup(name);
    const auto file = m_lookup(name + "_FILE");
    if (!file)
        return given;
    if (given)
        return mistake("both " + name + " and " + name + "_FILE are set (" + file->origin + "); remove one");
    const std::string path = absolutePath(file->text, m_start_folder);
    auto text = readSmallFile(path);
    if (!text)
        return std::move(text).error();
    if (!text->has_value())
        return mistake(name + "_FILE=" + file->text + " (" + file->origin + "): there is no such file");
    return std::optional<GivenValue>(GivenValue{withoutLastLineBreak(std::move(**text)), path});
}

} // namespace dropseal::config

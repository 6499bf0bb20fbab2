// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/resolution.h"

#include "backend/config/setting_value.h"

#include <algorithm>
#include <cstdlib>

namespace dropseal::config {

namespace {

/// Names that are no setting of ours but belong to one: FOO_FILE.
bool isKnown(std::string_view name) {
    constexpr std::string_view Suffix = "_FILE";
    if (findSetting(name) != nullptr)
        return true;
    return name.ends_with(Suffix) && findSetting(name.substr(0, name.size() - Suffix.size())) != nullptr;
}

Error badValue(const SettingRow& row, const GivenValue& given, const std::string& must_be) {
    const std::string shown =
        row.type == SettingType::Secret ? std::string(row.key) : std::string(row.key) + "=" + given.text;
    return {ErrorCode::bad_request, shown + " (" + given.origin + ") must be " + must_be};
}

} // namespace

Result<Resolution> Resolution::make(const Surroundings& surroundings) {
    Resolution resolution;
    resolution.m_start_folder = surroundings.start_folder;
    std::vector<SettingSource> sources{SettingSource::fromFlags(surroundings),
                                       SettingSource::fromEnvironment(surroundings),
                                       SettingSource::fromCredentials(surroundings)};
    DROPSEAL_TRY(resolution.addEnvFile(surroundings.start_folder, sources));

    // The data folder's own `.env` can only be read when it is known where that is.
    const SettingRow* folder_row = findSetting("DATA_DIR");
    auto folder = resolve(*folder_row, sources);
    if (!folder)
        return std::move(folder).error();
    resolution.m_data_folder = folder->isDefault() ? defaultDataFolder(surroundings)
                                                   : absolutePath(folder->text, surroundings.start_folder);
    if (resolution.m_data_folder.empty())
        return Error(ErrorCode::bad_request,
                     "there is no home folder for the data; name one with --data-dir");
    folder->text = resolution.m_data_folder;
    if (resolution.m_data_folder != surroundings.start_folder)
        DROPSEAL_TRY(resolution.addEnvFile(resolution.m_data_folder, sources));

    for (const SettingRow& row : settingsTable()) {
        auto resolved = &row == folder_row ? std::move(folder) : resolve(row, sources);
        if (!resolved)
            return std::move(resolved).error();
        resolution.m_settings.push_back(std::move(*resolved));
    }
    return resolution;
}

Result<void> Resolution::addEnvFile(const std::string& folder, std::vector<SettingSource>& sources) {
    const std::string path = absolutePath(".env", folder);
    auto lines = readEnvFile(path);
    if (!lines)
        return std::move(lines).error();
    if (!lines->has_value())
        return {};
    const bool of_data_folder = !m_data_folder.empty();
    for (const EnvLine& line : **lines) {
        if (!isKnown(line.key))
            m_warnings.push_back(path + " line " + std::to_string(line.line) + ": " + line.key +
                                 " is no setting of this version; `dropseald config show` lists them all");
        if (of_data_folder && line.key.starts_with("DATA_DIR"))
            return Error(ErrorCode::bad_request,
                         path + " line " + std::to_string(line.line) +
                             ": the data folder cannot name another one; remove DATA_DIR");
    }
    m_files.push_back(path);
    sources.push_back(SettingSource::fromEnvFile(std::move(**lines), path, m_start_folder));
    return {};
}

Result<ResolvedSetting> Resolution::resolve(const SettingRow& row,
                                            const std::vector<SettingSource>& sources) {
    for (const SettingSource& source : sources) {
        auto given = source.find(row);
        if (!given)
            return std::move(given).error();
        if (!given->has_value())
            continue;
        if (const auto fault = faultOf(row, (*given)->text))
            return badValue(row, **given, *fault);
        return ResolvedSetting{&row, std::move((*given)->text), std::move((*given)->origin)};
    }
    return ResolvedSetting{&row, std::string(row.default_text), "default"};
}

const ResolvedSetting& Resolution::get(std::string_view key) const {
    const auto found = std::ranges::find_if(
        m_settings, [&](const ResolvedSetting& setting) { return setting.row->key == key; });
    if (found == m_settings.end())
        std::abort();
    return *found;
}

std::string showSettings(const Resolution& resolution) {
    std::string text;
    for (const ResolvedSetting& setting : resolution.settings()) {
        const SettingRow& row = *setting.row;
        std::string value = setting.text;
        if (row.type == SettingType::Secret && !setting.isDefault())
            value = "********";
        else if (setting.isDefault() && !row.default_words.empty() && row.key != "DATA_DIR")
            value = "(" + std::string(row.default_words) + ")";
        text += std::string(row.key) + "=" + value + "  # " + setting.origin;
        if (!row.unit.empty())
            text += ", " + std::string(row.unit);
        text += "\n";
    }
    return text;
}

} // namespace dropseal::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/env_file.h"
#include "backend/config/setting_row.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dropseal::config {

/// What settings are read from. Tests fill it by hand; ofProcess() takes the real ones.
struct Surroundings {
    std::string start_folder;                       ///< absolute
    std::map<std::string, std::string> environment; ///< HOME, XDG_DATA_HOME, CREDENTIALS_DIRECTORY too
    std::map<std::string, std::string> flags;       ///< by the setting's key
    bool root = false;
    std::string home; ///< of the user, where HOME is not set

    static Surroundings ofProcess(std::map<std::string, std::string> flags);
};

/// A value as it was given, and where.
struct GivenValue {
    std::string text;
    std::string origin; ///< "--listen", "environment", "/srv/.env line 3" …
};

/// The values that one source gives; `none` where it says nothing about a name. Within a source the key wins
/// over its alias, and NAME over NAME_FILE is a mistake.
class SettingSource {
public:
    using Lookup = std::function<std::optional<GivenValue>(const std::string& name)>;

    /// `start_folder` resolves relative NAME_FILE paths.
    SettingSource(Lookup lookup, std::string start_folder);
    static SettingSource fromFlags(const Surroundings& surroundings);
    static SettingSource fromEnvironment(const Surroundings& surroundings);
    /// The files of $CREDENTIALS_DIRECTORY (systemd.exec(5), "Credentials"), named as the setting, or in
    /// lower case.
    static SettingSource fromCredentials(const Surroundings& surroundings);
    static SettingSource fromEnvFile(std::vector<EnvLine> lines, const std::string& path,
                                     std::string start_folder);

    /// The value in the unit of the row; bad_request with words where it cannot be read.
    Result<std::optional<GivenValue>> find(const SettingRow& row) const;

private:
    Result<std::optional<GivenValue>> findName(const std::string& name) const;

    Lookup m_lookup;
    std::string m_start_folder;
};

/// `path`, made absolute against `folder` and free of "." and "..".
std::string absolutePath(const std::string& path, const std::string& folder);
/// The data folder where nothing names one; empty where there is no home either.
std::string defaultDataFolder(const Surroundings& surroundings);

} // namespace dropseal::config

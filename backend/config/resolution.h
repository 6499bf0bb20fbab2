// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/setting_sources.h"

namespace dropseal::config {

/// One setting with the value that counts.
struct ResolvedSetting {
    const SettingRow* row = nullptr;
    std::string text;   ///< good by the row's type; empty also where nothing is set
    std::string origin; ///< "default" or where it was given
    bool isDefault() const { return origin == "default"; }
};

/// Every setting of the table, resolved: flags before the environment before systemd credentials before
/// `.env` of the start folder before `.env` of the data folder before the default.
class Resolution {
public:
    /// bad_request with one line that says what to do.
    static Result<Resolution> make(const Surroundings& surroundings);

    const std::vector<ResolvedSetting>& settings() const { return m_settings; }
    /// `key` must be one of the table.
    const ResolvedSetting& get(std::string_view key) const;
    /// The data folder, absolute.
    const std::string& dataFolder() const { return m_data_folder; }
    const std::string& startFolder() const { return m_start_folder; }
    /// One sentence for each name in a `.env` that no setting has.
    const std::vector<std::string>& warnings() const { return m_warnings; }
    /// The `.env` files that were read.
    const std::vector<std::string>& files() const { return m_files; }

private:
    Result<void> addEnvFile(const std::string& folder, std::vector<SettingSource>& sources);
    static Result<ResolvedSetting> resolve(const SettingRow& row, const std::vector<SettingSource>& sources);

    std::vector<ResolvedSetting> m_settings;
    std::vector<std::string> m_warnings;
    std::vector<std::string> m_files;
    std::string m_data_folder;
    std::string m_start_folder;
};

/// "KEY=value  (origin)" for each setting, secrets masked, one on each line.
std::string showSettings(const Resolution& resolution);

} // namespace dropseal::config

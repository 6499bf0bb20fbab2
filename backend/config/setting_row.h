// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::config {

enum class SettingType {
    Secret,      ///< text that is never shown
    Integer,     ///< decimal, within min and max
    Choice,      ///< one of the words of `choices`
    List,        ///< words between commas; may be empty
    HostPort,    ///< 127.0.0.1:8000, [::1]:8000, localhost:0
    Folder,      ///< a path; a relative one counts from the start folder
    File,        ///< the same of a file; may be empty
    Origin,      ///< http:// or https://, host, optional port; may be empty
    DatabaseUrl, ///< sqlite:///PATH; may be empty
    Switch,      ///< on or off, as people write it
    Origins,     ///< as Origin, between commas
    Networks,    ///< addresses and networks (10.0.0.0/8, ::1) between commas
};

/// Another name of a setting; its number is multiplied by `factor`.
struct SettingAlias {
    std::string_view key = {};
    std::int64_t factor = 1;
};

/// One setting. The table of these is the only place that knows a setting's name, type and default.
struct SettingRow {
    std::string_view key = {};
    SettingType type = SettingType::List;
    std::string_view unit = {};
    std::string_view default_text = {}; ///< as it would be written; `default_words` where it is not fixed
    std::string_view default_words = {};
    std::int64_t min = 0;
    std::int64_t max = 0;
    std::string_view choices = {}; ///< words between spaces
    std::optional<SettingAlias> alias = {};
    std::string_view flag = {}; ///< of `dropseald serve`; empty: none
    std::string_view meaning = {};
};

/// All settings that something reads, in the order in which they are shown.
std::span<const SettingRow> settingsTable();
/// By key or alias; null for an unknown name.
const SettingRow* findSetting(std::string_view name);
/// The default as a person reads it.
std::string describeDefault(const SettingRow& row);

} // namespace dropseal::config

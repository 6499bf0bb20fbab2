// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/example.h"

#include "backend/config/setting_row.h"

#include <limits>

namespace dropseal::config {

namespace {

/// `text` in lines of at most 100 characters that begin with "# ".
std::string commented(std::string_view text) {
    std::string lines = "#";
    std::size_t width = 1;
    while (!text.empty()) {
        const auto blank = text.find(' ');
        const std::string_view word = text.substr(0, blank);
        text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
        if (width + 1 + word.size() > 100) {
            lines += "\n#";
            width = 1;
        }
        lines += " " + std::string(word);
        width += 1 + word.size();
    }
    return lines + "\n";
}

std::string rangeOf(const SettingRow& row) {
    if (row.type == SettingType::Choice)
        return ", one of: " + std::string(row.choices);
    if (row.type != SettingType::Integer)
        return {};
    if (row.max == std::numeric_limits<std::int64_t>::max())
        return ", at least " + std::to_string(row.min);
    return ", " + std::to_string(row.min) + " to " + std::to_string(row.max);
}

} // namespace

std::string envExample() {
    std::string text =
        "# Settings of Dropseal. Copy this file to `.env` in the folder that you start dropseald from, or in "
        "the\n"
        "# data folder, and take the `#` away from what you change. Flags win over the environment, that "
        "over\n"
        "# systemd credentials, those over `.env`. NAME_FILE names a file that holds the value of NAME.\n"
        "# This file is what `dropseald config example` prints.\n";
    for (const SettingRow& row : settingsTable()) {
        text += "\n" + commented(row.meaning);
        text += commented("Unit: " + std::string(row.unit) + rangeOf(row) +
                          ". Default: " + describeDefault(row) + ".");
        if (row.alias) {
            std::string alias = "Also known as " + std::string(row.alias->key);
            if (row.alias->factor != 1)
                alias += " (times " + std::to_string(row.alias->factor) + "; this one wins)";
            text += commented(alias + ".");
        }
        text += "#" + std::string(row.key) + "=" + std::string(row.default_text) + "\n";
    }
    return text;
}

} // namespace dropseal::config

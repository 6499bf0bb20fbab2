// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::config {

struct EnvLine {
    std::string key;
    std::string value;
    int line = 0; ///< from 1
};

/// Reads the text of a `.env`: `KEY=value`, an optional `export`, comments (`#` at the start or after a
/// blank), values in '…' as they stand or in "…" with \\ \" \n \t. No variables are put in. The later of two
/// lines of one key counts. Fails with the line's number; `name` is how messages call the file.
Result<std::vector<EnvLine>> parseEnvFile(std::string_view text, std::string_view name);
/// Reads the file; none where there is no such file.
Result<std::optional<std::vector<EnvLine>>> readEnvFile(const std::string& path);
/// The whole of a small file (1 MiB at most); none where there is no such file.
Result<std::optional<std::string>> readSmallFile(const std::string& path);

} // namespace dropseal::config

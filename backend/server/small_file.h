// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/folder.h"
#include "shared/core/secret.h"

#include <optional>
#include <string>
#include <string_view>

namespace dropseal::server {

/// The whole of a file of at most 64 KiB; none where it is missing. Never through a symbolic link.
Result<std::optional<SecretBytes>> readFile(const blobs::Folder& folder, const std::string& name);
/// The same for a file that only we may read: forbidden, with words, where others can, or own it.
Result<std::optional<SecretBytes>> readPrivateFile(const blobs::Folder& folder, const std::string& name);

enum class Overwrite { No, Yes };
/// Writes the file with mode 0600, whole or not at all, and durably: beside it, fsync, rename, fsync of the
/// folder. Overwrite::No: already_used where it is there.
Result<void> writeFile(const blobs::Folder& folder, const std::string& name, std::string_view text,
                       Overwrite overwrite);

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/folder.h"
#include "shared/core/clock.h"

#include <optional>
#include <string>

namespace dropseal::server {

/// What `instance.json` of the data folder says. It is written last when a folder is set up: where it stands,
/// the database and the secrets must be there, and a missing one is never made anew.
struct Instance {
    std::string id; ///< uuid
    Timestamp created_at;
    std::string access_kid; ///< of the key that signed access tokens at the last start
    std::string master_kid; ///< of the key that signed refresh tokens at the last start

    bool operator==(const Instance&) const = default;
};

/// None where the folder was not set up yet; bad_json with words where the file is damaged.
Result<std::optional<Instance>> readInstance(const blobs::Folder& folder);
Result<void> writeInstance(const blobs::Folder& folder, const Instance& instance);

} // namespace dropseal::server

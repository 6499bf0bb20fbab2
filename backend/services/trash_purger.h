// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/id.h"
#include "shared/core/result.h"

#include <cstdint>
#include <optional>

namespace dropseal::services {

/// Makes room before an upload is refused. Thread-safe, blocking.
class TrashPurger {
public:
    virtual ~TrashPurger() = default;

    /// Removes the oldest trash of one owner, or of all, until about `bytes` are freed. Gives what it freed.
    virtual Result<std::int64_t> purgeTrash(const std::optional<UserId>& owner, std::int64_t bytes) = 0;
};

} // namespace dropseal::services

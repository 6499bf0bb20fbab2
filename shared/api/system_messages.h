// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dropseal::api {

struct Health {
    std::string status; ///< "ok"
    std::string version;

    bool operator==(const Health&) const = default;
};

struct Readiness {
    std::string status;                                      ///< "ok", "unavailable" or "draining"
    std::vector<std::pair<std::string, std::string>> checks; ///< name, and "ok" or "failed"

    bool operator==(const Readiness&) const = default;
};

/// All that an app must know before sign-in.
struct RootInfo {
    std::string name;
    std::string version;
    std::string docs;
    std::string openapi;
    std::string registration; ///< open|invite|off
    bool mail = false;
    bool setup_required = false;
    std::int64_t max_upload_bytes = 0; ///< 0: no limit

    bool operator==(const RootInfo&) const = default;
};

std::string encode(const Health& health);
std::string encode(const Readiness& readiness);
std::string encode(const RootInfo& info);

Result<Health> decodeHealth(std::string_view text);
Result<Readiness> decodeReadiness(std::string_view text);
Result<RootInfo> decodeRootInfo(std::string_view text);

} // namespace dropseal::api

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/id.h"

#include <string>

namespace dropseal::services {

/// 16 random bytes that stand in every presigned signature of a file or an upload: new ones kill all its
/// links.
inline std::string makeLinkSalt() {
    const UuidBytes random = makeRandom128();
    return {random.begin(), random.end()};
}

} // namespace dropseal::services

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/backend/services/service_fixture.h"

namespace dropseal::test {

/// What registering needs at least.
inline services::RegisterInput person(const std::string& email,
                                      const std::string& password = ServiceFixture::Password) {
    services::RegisterInput input;
    input.email = email;
    input.password = password;
    return input;
}

} // namespace dropseal::test

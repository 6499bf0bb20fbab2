// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/key_ring.h"

#include <QtCore/QtGlobal>

#include <string>
#include <string_view>
#include <vector>

/// Keys that never change, so that the tests can hold answers that were computed elsewhere.
namespace dropseal::test {

inline constexpr std::string_view JwtSecret = "e9f0a7c15d2b48e6b3c1a2f4d5968778";
inline constexpr std::string_view OtherJwtSecret = "b1946ac92492d2347c6235b4d2611184e9f0a7c1";
inline constexpr std::string_view OtherMasterKey = "591785b794601e212b260e25925636fd";

inline constexpr std::string_view MasterKey = "7d793037a0760186574b0282f2f435e7";

inline security::KeyRing::Secrets secrets(std::string_view jwt, std::string_view master) {
    security::KeyRing::Secrets all;
    all.jwt_secret = SecretBytes(jwt);
    all.master_key = SecretBytes(master);
    return all;
}

inline security::KeyRing ringOf(security::KeyRing::Secrets all) {
    auto ring = security::KeyRing::make(std::move(all));
    if (!ring)
        qFatal("the test's keys are refused: %s", ring.error().cause.c_str());
    return std::move(ring).value();
}

inline security::KeyRing testRing() {
    return ringOf(secrets(JwtSecret, MasterKey));
}

/// Others sign now, the keys above are kept to verify with.
inline security::KeyRing rotatedRing() {
    auto all = secrets(OtherJwtSecret, OtherMasterKey);
    all.old_jwt_secrets.push_back(SecretBytes(JwtSecret));
    all.old_master_keys.push_back(SecretBytes(MasterKey));
    return ringOf(std::move(all));
}

} // namespace dropseal::test

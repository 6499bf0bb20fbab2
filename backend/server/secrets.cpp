// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/secrets.h"

#include "backend/server/small_file.h"
#include "shared/core/hex.h"
#include "shared/crypto/random.h"

namespace dropseal::server {

namespace {

constexpr std::size_t SecretSize = 32;

/// The file as it stands, but for the line break that an editor adds.
SecretBytes withoutLineBreak(const SecretBytes& text) {
    std::string_view view = text.view();
    if (view.ends_with('\n'))
        view.remove_suffix(1);
    return SecretBytes(view);
}

Result<SecretBytes> loadSecret(const blobs::Folder& folder, const std::string& name, std::string_view setting,
                               bool may_make) {
    auto stored = readPrivateFile(folder, name);
    if (!stored)
        return std::move(stored).error();
    if (stored->has_value())
        return withoutLineBreak(**stored);
    if (!may_make)
        return Error(ErrorCode::internal_error,
                     folder.path() + "/" + name +
                         " is missing from a data folder that is in use; put it back "
                         "from a backup, or set " +
                         std::string(setting));
    // Hex, so that an admin can hand it on: the text itself is the key.
    std::string text = toHex(crypto::randomBytes(SecretSize).bytes());
    SecretBytes secret{std::string_view(text)};
    auto written = writeFile(folder, name, text + "\n", Overwrite::No);
    wipeString(text);
    if (!written)
        return std::move(written).error();
    return secret;
}

Result<SecretBytes> settingOrFile(const std::optional<SecretBytes>& set, const blobs::Folder& folder,
                                  const std::string& name, std::string_view setting, bool may_make) {
    return set ? Result<SecretBytes>(set->clone()) : loadSecret(folder, name, setting, may_make);
}

} // namespace

Result<security::KeyRing> loadKeys(const config::Settings& settings, const blobs::Folder& folder,
                                   bool may_make) {
    auto jwt = settingOrFile(settings.jwt_secret, folder, "jwt.key", "JWT_SECRET", may_make);
    if (!jwt)
        return std::move(jwt).error();
    auto master = settingOrFile(settings.master_key, folder, "master.key", "MASTER_KEY", may_make);
    if (!master)
        return std::move(master).error();
    return security::KeyRing::make({.jwt_secret = std::move(*jwt),
                                    .master_key = std::move(*master),
                                    .old_jwt_secrets = {},
                                    .old_master_keys = {}});
}

Result<void> checkSecrets(const config::Settings& settings) {
    // Where one is not set, any good key stands in for it.
    const auto given = [](const std::optional<SecretBytes>& secret) {
        return secret ? secret->clone() : crypto::randomBytes(SecretSize);
    };
    auto keys = security::KeyRing::make({.jwt_secret = given(settings.jwt_secret),
                                         .master_key = given(settings.master_key),
                                         .old_jwt_secrets = {},
                                         .old_master_keys = {}});
    return keys ? Result<void>() : Result<void>(std::move(keys).error());
}

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/folder.h"
#include "backend/config/settings.h"
#include "backend/security/key_ring.h"

namespace dropseal::server {

/// The keys of the server: from the settings, else from the files `jwt.key` and `master.key` of `folder`
/// (DATA_DIR/secrets). `may_make`: a missing file is made, 32 random bytes as 64 hex digits, mode 0600,
/// durable; else it is not_found, since a new key would silently end what the old one signed. forbidden where
/// others can read a file; internal_error for a short or published secret. All with words.
Result<security::KeyRing> loadKeys(const config::Settings& settings, const blobs::Folder& folder,
                                   bool may_make);
/// The words against a secret in the settings that is short or published; ok where none is set.
Result<void> checkSecrets(const config::Settings& settings);

} // namespace dropseal::server

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/credential_store.h"

namespace dropseal::app {

/// Asks the secret service (org.freedesktop.secrets) for its default keyring: none where it is there and
/// open, Locked, or Missing. Opens no prompt and writes nothing. The callback comes later, while `context`
/// lives.
void askKeyringState(QObject* context, const std::function<void(std::optional<KeyringFault>)>& callback);

} // namespace dropseal::app

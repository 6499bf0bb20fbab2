// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/settings.h"
#include "backend/edge/tls_context.h"
#include "backend/server/failure.h"

namespace dropseal::server {

/// Reads what TLS_CERT and TLS_KEY name into `tls`, and says what is odd about it; null where neither is set.
/// On failure `tls` stays as it was.
std::optional<Failure> loadTls(const config::Settings& settings, edge::TlsSlot::Context& tls);

} // namespace dropseal::server

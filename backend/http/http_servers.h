// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/edge.h"
#include "backend/http/access_log.h"
#include "backend/http/answer_rules.h"
#include "backend/http/pools.h"
#include "shared/core/clock.h"

namespace dropseal::http {

/// Makes the HTTP server of each worker. All must outlive the servers; `log` may be null.
edge::HttpServerFactory httpServers(Pools& pools, const AnswerRules& rules, const Clock& clock,
                                    AccessLog* log);

} // namespace dropseal::http

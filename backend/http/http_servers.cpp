// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/http_servers.h"

#include "backend/http/http_server.h"

namespace dropseal::http {

edge::HttpServerFactory httpServers(Pools& pools, const AnswerRules& rules, const Clock& clock,
                                    AccessLog* log) {
    return [&pools, &rules, &clock, log](QTcpServer& listener) -> std::unique_ptr<QObject> {
        return std::make_unique<HttpServer>(listener, pools, rules, clock, log);
    };
}

} // namespace dropseal::http

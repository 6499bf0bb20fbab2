// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/error_page.h"

namespace dropseal::edge {

std::string answerHead(const EdgeAnswer& answer, ErrorCode code,
                       const std::vector<std::pair<std::string, std::string>>& more,
                       std::string_view connection) {
    std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " ";
    out.append(info(code).title).append("\r\n");
    for (const auto* list : {&answer.headers, &more}) {
        for (const auto& [name, value] : *list)
            out.append(name).append(": ").append(value).append("\r\n");
    }
    out.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
    if (!connection.empty())
        out.append("Connection: ").append(connection).append("\r\n");
    return out.append("\r\n");
}

} // namespace dropseal::edge

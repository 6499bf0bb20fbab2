// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/problem_page.h"

#include "backend/http/problem_answer.h"
#include "shared/api/envelope.h"

namespace dropseal::http {

edge::EdgeAnswer ProblemPage::render(const Error& error, const edge::RequestHead* head,
                                     const edge::Peer& peer, const std::string& request_id) const {
    const Route* route = nullptr;
    if (head != nullptr) {
        const auto method = api::methodFromText(head->method);
        route = m_router.match(head->path, method ? &*method : nullptr).route;
    }
    const bool envelope = head != nullptr && head->path.starts_with(api::EnvelopePrefix);
    Response response = problemAnswer(error, request_id, envelope);
    if (m_log != nullptr) {
        AccessEntry entry;
        entry.at = m_clock.now();
        entry.request_id = request_id;
        if (head != nullptr) {
            entry.method = head->method;
            entry.path = route != nullptr ? route->path : std::string_view(head->path).substr(0, 200);
        }
        entry.peer = peer.address;
        entry.status = response.status;
        entry.bytes = static_cast<std::int64_t>(response.body.size());
        entry.code = info(error.code).word;
        entry.cause = error.cause;
        m_log->write(entry);
    }
    auto headers = standardHeaders(response, request_id, m_clock.now());
    m_rules.addHeaders(head, peer, headers);
    return {response.status, std::move(headers), std::move(response.body)};
}

} // namespace dropseal::http

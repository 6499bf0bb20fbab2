// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/error_page.h"
#include "backend/http/access_log.h"
#include "backend/http/answer_rules.h"
#include "backend/http/router.h"

namespace dropseal::http {

/// The edge's own refusals in the same shape as every other error, and in the same log.
class ProblemPage final : public edge::ErrorPage {
public:
    /// `log` may be null. All must outlive the page.
    ProblemPage(const Router& router, const AnswerRules& rules, const Clock& clock, AccessLog* log)
        : m_router(router), m_rules(rules), m_clock(clock), m_log(log) {}

    edge::EdgeAnswer render(const Error& error, const edge::RequestHead* head, const edge::Peer& peer,
                            const std::string& request_id) const override;

private:
    const Router& m_router;
    const AnswerRules& m_rules;
    const Clock& m_clock;
    AccessLog* m_log;
};

} // namespace dropseal::http

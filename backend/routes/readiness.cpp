// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/readiness.h"

namespace dropseal::routes {

Readiness::Report Readiness::look() {
    const std::lock_guard lock(m_mutex);
    const SteadyTime now = m_clock.steadyNow();
    if (!m_last || now - m_looked_at >= std::chrono::seconds(1)) {
        m_last = check();
        m_looked_at = now;
    }
    return *m_last;
}

Readiness::Report Readiness::check() const {
    Report report;
    for (const ReadinessCheck& one : m_checks) {
        const auto done = one.check();
        report.body.checks.emplace_back(one.name, done ? "ok" : "failed");
        if (done)
            continue;
        report.ready = false;
        report.cause += one.name + ": " + done.error().detail + ' ' + done.error().cause + "; ";
    }
    report.body.status = report.ready ? "ok" : "unavailable";
    return report;
}

} // namespace dropseal::routes

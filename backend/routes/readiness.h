// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/routes/routes.h"
#include "shared/api/system_messages.h"

#include <mutex>
#include <optional>

namespace dropseal::routes {

/// Looks at each dependency, at most once a second however often it is asked: a check writes to the disk, and
/// anybody may ask. Thread-safe, blocking.
class Readiness {
public:
    Readiness(const std::vector<ReadinessCheck>& checks, const Clock& clock)
        : m_checks(checks), m_clock(clock) {}

    struct Report {
        bool ready = true;
        api::Readiness body;
        std::string cause; ///< private: what failed and why
    };
    Report look();

private:
    Report check() const;

    const std::vector<ReadinessCheck>& m_checks;
    const Clock& m_clock;
    std::mutex m_mutex;
    std::optional<Report> m_last;
    SteadyTime m_looked_at;
};

} // namespace dropseal::routes

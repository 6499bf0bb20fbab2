// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/health.h"

namespace dropseal::sql {

void Health::fail(std::string words) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_failed.load(std::memory_order_relaxed))
            return;
        m_words = words;
        m_failed.store(true, std::memory_order_release);
    }
    if (m_on_fatal)
        m_on_fatal(std::move(words));
}

Result<void> Health::check() const {
    if (!failed())
        return {};
    const std::lock_guard lock(m_mutex);
    return Error(ErrorCode::dependency_unavailable, {}, m_words);
}

} // namespace dropseal::sql

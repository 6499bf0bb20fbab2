// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/transfer_motion.h"

namespace dropseal::app {

namespace {
constexpr qsizetype MostRows = 5000; // rows of long ago are of no interest
}

TransferMotion::Row& TransferMotion::row(qint64 key) {
    if (m_rows.size() > MostRows) {
        m_rows.clear();
    }
    return m_rows[key];
}

double TransferMotion::fraction(qint64 key, double target, qint64 now_ms, int duration_ms) {
    Row& row = this->row(key);
    const auto shown = [&] {
        const double part = duration_ms > 0 ? double(now_ms - row.started_ms) / duration_ms : 1;
        return row.from + (row.to - row.from) * qBound(0.0, part, 1.0);
    };
    if (target == row.to && row.known) {
        return shown();
    }
    const bool jumps = !row.known || duration_ms <= 0 || target < 0 || target < row.to;
    row.from = jumps ? target : shown();
    row.to = target;
    row.started_ms = now_ms;
    row.known = true;
    if (!jumps) {
        m_busy_until_ms = qMax(m_busy_until_ms, now_ms + duration_ms);
    }
    return row.from;
}

double TransferMotion::stamp(qint64 key, TransferRowState state, qint64 now_ms, int duration_ms) {
    Row& row = this->row(key);
    const bool sealed_now = row.has_state && row.state != state && state == TransferRowState::Sealed;
    row.state = state;
    row.has_state = true;
    if (sealed_now && duration_ms > 0 && now_ms >= m_stamp_until_ms) {
        row.stamped_ms = now_ms;
        m_stamp_until_ms = now_ms + duration_ms;
        m_busy_until_ms = qMax(m_busy_until_ms, m_stamp_until_ms);
    }
    if (row.stamped_ms < 0 || now_ms - row.stamped_ms >= duration_ms) {
        row.stamped_ms = -1;
        return 1;
    }
    return double(now_ms - row.stamped_ms) / duration_ms;
}

} // namespace dropseal::app

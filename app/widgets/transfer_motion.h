// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/transfer_delegate.h"

#include <QtCore/QHash>

namespace dropseal::app {

/// What moves in the rows of transfers (UI.md 2.4): the bar goes towards the acknowledged value, never beyond
/// it, and a file that has just been sealed gets its stamp, once, one at a time. Time is an argument, in ms
/// of any clock that does not go back; with a duration of 0 (reduced motion) everything is where it ends at
/// once.
class TransferMotion {
public:
    /// Where the bar of that row stands now. A smaller target (a new start) is taken at once.
    double fraction(qint64 key, double target, qint64 now_ms, int duration_ms);
    /// How far the stamp is: 1 when it is over or there is none, else 0 … 1.
    double stamp(qint64 key, TransferRowState state, qint64 now_ms, int duration_ms);
    /// Whether something changes without anybody telling.
    bool isMoving(qint64 now_ms) const { return now_ms < m_busy_until_ms; }

private:
    struct Row {
        double from = 0;
        double to = 0;
        qint64 started_ms = 0;
        TransferRowState state = TransferRowState::Waiting;
        bool known = false;
        bool has_state = false;
        qint64 stamped_ms = -1; ///< -1: no stamp runs
    };

    Row& row(qint64 key);

    QHash<qint64, Row> m_rows;
    qint64 m_busy_until_ms = 0;
    qint64 m_stamp_until_ms = 0;
};

} // namespace dropseal::app

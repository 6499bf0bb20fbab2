// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"

namespace dropseal::app {

/// What the journal keeps of one transfer. Of `transfer.state` it knows Waiting, Paused and Failed: whatever
/// else an unfinished one was, it waits again when the program starts. Links are never among it.
struct JournalRow {
    Transfer transfer;
    QString account;        ///< whose it is; "" or "<server> " where nobody was signed in
    double place = 0;       ///< where it stands in the order; 0: at the end
    bool is_pasted = false; ///< its file is ours and goes with it
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"
#include "app/api_client/upload_transfer.h"
#include "app/transfers/journal_row.h"
#include "app/transfers/speed_meter.h"

namespace dropseal::app {

/// A transfer of the queue, with what is only known while the program runs.
struct Entry {
    using Time = std::chrono::steady_clock::time_point;

    JournalRow row;
    std::unique_ptr<UploadTransfer> upload; ///< the running try
    std::unique_ptr<DownloadTransfer> download;
    ApiClient::Handle presign; ///< the upload is sealed, its link is being made
    SpeedMeter meter;
    Time began; ///< the running try, or the last one
    Time due;   ///< not before, when Offline or Changed
    Time failed_at;
    int failures = 0; ///< in a row, of the kind that passes
    int mismatches = 0;
    int changes = 0;
    bool is_shown = false; ///< belongs to the account in use
    int place_in_line = 0; ///< when Waiting

    explicit Entry(JournalRow row_) : row(std::move(row_)) {}

    Transfer& transfer() { return row.transfer; }
    const Transfer& transfer() const { return row.transfer; }
    TransferNumber number() const { return row.transfer.number; }
    TransferState state() const { return row.transfer.state; }
    bool isRunning() const { return upload != nullptr || download != nullptr; }
    /// The other side has it; at most its link is missing. The journal speaks of it no more.
    bool isDone() const {
        return state() == TransferState::Sealed || (state() == TransferState::Checking && !isRunning());
    }
    /// Ends the running try, from one of its own signals too. `parent` keeps what is left of it until the
    /// event loop comes round.
    void stop(QObject& parent);
    void forgetFailures();
};

} // namespace dropseal::app

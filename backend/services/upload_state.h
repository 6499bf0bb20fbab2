// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/quota_ledger.h"
#include "backend/services/upload_service.h"

namespace dropseal::services {

/// What an upload holds while its bytes come. Gives its reservation back when it goes.
struct Upload::State {
    State(UploadService& service_, QuotaLedger& ledger_, const UserId& owner_)
        : service(service_), ledger(ledger_), owner(owner_) {}
    ~State() { ledger.release(owner, reserved); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// Holds bytes back until `total` fit. A presigned upload holds its own in its row.
    Result<void> reserveUpTo(std::int64_t total);

    UploadService& service;
    QuotaLedger& ledger;
    UserId owner;
    std::optional<stores::UploadRecord> promise; ///< of a presigned PUT
    std::unique_ptr<stores::Spool> spool;
    std::int64_t reserved = 0; ///< in the ledger
    bool is_named = false;
    std::string original_name;
    std::string filename;
    std::string declared_type;
    std::string sha256; ///< once it is finished
};

} // namespace dropseal::services

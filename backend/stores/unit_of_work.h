// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/stores/file_store.h"
#include "backend/stores/session_store.h"
#include "backend/stores/small_blob_store.h"
#include "backend/stores/upload_store.h"
#include "backend/stores/user_store.h"

#include <functional>

namespace dropseal::stores {

/// The stores of one transaction. Valid only while the function runs that was given them, and on its thread.
struct Stores {
    UserStore& users;
    SessionStore& sessions;
    FileStore& files;
    UploadStore& uploads;
    SmallBlobStore& small_blobs;
};

/// Runs functions in transactions. Thread-safe and blocking: never called from an event loop.
class UnitOfWork {
public:
    virtual ~UnitOfWork() = default;

    using Function = std::function<Result<void>(const Stores&)>;

    /// Runs `fn` in a write transaction, and returns after its commit is durable. An error of `fn` rolls back
    /// and is returned. `fn` may run again from its start (serialisation, a full disk), so it must set its
    /// captures anew each time; it runs on the database's thread and must neither wait nor call back in here.
    /// Nothing of it counts where an error comes back: service_unavailable (locked for more than 5 s),
    /// insufficient_storage, dependency_unavailable.
    virtual Result<void> run(const Function& fn) = 0;
    /// Runs `fn` on a consistent, read-only snapshot on the calling thread.
    virtual Result<void> read(const Function& fn) = 0;
    /// Whether the database answers now; its fault in words where it does not.
    virtual Result<void> check() = 0;
};

} // namespace dropseal::stores

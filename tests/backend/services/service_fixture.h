// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/disk_blob_store.h"
#include "backend/blobs/disk_spool_area.h"
#include "backend/services/account_service.h"
#include "backend/services/expiry_service.h"
#include "backend/services/file_service.h"
#include "backend/services/link_service.h"
#include "backend/services/upload_service.h"
#include "tests/backend/services/faulty_unit_of_work.h"
#include "tests/support/fresh_database.h"
#include "tests/support/manual_clock.h"
#include "tests/support/qtest_print.h"

#include <iostream>
#include <source_location>

namespace dropseal::test {

/// The value; ends the program where there is none, with the error and the line.
template <class T>
T must(Result<T> result, std::source_location where = std::source_location::current()) {
    if (!result) {
        std::cerr << where.file_name() << ":" << where.line() << ": " << info(result.error().code).word << " "
                  << result.error().detail << " " << result.error().cause << std::endl;
        std::abort();
    }
    return *std::move(result);
}
inline void must(Result<void> result, std::source_location where = std::source_location::current()) {
    static_cast<void>(must(result ? Result<bool>(true) : Result<bool>(result.error()), where));
}

/// The word of its error code; "ok" without one.
template <class T>
std::string wordOf(const Result<T>& result) {
    return result ? std::string("ok") : std::string(info(result.error().code).word);
}
/// "word:reason".
template <class T>
std::string wordAndReason(const Result<T>& result) {
    return wordOf(result) + ':' + (result ? "" : result.error().extras.reason.value_or(""));
}

inline std::span<const std::uint8_t> bytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// All services over a fresh SQLite database and a fresh data folder. bcrypt at its lowest cost; no fsync of
/// blobs, whose room has its own tests.
class ServiceFixture {
public:
    struct Options {
        services::SessionOptions sessions;
        /// Small files on disk too, so that a few bytes show what happens to blobs.
        services::UploadOptions uploads = onDisk();
        services::Registration registration = services::Registration::Open;

        static services::UploadOptions onDisk() {
            services::UploadOptions options;
            options.small_blobs = false;
            return options;
        }
    };
    ServiceFixture() : ServiceFixture(Options()) {}
    explicit ServiceFixture(Options options);

    /// New services over the same database, as after a restart.
    void restart();

    /// A registered user, by `<name>@example.com`, with the password below.
    stores::UserRecord addUser(const std::string& name, stores::Role role = stores::Role::User);
    services::TokenPair login(const std::string& name);
    /// Logs in and proves it.
    services::Principal principal(const std::string& name);
    void setQuota(const std::string& name, std::int64_t bytes);
    std::int64_t usedBytes(const std::string& name);
    stores::SessionRecord session(const SessionId& id);
    /// Runs in a write transaction of its own.
    void write(const stores::UnitOfWork::Function& fn) { must(work.run(fn)); }

    /// Uploads all of `bytes` and stores them.
    Result<stores::FileRecord> upload(const services::Principal& owner, std::string_view name,
                                      std::string_view bytes, std::string_view type = {});
    std::string contentOf(const stores::FileRecord& file);
    /// Files below the data folder's blobs, and in its tmp.
    int blobsOnDisk() const;
    int temporaryFiles() const;

    static constexpr const char* Password = "SecurePassword123!";
    const services::ClientInfo Client{"192.0.2.7", "curl/7.88.1"};

    Options options;
    ManualClock clock;
    FreshDatabase database;
    FaultyUnitOfWork work{*database};
    QTemporaryDir dir;
    blobs::DataFolder folder;
    blobs::DiskSpoolArea spools{folder};
    blobs::DiskBlobStore blob_store{folder};
    security::KeyRing keys;
    security::TokenSigner tokens{keys};
    security::LinkSigner link_signer{keys};
    security::PasswordHasher hasher{4};
    std::optional<services::SessionService> sessions;
    std::optional<services::AccountService> accounts;
    std::optional<services::UploadService> uploads;
    std::optional<services::FileService> files;
    std::optional<services::LinkService> links;
    std::optional<services::ExpiryService> expiry;
};

} // namespace dropseal::test

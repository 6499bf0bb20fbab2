// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"
#include "backend/blobs/disk_blob_store.h"
#include "backend/blobs/disk_spool_area.h"
#include "backend/config/settings.h"
#include "backend/server/failure.h"
#include "backend/server/instance.h"
#include "backend/services/account_service.h"
#include "backend/services/expiry_service.h"
#include "backend/services/file_service.h"
#include "backend/services/link_service.h"
#include "backend/services/upload_service.h"
#include "backend/sql/database.h"

#include <functional>
#include <memory>
#include <optional>

namespace dropseal::server {

/// All services over one data folder, without a network: what `serve` serves, and what the other verbs work
/// on where no server runs.
struct ServiceSet {
    security::TokenSigner token_signer;
    security::LinkSigner link_signer;
    security::PasswordHasher hasher;
    services::SessionService sessions;
    services::AccountService accounts;
    services::UploadService uploads;
    services::FileService files;
    services::LinkService links;
    services::ExpiryService expiry;

    ServiceSet(const config::Settings& settings, const security::KeyRing& keys, stores::UnitOfWork& work,
               stores::SpoolArea& spools, stores::BlobStore& blobs, const Clock& clock);
};

/// An opened data folder: locked, database migrated, keys loaded, left-overs of a crash cleared away. An
/// empty folder is set up; `instance.json` is written last, and where it stands nothing is made anew.
class Installation {
public:
    /// Null where it fails, with `failure` filled. `on_fatal`: see sql::DatabaseOptions. Needs a
    /// QCoreApplication.
    static std::unique_ptr<Installation> open(const config::Settings& settings, Failure& failure,
                                              std::function<void(std::string)> on_fatal = {});

    const blobs::DataFolder& folder() const { return *m_folder; }
    sql::Database& database() { return *m_database; }
    stores::BlobStore& blobs() { return *m_blobs; }
    ServiceSet& services() { return *m_services; }
    const Clock& clock() const { return m_clock; }
    bool isNew() const { return !m_instance_before; }
    int migrationsApplied() const { return m_migrations_applied; }

private:
    Installation() = default;
    Result<void> openFolder(const config::Settings& settings);
    Result<void> openDatabase(const config::Settings& settings, std::function<void(std::string)> on_fatal);
    Result<void> openKeys(const config::Settings& settings);
    Result<void> openServices(const config::Settings& settings);
    Result<bool> isInUse(const BlobId& blob);
    Result<void> settle();

    SystemClock m_clock;
    std::optional<blobs::DataFolder> m_folder;
    std::optional<Instance> m_instance_before;
    std::unique_ptr<sql::Database> m_database;
    int m_migrations_applied = 0;
    std::optional<security::KeyRing> m_keys;
    std::optional<blobs::DiskSpoolArea> m_spools;
    std::optional<blobs::DiskBlobStore> m_blobs;
    std::optional<ServiceSet> m_services;
};

} // namespace dropseal::server

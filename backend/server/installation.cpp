// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/installation.h"

#include "backend/security/self_test.h"
#include "backend/server/secrets.h"

namespace dropseal::server {

namespace {

services::SessionOptions sessionOptions(const config::Settings& settings) {
    services::SessionOptions options;
    options.access_life = settings.access_life;
    options.refresh_life = settings.refresh_life;
    options.refresh_grace = settings.refresh_grace;
    return options;
}

services::UploadOptions uploadOptions(const config::Settings& settings) {
    return {.max_upload_bytes = settings.max_upload_bytes,
            .allowed_types = settings.allowed_types,
            .trash_life = settings.trash_life};
}

services::Registration registrationOf(const config::Settings& settings) {
    return settings.registration == "open" ? services::Registration::Open : services::Registration::Off;
}

} // namespace

ServiceSet::ServiceSet(const config::Settings& settings, const security::KeyRing& keys,
                       stores::UnitOfWork& work, stores::SpoolArea& spools, stores::BlobStore& blobs,
                       const Clock& clock)
    : token_signer(keys)
    , link_signer(keys)
    , hasher(settings.bcrypt_rounds)
    , sessions(work, token_signer, clock, sessionOptions(settings))
    , accounts(work, hasher, sessions, clock, registrationOf(settings))
    , uploads(work, spools, blobs, clock, uploadOptions(settings))
    , files(work, blobs, clock, settings.trash_life)
    , links(work, link_signer, clock, settings.max_upload_bytes)
    , expiry(work, blobs, sessions, clock, settings.trash_life) {
    uploads.setTrashPurger(expiry);
}

std::unique_ptr<Installation> Installation::open(const config::Settings& settings, Failure& failure,
                                                 std::function<void(std::string)> on_fatal) {
    std::unique_ptr<Installation> installation(new Installation);
    const auto done = [&](Stage stage, Result<void> result) {
        if (!result)
            failure = failureOf(result.error(), stage);
        return result.ok();
    };
    const bool opened = done(Stage::Secrets, security::selfTest()) &&
                        done(Stage::DataFolder, installation->openFolder(settings)) &&
                        done(Stage::Database, installation->openDatabase(settings, std::move(on_fatal))) &&
                        done(Stage::Secrets, installation->openKeys(settings)) &&
                        done(Stage::Files, installation->openServices(settings)) &&
                        done(Stage::DataFolder, installation->settle());
    return opened ? std::move(installation) : nullptr;
}

Result<void> Installation::openFolder(const config::Settings& settings) {
    auto folder = blobs::DataFolder::open(settings.data_folder);
    if (!folder)
        return std::move(folder).error();
    m_folder.emplace(std::move(*folder));
    auto instance = readInstance(m_folder->root());
    if (!instance)
        return std::move(instance).error();
    m_instance_before = std::move(*instance);
    return {};
}

Result<void> Installation::openDatabase(const config::Settings& settings,
                                        std::function<void(std::string)> on_fatal) {
    auto database = sql::Database::open({.path = settings.database_file,
                                         .create_if_missing = !m_instance_before,
                                         .clock = m_clock,
                                         .on_fatal = std::move(on_fatal)});
    if (!database)
        return std::move(database).error();
    m_database = std::move(*database);
    auto applied = m_database->migrate();
    if (!applied)
        return std::move(applied).error();
    m_migrations_applied = *applied;
    return {};
}

Result<void> Installation::openKeys(const config::Settings& settings) {
    auto keys = loadKeys(settings, m_folder->secrets(), !m_instance_before);
    if (!keys)
        return std::move(keys).error();
    m_keys.emplace(std::move(*keys));
    return {};
}

Result<void> Installation::openServices(const config::Settings& settings) {
    m_spools.emplace(*m_folder);
    m_blobs.emplace(*m_folder);
    DROPSEAL_TRY(m_blobs->recover([this](const BlobId& blob) { return isInUse(blob); }));
    m_services.emplace(settings, *m_keys, *m_database, *m_spools, *m_blobs, m_clock);
    return {};
}

Result<bool> Installation::isInUse(const BlobId& blob) {
    bool in_use = false;
    DROPSEAL_TRY(m_database->read([&](const stores::Stores& stores) -> Result<void> {
        auto used = stores.files.blobInUse(blob);
        if (!used)
            return std::move(used).error();
        in_use = *used;
        return {};
    }));
    return in_use;
}

Result<void> Installation::settle() {
    Instance instance =
        m_instance_before.value_or(Instance{formatUuid(makeUuid7(m_clock.now())), m_clock.now(), {}, {}});
    instance.access_kid = m_keys->current(security::KeyRing::Use::Access).kid;
    instance.master_kid = m_keys->current(security::KeyRing::Use::Refresh).kid;
    if (m_instance_before == instance)
        return {};
    if (m_instance_before && m_instance_before->access_kid != instance.access_kid)
        say("JWT_SECRET is another one than at the last start: access tokens signed before are void");
    if (m_instance_before && m_instance_before->master_kid != instance.master_kid)
        say("MASTER_KEY is another one than at the last start: sessions and links made before are void");
    return writeInstance(m_folder->root(), instance);
}

} // namespace dropseal::server

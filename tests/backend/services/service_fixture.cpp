// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/service_fixture.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>

namespace dropseal::test {

namespace {

security::KeyRing makeKeys() {
    security::KeyRing::Secrets secrets;
    secrets.jwt_secret = SecretBytes(std::string_view("e9f0a7c15d2b48e6b3c1a2f4d5968778"));
    secrets.master_key = SecretBytes(std::string_view("591785b794601e212b260e25925636fd"));
    return must(security::KeyRing::make(std::move(secrets)));
}

} // namespace

ServiceFixture::ServiceFixture(Options options_)
    : options(std::move(options_))
    , folder(must(blobs::DataFolder::open(dir.path().toStdString() + "/data", blobs::Durability::Off)))
    , keys(makeKeys()) {
    restart();
}

void ServiceFixture::restart() {
    sessions.emplace(work, tokens, clock, options.sessions);
    accounts.emplace(work, hasher, *sessions, clock, options.registration);
    uploads.emplace(work, spools, blob_store, clock, options.uploads);
    files.emplace(work, blob_store, clock, options.uploads.trash_life);
    links.emplace(work, link_signer, clock, options.uploads.max_upload_bytes);
    expiry.emplace(work, blob_store, *sessions, clock, options.uploads.trash_life);
    uploads->setTrashPurger(*expiry);
}

stores::UserRecord ServiceFixture::addUser(const std::string& name, stores::Role role) {
    services::AddUserInput input;
    input.person.email = name + "@example.com";
    input.person.password = Password;
    input.role = role;
    return must(accounts->addUser(input));
}

services::TokenPair ServiceFixture::login(const std::string& name) {
    return must(accounts->login({name + "@example.com", Password}, Client));
}

services::Principal ServiceFixture::principal(const std::string& name) {
    return must(sessions->authenticate(login(name).access_token));
}

void ServiceFixture::setQuota(const std::string& name, std::int64_t bytes) {
    // No service sets quotas yet: a user is written anew with one.
    write([&](const stores::Stores& s) -> Result<void> {
        stores::UserRecord user;
        user.id = UserId::make(clock.now());
        user.email = name + "@example.com";
        user.password_hash = must(hasher.hash(Password));
        user.quota_bytes = bytes;
        user.created_at = user.updated_at = clock.now();
        return s.users.insert(user);
    });
}

std::int64_t ServiceFixture::usedBytes(const std::string& name) {
    std::int64_t used = -1;
    must(work.read([&](const stores::Stores& s) -> Result<void> {
        const auto user = must(s.users.findByLogin(name + "@example.com"));
        used = user ? user->used_bytes : -1;
        return {};
    }));
    return used;
}

stores::SessionRecord ServiceFixture::session(const SessionId& id) {
    stores::SessionRecord record;
    must(work.read([&](const stores::Stores& s) -> Result<void> {
        record = must(s.sessions.find(id)).value_or(stores::SessionRecord());
        return {};
    }));
    return record;
}

Result<stores::FileRecord> ServiceFixture::upload(const services::Principal& owner, std::string_view name,
                                                  std::string_view bytes, std::string_view type) {
    auto begun = uploads->begin(owner, static_cast<std::int64_t>(bytes.size()));
    if (!begun)
        return std::move(begun).error();
    services::Upload& upload = **begun;
    DROPSEAL_TRY(upload.open(name, type));
    DROPSEAL_TRY(upload.append({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    DROPSEAL_TRY(upload.finish());
    return uploads->store(upload);
}

std::string ServiceFixture::contentOf(const stores::FileRecord& file) {
    const auto open = must(files->open(file));
    std::string bytes(static_cast<std::size_t>(open.reader->size()), '\0');
    const auto got =
        must(open.reader->read(0, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
    bytes.resize(got);
    return bytes;
}

int ServiceFixture::blobsOnDisk() const {
    int count = 0;
    QDirIterator found(dir.path() + QStringLiteral("/data/blobs"), QDir::Files, QDirIterator::Subdirectories);
    for (; found.hasNext(); found.next())
        ++count;
    return count;
}

int ServiceFixture::temporaryFiles() const {
    return static_cast<int>(
        QDir(dir.path() + QStringLiteral("/data/tmp")).entryList(QDir::Files | QDir::Hidden).size());
}

} // namespace dropseal::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/settings.h"

#include <algorithm>
#include <thread>

namespace dropseal::config {

namespace {

/// Every text was checked against its row's type, so a value is there.
std::int64_t number(const Resolution& resolution, std::string_view key) {
    return readInteger(resolution.get(key).text).value_or(0);
}

std::chrono::seconds seconds(const Resolution& resolution, std::string_view key) {
    return std::chrono::seconds(number(resolution, key));
}

std::optional<SecretBytes> secret(const Resolution& resolution, std::string_view key) {
    const ResolvedSetting& setting = resolution.get(key);
    return setting.isDefault() ? std::nullopt : std::optional(SecretBytes(std::string_view(setting.text)));
}

std::string databaseFile(const Resolution& resolution) {
    const std::string& url = resolution.get("DATABASE_URL").text;
    if (url.empty())
        return absolutePath("dropseal.db", resolution.dataFolder());
    return absolutePath(readSqlitePath(url).value_or("dropseal.db"), resolution.startFolder());
}

} // namespace

Settings Settings::from(const Resolution& resolution) {
    Settings settings;
    settings.listen = readHostPort(resolution.get("LISTEN").text).value_or(HostPort{"127.0.0.1", 8000});
    settings.data_folder = resolution.dataFolder();
    settings.public_url = readOrigin(resolution.get("PUBLIC_URL").text).value_or("");
    settings.allowed_hosts = readList(resolution.get("ALLOWED_HOSTS").text);
    settings.database_file = databaseFile(resolution);
    settings.jwt_secret = secret(resolution, "JWT_SECRET");
    settings.master_key = secret(resolution, "MASTER_KEY");
    settings.access_life = seconds(resolution, "ACCESS_TOKEN_EXPIRE_SECONDS");
    settings.refresh_life = seconds(resolution, "REFRESH_TOKEN_EXPIRE_SECONDS");
    settings.refresh_grace = seconds(resolution, "REFRESH_GRACE_SECONDS");
    settings.bcrypt_rounds = static_cast<int>(number(resolution, "BCRYPT_ROUNDS"));
    settings.registration = resolution.get("REGISTRATION").text;
    settings.max_upload_bytes = number(resolution, "MAX_UPLOAD_BYTES");
    settings.allowed_types = readList(resolution.get("ALLOWED_TYPES").text);
    settings.trash_life = seconds(resolution, "TRASH_SECONDS");
    settings.workers = static_cast<int>(number(resolution, "WORKERS"));
    if (settings.workers == 0)
        settings.workers = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    settings.max_connections = static_cast<std::size_t>(number(resolution, "MAX_CONNECTIONS"));
    return settings;
}

} // namespace dropseal::config

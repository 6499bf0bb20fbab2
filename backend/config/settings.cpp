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

bool isOn(const Resolution& resolution, std::string_view key) {
    return readSwitch(resolution.get(key).text).value_or(false);
}

std::string file(const Resolution& resolution, std::string_view key) {
    const std::string& text = resolution.get(key).text;
    return text.empty() ? text : absolutePath(text, resolution.startFolder());
}

std::size_t size(const Resolution& resolution, std::string_view key) {
    return static_cast<std::size_t>(number(resolution, key));
}

void takeLimits(const Resolution& resolution, Settings& settings) {
    settings.max_connections = size(resolution, "MAX_CONNECTIONS");
    settings.max_connections_per_address = size(resolution, "MAX_CONNECTIONS_PER_ADDRESS");
    settings.max_requests_per_connection = size(resolution, "MAX_REQUESTS_PER_CONNECTION");
    settings.max_head_bytes = size(resolution, "MAX_HEAD_BYTES");
    settings.max_head_fields = size(resolution, "MAX_HEAD_FIELDS");
    settings.max_target_bytes = size(resolution, "MAX_TARGET_BYTES");
    settings.max_json_bytes = number(resolution, "MAX_JSON_BYTES");
    settings.head_timeout = seconds(resolution, "HEAD_TIMEOUT_SECONDS");
    settings.idle_timeout = seconds(resolution, "IDLE_TIMEOUT_SECONDS");
    settings.min_upload_rate = number(resolution, "MIN_UPLOAD_RATE");
    settings.download_stall = seconds(resolution, "DOWNLOAD_STALL_SECONDS");
    settings.handler_timeout = seconds(resolution, "HANDLER_TIMEOUT_SECONDS");
}

} // namespace

Settings Settings::from(const Resolution& resolution) {
    Settings settings;
    settings.listen = readHostPort(resolution.get("LISTEN").text).value_or(HostPort{"127.0.0.1", 8000});
    settings.data_folder = resolution.dataFolder();
    settings.public_url = readOrigin(resolution.get("PUBLIC_URL").text).value_or("");
    settings.allowed_hosts = readList(resolution.get("ALLOWED_HOSTS").text);
    for (const std::string& origin : readList(resolution.get("CORS_ORIGINS").text))
        settings.cors_origins.push_back(readBrowserOrigin(origin).value_or(""));
    settings.require_https = isOn(resolution, "REQUIRE_HTTPS");
    settings.hsts_subdomains = isOn(resolution, "HSTS_SUBDOMAINS");
    settings.tls_certificate = file(resolution, "TLS_CERT");
    settings.tls_key = file(resolution, "TLS_KEY");
    for (const std::string& network : readList(resolution.get("TRUSTED_PROXIES").text))
        settings.trusted_proxies.push_back(readNetwork(network).value_or(AddressBlock()));
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
    takeLimits(resolution, settings);
    return settings;
}

} // namespace dropseal::config

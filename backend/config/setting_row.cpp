// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/setting_row.h"

#include <algorithm>
#include <array>
#include <limits>

namespace dropseal::config {

namespace {

constexpr std::int64_t Day = 86400;
constexpr std::int64_t Any = std::numeric_limits<std::int64_t>::max();

// Names are the specification's. A row stands here only when something reads it.
constexpr auto Table = std::to_array<SettingRow>({
    {.key = "LISTEN",
     .type = SettingType::HostPort,
     .unit = "host:port",
     .default_text = "127.0.0.1:8000",
     .flag = "--listen",
     .meaning = "Address and port to serve on. Port 0 picks a free one; 0.0.0.0 means every network of this "
                "machine."},
    {.key = "DATA_DIR",
     .type = SettingType::Folder,
     .unit = "folder",
     .default_words = "$XDG_DATA_HOME/dropseal, as root /var/lib/dropseal",
     .flag = "--data-dir",
     .meaning = "Where files, database and secrets live. Only the server's own user may enter it."},
    {.key = "PUBLIC_URL",
     .type = SettingType::Origin,
     .unit = "URL",
     .flag = "--public-url",
     .meaning =
         "How others reach this server, for example https://files.example.org. Links are built from it; "
         "empty: from the Host of the request."},
    {.key = "ALLOWED_HOSTS",
     .type = SettingType::List,
     .unit = "host names",
     .meaning = "More names that a request's Host may carry; any other gets 421. Only names are compared, "
                "not ports."},
    {.key = "CORS_ORIGINS",
     .type = SettingType::Origins,
     .unit = "origins",
     .meaning = "Web pages of these origins may call this server from a browser, for example "
                "https://app.example.org. Empty: of none but its own."},
    {.key = "REQUIRE_HTTPS",
     .type = SettingType::Switch,
     .unit = "on or off",
     .default_text = "off",
     .meaning = "Refuse what comes over plain HTTP (426), health checks excepted. Behind a proxy that ends "
                "TLS, name it in TRUSTED_PROXIES, or all is refused."},
    {.key = "TLS_CERT",
     .type = SettingType::File,
     .unit = "PEM file",
     .meaning = "Serve https with this certificate, followed in the file by those that lead to its "
                "authority. SIGHUP reads it again. Empty: plain HTTP, for this machine or behind a proxy."},
    {.key = "TLS_KEY",
     .type = SettingType::File,
     .unit = "PEM file",
     .meaning = "The private key of TLS_CERT, without a passphrase. Nobody else should be able to read it."},
    {.key = "HSTS_SUBDOMAINS",
     .type = SettingType::Switch,
     .unit = "on or off",
     .default_text = "on",
     .meaning = "Whether answers over TLS tell browsers to use https for all names below this one too."},
    {.key = "TRUSTED_PROXIES",
     .type = SettingType::Networks,
     .unit = "networks",
     .meaning = "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, for example 127.0.0.1, "
                "10.0.0.0/8. Anybody else's are not looked at."},
    {.key = "DATABASE_URL",
     .type = SettingType::DatabaseUrl,
     .unit = "URL",
     .default_words = "sqlite:///DATA_DIR/dropseal.db",
     .meaning = "The database: sqlite:///relative/path or sqlite:////absolute/path."},
    {.key = "JWT_SECRET",
     .type = SettingType::Secret,
     .unit = "text, 32 bytes at least",
     .default_words = "made on first start, in DATA_DIR/secrets/jwt.key",
     .alias = SettingAlias{"SECRET_KEY"},
     .meaning = "Signs access tokens (HS256), as given. Set it where another service checks our tokens: "
                "openssl rand -hex 32."},
    {.key = "MASTER_KEY",
     .type = SettingType::Secret,
     .unit = "text, 32 bytes at least",
     .default_words = "made on first start, in DATA_DIR/secrets/master.key",
     .meaning = "All other keys are derived from it: refresh tokens, links. A new one ends them all."},
    {.key = "ACCESS_TOKEN_EXPIRE_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "900",
     .min = 10,
     .max = Day,
     .alias = SettingAlias{"ACCESS_TOKEN_EXPIRE_MINUTES", 60},
     .meaning = "Life of an access token."},
    {.key = "REFRESH_TOKEN_EXPIRE_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "2592000",
     .min = 60,
     .max = 90 * Day,
     .alias = SettingAlias{"REFRESH_TOKEN_EXPIRE_DAYS", Day},
     .meaning = "Life of a refresh token that nobody uses. A session ends after 90 days whatever is used."},
    {.key = "REFRESH_GRACE_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "30",
     .min = 0,
     .max = 3600,
     .meaning = "How long the predecessor of a refresh token still gets the same successor, so that a race "
                "or a lost "
                "answer signs nobody out. 0: one-time use to the letter."},
    {.key = "BCRYPT_ROUNDS",
     .type = SettingType::Integer,
     .unit = "cost",
     .default_text = "12",
     .min = 4,
     .max = 20,
     .meaning = "Cost of a password hash; each step doubles the time (12: about 160 ms). Below 10 is for "
                "tests only."},
    {.key = "REGISTRATION",
     .type = SettingType::Choice,
     .unit = "word",
     .default_text = "open",
     .choices = "open off",
     .meaning =
         "Who may make an account: open = anyone who reaches this server, off = only `dropseald user add`."},
    {.key = "MAX_UPLOAD_BYTES",
     .type = SettingType::Integer,
     .unit = "bytes",
     .default_text = "0",
     .min = 0,
     .max = Any,
     .meaning = "Largest single file. 0: only the disk and the owner's quota limit it."},
    {.key = "ALLOWED_TYPES",
     .type = SettingType::List,
     .unit = "media types",
     .meaning = "Media types that may be uploaded, for example image/*,application/pdf. Empty: any."},
    {.key = "TRASH_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "604800",
     .min = 0,
     .max = 3650 * Day,
     .meaning = "How long a deleted file can be restored. 0: there is no trash."},
    {.key = "WORKERS",
     .type = SettingType::Integer,
     .unit = "threads",
     .default_text = "0",
     .min = 0,
     .max = 256,
     .meaning = "Event loops that own the connections. 0: one for each processor."},
    {.key = "MAX_CONNECTIONS",
     .type = SettingType::Integer,
     .unit = "connections",
     .default_text = "20000",
     .min = 8,
     .max = 1000000,
     .meaning = "Connections at once; where the system allows fewer descriptors, that is the limit."},
    {.key = "MAX_CONNECTIONS_PER_ADDRESS",
     .type = SettingType::Integer,
     .unit = "connections",
     .default_text = "512",
     .min = 0,
     .max = 1000000,
     .meaning = "Connections at once from one address (IPv6: from one /64); one more gets 429. This machine "
                "and TRUSTED_PROXIES have no such limit. 0: nobody has."},
    {.key = "MAX_REQUESTS_PER_CONNECTION",
     .type = SettingType::Integer,
     .unit = "requests",
     .default_text = "100000",
     .min = 0,
     .max = Any,
     .meaning = "After so many answers a connection is closed, so that none lives for ever. 0: no limit."},
    {.key = "MAX_HEAD_BYTES",
     .type = SettingType::Integer,
     .unit = "bytes",
     .default_text = "16384",
     .min = 1024,
     .max = 65536,
     .meaning = "Largest head of a request, with all its fields; a longer one gets 431."},
    {.key = "MAX_HEAD_FIELDS",
     .type = SettingType::Integer,
     .unit = "fields",
     .default_text = "100",
     .min = 10,
     .max = 1000,
     .meaning = "Most header fields of a request; more get 431."},
    {.key = "MAX_TARGET_BYTES",
     .type = SettingType::Integer,
     .unit = "bytes",
     .default_text = "8192",
     .min = 256,
     .max = 65536,
     .meaning = "Longest path with its query; a longer one gets 414."},
    {.key = "MAX_JSON_BYTES",
     .type = SettingType::Integer,
     .unit = "bytes",
     .default_text = "1048576",
     .min = 4096,
     .max = 67108864,
     .meaning = "Largest JSON or form body; a larger one gets 413. Files have MAX_UPLOAD_BYTES."},
    {.key = "HEAD_TIMEOUT_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "10",
     .min = 1,
     .max = 300,
     .meaning = "How long the head of a request may take from its first byte; then 408."},
    {.key = "IDLE_TIMEOUT_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "30",
     .min = 1,
     .max = 3600,
     .meaning = "How long a connection may be silent between requests before it is closed."},
    {.key = "MIN_UPLOAD_RATE",
     .type = SettingType::Integer,
     .unit = "bytes per second",
     .default_text = "1024",
     .min = 0,
     .max = 1073741824,
     .meaning = "A body that comes more slowly for 30 seconds gets 408. 0: any speed, as long as bytes "
                "come."},
    {.key = "DOWNLOAD_STALL_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "60",
     .min = 1,
     .max = 3600,
     .meaning = "How long a client may take not one byte of its answer before it is cut off."},
    {.key = "HANDLER_TIMEOUT_SECONDS",
     .type = SettingType::Integer,
     .unit = "seconds",
     .default_text = "600",
     .min = 1,
     .max = 86400,
     .meaning = "How long the server may think about one request before it answers 503."},
});

} // namespace

std::span<const SettingRow> settingsTable() {
    return Table;
}

const SettingRow* findSetting(std::string_view name) {
    const auto row = std::ranges::find_if(Table, [&](const SettingRow& candidate) {
        return candidate.key == name || (candidate.alias && candidate.alias->key == name);
    });
    return row == Table.end() ? nullptr : &*row;
}

std::string describeDefault(const SettingRow& row) {
    if (!row.default_words.empty())
        return std::string(row.default_words);
    return row.default_text.empty() ? "empty" : std::string(row.default_text);
}

} // namespace dropseal::config

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/config/resolution.h"
#include "backend/config/setting_value.h"
#include "shared/core/secret.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dropseal::config {

/// The settings as the program uses them. Paths are absolute.
struct Settings {
    HostPort listen;
    std::string data_folder;
    std::string public_url; ///< empty: from the request's Host
    std::vector<std::string> allowed_hosts;
    std::vector<std::string> cors_origins; ///< as a browser names them
    bool require_https = false;
    bool hsts_subdomains = true;
    std::string tls_certificate; ///< a file; empty: plain HTTP
    std::string tls_key;
    std::vector<AddressBlock> trusted_proxies;
    std::string database_file;
    std::optional<SecretBytes> jwt_secret; ///< none: the one in DATA_DIR/secrets
    std::optional<SecretBytes> master_key; ///< none: the one in DATA_DIR/secrets
    std::chrono::seconds access_life{0};
    std::chrono::seconds refresh_life{0};
    std::chrono::seconds refresh_grace{0};
    int bcrypt_rounds = 0;
    std::string registration; ///< open|off
    std::int64_t max_upload_bytes = 0;
    std::vector<std::string> allowed_types;
    std::chrono::seconds trash_life{0};
    int workers = 0; ///< at least 1
    std::size_t max_connections = 0;
    std::size_t max_connections_per_address = 0;   ///< 0: no limit
    std::uint64_t max_requests_per_connection = 0; ///< 0: no limit
    std::size_t max_head_bytes = 0;
    std::size_t max_head_fields = 0;
    std::size_t max_target_bytes = 0;
    std::int64_t max_json_bytes = 0;
    std::chrono::seconds head_timeout{0};
    std::chrono::seconds idle_timeout{0};
    std::int64_t min_upload_rate = 0; ///< bytes per second
    std::chrono::seconds download_stall{0};
    std::chrono::seconds handler_timeout{0};

    static Settings from(const Resolution& resolution);
};

} // namespace dropseal::config

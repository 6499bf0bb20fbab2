// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/result.h"
#include "shared/json/json.h"

#include <string>

namespace dropseal::server {

/// The name of the control socket in DATA_DIR/run.
inline constexpr const char* ControlSocketName = "control.sock";

/// Talks to the server that runs on a data folder, over its control socket: HTTP/1.1, one request for each
/// connection. Blocking.
class ControlClient {
public:
    explicit ControlClient(std::string data_folder) : m_data_folder(std::move(data_folder)) {}

    /// The answer's JSON; null for an empty one. A problem answer comes back as the Error that it describes;
    /// dependency_unavailable where nobody answers within 60 s.
    Result<json::Value> send(const std::string& method, const std::string& path,
                             const json::Value& body = nullptr) const;

private:
    std::string m_data_folder;
};

} // namespace dropseal::server

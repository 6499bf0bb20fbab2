// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/control_client.h"
#include "backend/server/installation.h"

#include <string>
#include <string_view>
#include <vector>

namespace dropseal::server {

/// The accounts as the command line sees them, whether a server runs on the data folder or not.
class UserDirectory {
public:
    struct Row {
        std::string id;
        std::string email;
        std::string role;
        std::string status;
    };

    virtual ~UserDirectory() = default;
    virtual Result<Row> add(const std::string& email, const std::string& password,
                            const std::string& role) = 0;
    virtual Result<std::vector<Row>> list() = 0;
    virtual Result<void> setRole(const std::string& id, const std::string& role) = 0;
    /// `status`: active or suspended.
    virtual Result<void> setStatus(const std::string& id, const std::string& status) = 0;
};

/// Works on the data folder itself.
class LocalUsers final : public UserDirectory {
public:
    explicit LocalUsers(Installation& installation) : m_installation(installation) {}

    Result<Row> add(const std::string& email, const std::string& password, const std::string& role) override;
    Result<std::vector<Row>> list() override;
    Result<void> setRole(const std::string& id, const std::string& role) override;
    Result<void> setStatus(const std::string& id, const std::string& status) override;

private:
    Installation& m_installation;
};

/// Asks the server that runs on the data folder.
class RemoteUsers final : public UserDirectory {
public:
    explicit RemoteUsers(std::string data_folder) : m_client(std::move(data_folder)) {}

    Result<Row> add(const std::string& email, const std::string& password, const std::string& role) override;
    Result<std::vector<Row>> list() override;
    Result<void> setRole(const std::string& id, const std::string& role) override;
    Result<void> setStatus(const std::string& id, const std::string& status) override;

private:
    ControlClient m_client;
};

} // namespace dropseal::server

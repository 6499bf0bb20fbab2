// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"
#include "app/models/storage_use.h"
#include "app/models/transfers_model.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/shell/account_switch.h"
#include "app/shell/app_paths.h"
#include "app/shell/bundled_server.h"

namespace dropseal::app {

/// All that works without a window, in the order in which each needs the ones before it; ended the other
/// way round, the server last.
struct AppCore {
    explicit AppCore(const AppPaths& paths);

    BackendProcess backend;
    AppSettings settings;
    std::unique_ptr<Network> network;
    TokenKeeper tokens;
    ApiClient client;
    std::unique_ptr<CredentialStore> credentials;
    ServerProfiles profiles;
    Session session;
    std::unique_ptr<TransferQueue> queue;
    FileLinks links;
    FilesModel files;
    TransfersModel transfers;
    StorageUse storage;
    BundledServer server;
    AccountSwitch account;
};

} // namespace dropseal::app

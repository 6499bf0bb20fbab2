// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace dropseal::app {

class Actions;
class ApiClient;
class AppSettings;
class BackendProcess;
class FileLinks;
class FilesModel;
class Intake;
class ServerProfiles;
class Session;
class StorageUse;
class Toast;
class TransferActs;
class TransferQueue;
class TransfersModel;

enum class PageId {
    Welcome,
    ChooseServer,
    Connecting, ///< the bundled server comes up, or a server is asked who it is
    FirstAccount,
    SignIn,
    CreateAccount,
    SessionEnded,
    Files,
    Transfers,
    Settings
};

/// Where a page can send the person. The shell implements it.
class Navigator {
public:
    virtual ~Navigator() = default;
    virtual void show(PageId page) = 0;
    virtual void showSettings(const QString& group) = 0; ///< "links", "transfers", …
    virtual void showFile(const QString& file_id) = 0;   ///< Files, with that row chosen
    virtual void goBack() = 0;                           ///< from Choose server and Settings to where one was
    virtual void showServerLog() = 0;
    virtual void askToShareOnNetwork() = 0; ///< the explicit yes, then the restart; or takes it back
};

/// What the composition root hands to every page; all of it outlives the pages.
struct PageContext {
    Session& session;
    ApiClient& client;
    TransferQueue& queue;
    AppSettings& settings;
    ServerProfiles& profiles;
    BackendProcess& backend;
    FileLinks& links;
    FilesModel& files;
    TransfersModel& transfers;
    StorageUse& storage;
    Actions& actions;
    Intake& intake;
    TransferActs& transfer_acts;
    Navigator& navigator;
    Toast& toast;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/backend_process/backend_process.h"
#include "app/models/files_model.h"
#include "app/models/storage_use.h"
#include "app/models/transfers_model.h"
#include "app/pages/actions.h"
#include "app/pages/intake.h"
#include "app/pages/page_context.h"
#include "app/pages/transfer_acts.h"
#include "app/session/app_settings.h"
#include "app/widgets/toast.h"
#include "tests/support/app/fake_queue.h"
#include "tests/support/app/session_world.h"

#include <QtCore/QTemporaryDir>
#include <QtWidgets/QWidget>

class QAbstractButton;
class QLineEdit;

namespace dropseal::app::test {

/// Writes down where a page wanted to go.
class RecordingNavigator final : public Navigator {
public:
    std::vector<PageId> pages;
    QStringList others; ///< "back", "log", "share", "settings links", "file 0190…"

    void show(PageId page) override { pages.push_back(page); }
    void showSettings(const QString& group) override { others += QStringLiteral("settings ") + group; }
    void showFile(const QString& file_id) override { others += QStringLiteral("file ") + file_id; }
    void goBack() override { others += QStringLiteral("back"); }
    void showServerLog() override { others += QStringLiteral("log"); }
    void askToShareOnNetwork() override { others += QStringLiteral("share"); }
};

/// All that a page gets from the program: the real session, models and acts over a fake network, a fake
/// keyring and a fake queue.
struct PageFixture {
    PageFixture();

    /// Waits until the session is signed out of `address`; false when that does not come.
    bool connectTo(const QString& address = QStringLiteral("https://files.example.org"));
    /// The same, signed in as ada@example.org.
    bool signIn();

    QTemporaryDir folder;
    SessionWorld world;
    FakeQueue queue;
    AppSettings settings;
    BackendProcess backend;
    FileLinks links;
    FilesModel files;
    TransfersModel transfers;
    StorageUse storage;
    Actions actions;
    QWidget window;
    Intake intake;
    TransferActs transfer_acts;
    RecordingNavigator navigator;
    Toast toast;
    PageContext context;
};

/// What is shown in `page` under that accessible name; null where there is nothing.
QWidget* shown(const QWidget& page, const char* name);
QAbstractButton* shownButton(const QWidget& page, const char* name);
QLineEdit* shownInput(const QWidget& page, const char* name);
/// The texts of the labels that have this accessible description ("Error", "Banner") and are shown.
QStringList shownValues(const QWidget& page, const char* description);
/// Every accessible name that two shown controls have at once, and every shown control without one.
QStringList namingFaults(const QWidget& page);

} // namespace dropseal::app::test

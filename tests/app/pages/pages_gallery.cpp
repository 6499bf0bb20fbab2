// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pages/pages_gallery.h"

#include "app/pages/files_page.h"
#include "app/pages/rename_dialog.h"
#include "app/pages/settings_page.h"
#include "app/pages/transfers_page.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>

namespace dropseal::gallery {

using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

constexpr qint64 Hour = 3600;

/// Twelve files of all kinds; the newest last, as the server got them.
void addFiles(PagesRig& rig) {
    struct Row {
        const char* name;
        qint64 size;
        qint64 minutes_ago;
        qint64 link_hours;
    };
    constexpr Row Rows[] = {
        {"lib – include – very long header name that has to be cut in the middle, twice if need be.hpp",
         3'100, 60'000, 0},
        {"backup.tar.zst", 61'200'000'000, 40'000, 0},
        {"debian-12.8.0-amd64-DVD-1.iso", 3'900'000'000, 30'000, -2},
        {"empty.txt", 0, 20'000, 0},
        {"Interview Prof. Brandt.flac", 288'000'000, 14'500, 0},
        {"Stair detail, oak sample.png", 6'200'000, 13'000, 150},
        {"Minutes 2026-11-12.pdf", 642'000, 11'600, 0},
        {"Site walk-through.mov", 4'300'000'000, 5'900, 100},
        {"Site photos week 46 – 2026 – a.jpg", 1'800'000, 5'800, 90},
        {"Model, structural, rev F.zip", 3'100'000'000, 1'500, 21},
        {"Facade north, late light.jpg", 18'400'000, 20, 168},
        {"Quote 2026-118 Hartmann & Söhne.xlsx", 214'000, 5, 168},
    };
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const Row& row : Rows) {
        const FileId id = rig.server.add(utf8(row.name), row.size).id;
        rig.server.find(id)->created_at =
            Timestamp(std::chrono::milliseconds(now.addSecs(-row.minutes_ago * 60).toMSecsSinceEpoch()));
        if (row.link_hours != 0)
            rig.fixture.links.note(id, now.addSecs(row.link_hours * Hour + 60));
    }
}

std::vector<Transfer> transfers() {
    const auto row = [](const char* name, TransferState state, double size_gb, double done_gb) {
        Transfer transfer;
        transfer.name = utf8(name);
        transfer.local_path = QStringLiteral("/ada/") + transfer.name;
        transfer.state = state;
        transfer.size = static_cast<qint64>(size_gb * 1e9);
        transfer.done = static_cast<qint64>(done_gb * 1e9);
        return transfer;
    };
    using State = TransferState;
    std::vector<Transfer> rows{row("Site walk-through, east wing, take 3.mov", State::Sending, 4.3, 2.6),
                               row("debian-12.8.0-amd64-DVD-1.iso", State::Checking, 3.9, 3.9),
                               row("Archive 2019–2024.tar.zst", State::Paused, 61.2, 7.4),
                               row("Tender documents, lot 4.pdf", State::Failed, 1.9, 0),
                               row("Interview, long version.mov", State::Waiting, 4.3, 0),
                               row("Survey points.csv", State::Changed, 0.0021, 0.0001),
                               row("Site photos week 46.zip", State::Offline, 1.8, 0.7),
                               row("Facade north, late light.jpg", State::Sealed, 0.0184, 0.0184)};
    rows[0].bytes_per_second = 84.1e6;
    rows[0].time_left = std::chrono::seconds(20);
    ApiError full;
    full.problem = Error(ErrorCode::insufficient_storage);
    full.problem.extras.bytes_free = 1'200'000'000;
    full.status = 507;
    rows[3].fault = full;
    rows[4].place_in_line = 3;
    rows[7].taken = std::chrono::seconds(2);
    rows[7].link =
        QStringLiteral("https://files.ostwald.example/d/1-0123abcd-facade.jpg?sig=7Kq9xWmTn4Rb2LcD");
    rows[7].link_expires = QDateTime::currentDateTimeUtc().addDays(7);
    return rows;
}

void addTransfers(PagesRig& rig, std::size_t count) {
    for (const Transfer& transfer : transfers()) {
        if (count-- > 0)
            rig.addTransfer(transfer);
        else
            break;
    }
    QTest::qWait(800); // the head and the buttons follow a few times a second
}

api::User ada() {
    api::User me = user();
    me.used_bytes = 214'000'000'000;
    me.quota_bytes = 500'000'000'000;
    return me;
}

bool showFiles(PagesRig& rig, bool with_files) {
    if (with_files)
        addFiles(rig);
    rig.fixture.storage.take(ada());
    static QMenu menu;
    auto& page = rig.show<FilesPage>();
    page.setMenu(&menu);
    return rig.load();
}

bool choose(PagesRig& rig, int row) {
    PagesRig::toggle(*rig.tree("Files"), row);
    return true;
}

bool makeDock(PagesRig& rig) {
    const bool shown = showFiles(rig, true) && choose(rig, 1);
    addTransfers(rig, 4);
    return shown;
}

bool makeTrash(PagesRig& rig) {
    const bool shown = showFiles(rig, true);
    std::vector<FileId> ids;
    for (api::File& file : rig.server.files) {
        if (ids.size() < 3) {
            file.deleted_at = SystemClock().now();
            ids.push_back(file.id);
        }
    }
    rig.page->findChild<QComboBox*>()->setCurrentIndex(1);
    const bool there = QTest::qWaitFor([&] { return rig.fixture.files.rowCount() == 3; });
    return shown && there && choose(rig, 0);
}

bool makeNothingFound(PagesRig& rig) {
    const bool shown = showFiles(rig, true);
    shownInput(*rig.page, "Search files")->setText(QStringLiteral("tender 2027"));
    return shown && QTest::qWaitFor([&] { return rig.fixture.files.rowCount() == 0; });
}

bool makeLoading(PagesRig& rig) {
    rig.server.holds = [](const FakeCall&) { return true; };
    rig.show<FilesPage>();
    QTest::qWait(600);
    return true;
}

bool makeOffline(PagesRig& rig) {
    const bool shown = showFiles(rig, true);
    rig.server.unreachable = ApiError::Kind::NoConnection;
    rig.fixture.files.reload();
    return shown && QTest::qWaitFor([&] { return rig.fixture.world.session.offline(); });
}

bool makeFailed(PagesRig& rig) {
    rig.server.unreachable = ApiError::Kind::NoConnection;
    rig.show<FilesPage>();
    return QTest::qWaitFor([&] { return rig.fixture.files.state() == FilesModel::State::Failed; });
}

bool makeDeleted(PagesRig& rig) {
    bool shown = showFiles(rig, true);
    for (int row = 0; row < 3; ++row)
        shown = shown && choose(rig, row);
    return shown && rig.press("Delete") &&
           rig.says(QStringLiteral("3 files deleted. Their links stopped working."));
}

bool makeSettings(PagesRig& rig, const char* group) {
    static QMenu menu;
    auto& page = rig.show<SettingsPage>();
    page.setMenu(&menu);
    page.showGroup(QLatin1String(group));
    QTest::qWait(50); // until the layout has settled
    return true;
}

State settings(const char* name, const char* group) {
    return {name, [group](PagesRig& rig) { return makeSettings(rig, group); }};
}

bool makeSearchedSettings(PagesRig& rig) {
    makeSettings(rig, "links");
    shownInput(*rig.page, "Search settings")->setText(QStringLiteral("seal"));
    return true;
}

bool makeTransfers(PagesRig& rig) {
    static QMenu menu;
    auto& page = rig.show<TransfersPage>();
    page.setMenu(&menu);
    addTransfers(rig, 8);
    PagesRig::toggle(*rig.tree("Transfers"), 2);
    return true;
}

} // namespace

std::vector<State> fileStates() {
    return {{"files-empty", [](PagesRig& rig) { return showFiles(rig, false); }},
            {"files-full", [](PagesRig& rig) { return showFiles(rig, true) && choose(rig, 1); }},
            {"files-dock", makeDock},
            {"files-trash", makeTrash},
            {"files-nothing-found", makeNothingFound},
            {"files-loading", makeLoading},
            {"files-offline", makeOffline},
            {"files-failed", makeFailed},
            {"files-deleted", makeDeleted}};
}

std::vector<State> otherStates() {
    return {{"transfers-all", makeTransfers},
            {"transfers-none",
             [](PagesRig& rig) {
                 rig.show<TransfersPage>();
                 return true;
             }},
            settings("settings-links", "links"),
            settings("settings-transfers", "transfers"),
            settings("settings-notifications", "notifications"),
            settings("settings-appearance", "appearance"),
            settings("settings-servers", "servers"),
            settings("settings-server", "server"),
            {"settings-search", makeSearchedSettings}};
}

} // namespace dropseal::gallery

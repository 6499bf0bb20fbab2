// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/widgets/gallery_pages.h"

#include "app/widgets/action_row.h"
#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/drop_zone.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/file_delegate.h"
#include "app/widgets/form_field.h"
#include "app/widgets/icon_view.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/password_field.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/text_label.h"
#include "app/widgets/transfer_delegate.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QDragEnterEvent>
#include <QtGui/QStandardItemModel>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTreeView>

namespace dropseal::gallery {

using namespace dropseal::app;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

QStandardItemModel* model(QObject* parent, int rows, const QStringList& heads) {
    auto* made = new QStandardItemModel(rows, static_cast<int>(heads.size()), parent);
    made->setHorizontalHeaderLabels(heads);
    return made;
}

std::vector<FileRow> fileRows() {
    using Link = FileRow::Link;
    const auto row = [](const char* name, const char* size, const char* added, Link link, const char* words) {
        return FileRow{text(name), text(size), text(added), link, text(words), false};
    };
    return {
        row("Quote 2026-118 Hartmann & Söhne.xlsx", "214 kB", "Today, 14:02", Link::Sealed,
            "Expires in 7 days"),
        row("Facade north, late light.jpg", "18.4 MB", "Today, 13:47", Link::Sealed, "Expires in 7 days"),
        row("Model, structural, rev F.zip", "3.1 GB", "Yesterday", Link::ExpiresSoon, "Expires in 21 hours"),
        row("Site photos week 46 – 2026 – a very long name that has to be cut in the middle.tar.gz", "1.8 GB",
            "Mon 16 Nov", Link::Sealed, "Expires in 3 days"),
        row("Minutes 2026-11-12.pdf", "642 kB", "Thu 12 Nov", Link::None, "No link"),
        row("Stair detail, oak sample.png", "6.2 MB", "Wed 11 Nov", Link::Dead, "Expired"),
        row("Interview Prof. Brandt.flac", "288 MB", "Tue 10 Nov", Link::None, "No link")};
}

QTreeView* filesTable() {
    auto* view = new QTreeView;
    makeTable(view, text("Files"));
    const auto rows = fileRows();
    view->setModel(model(view, static_cast<int>(rows.size()),
                         {text("Name"), text("Size"), text("Added"), text("Link")}));
    auto* delegate = new FileDelegate(
        [rows](const QModelIndex& index) { return rows.at(static_cast<std::size_t>(index.row())); }, {},
        view);
    delegate->installOn(view);
    view->model()->setHeaderData(1, Qt::Horizontal, int(Qt::AlignTrailing | Qt::AlignVCenter),
                                 Qt::TextAlignmentRole);
    view->header()->setSortIndicator(2, Qt::DescendingOrder);
    view->selectionModel()->select(view->model()->index(1, 0),
                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    return view;
}

std::vector<TransferRow> transferRows() {
    using State = TransferRowState;
    const QString link = text("https://files.ostwald.example/s/7Kq9xWmTn4Rb2LcD");
    return {{1,
             text("Interview, long version.mov"),
             State::Waiting,
             0,
             {},
             text("4.3 GB · 3rd in line"),
             {},
             false},
            {2, text("Site walk-through, east wing, take 3.mov"), State::Sending, 0.61, text("61 %"),
             text("2.6 of 4.3 GB · 84.1 MB/s · 20 seconds left"), link, true},
            {3, text("Archive 2019–2024.tar.zst"), State::Paused, 0.12, text("12 %"),
             text("Paused · 7.4 of 61.2 GB"), link, false},
            {4,
             text("debian-12.8.0-amd64-DVD-1.iso"),
             State::Checking,
             1,
             {},
             text("All 3.9 GB sent · the server compares fingerprints"),
             link,
             false},
            {5,
             text("Facade north, late light.jpg"),
             State::Sealed,
             1,
             {},
             text("18.4 MB · 1 second"),
             link,
             false},
            {6,
             text("Tender documents, lot 4.pdf"),
             State::Failed,
             0,
             {},
             text("Not sent: the server has 1.2 GB free and this file needs 1.9 GB. Delete files there, then "
                  "retry."),
             {},
             false},
            {7,
             text("Survey points.csv"),
             State::Changed,
             0.04,
             {},
             text("The file changed while it was being sent. Starting again."),
             {},
             false},
            {8,
             text("Site photos week 46.zip"),
             State::Offline,
             0.38,
             {},
             text("No connection to files.ostwald.example. Continues by itself."),
             link,
             false},
            {9, text("stream.bin"), State::Sending, -1, text("12 MB"), text("12 MB · 3.1 MB/s"), {}, false}};
}

QTreeView* transfersTable(const std::vector<TransferRow>& rows) {
    auto* view = new QTreeView;
    makeTable(view, text("Transfers"));
    view->setModel(model(view, static_cast<int>(rows.size()), {text("Name"), text("State"), text("Link")}));
    auto* delegate = new TransferDelegate(
        [rows](const QModelIndex& index) { return rows.at(static_cast<std::size_t>(index.row())); }, {},
        view);
    delegate->installOn(view);
    return view;
}

Sidebar* sidebar() {
    auto* side = new Sidebar;
    side->places()->setPlaces({{text("files"), text("Files"), text("file-stack"), {}},
                               {text("transfers"), text("Transfers"), text("arrow-up-from-line"), {}},
                               {text("server"), text("Server"), text("server"), text("Administration")}});
    side->places()->setCounter(text("files"), text("128"));
    side->places()->setCounter(text("transfers"), text("3"), true);
    side->places()->choose(text("files"));
    side->account()->setAccount(text("Ada Ostwald"), text("files.ostwald.example"),
                                AccountButton::Connection::Online, text("Connected"));
    return side;
}

QVBoxLayout* tightColumn(QWidget* widget) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

Bar* footer() {
    auto* bar = new Bar(Bar::Kind::Footer);
    bar->row()->addWidget(new IconView(text("link"), metrics::SmallIcon, ColorRole::TextMuted));
    bar->row()->addWidget(
        new TextLabel(text("New links: 7 days · no password"), TextRole::Small, ColorRole::TextMuted));
    bar->row()->addWidget(makeFooterLink(text("Change")));
    bar->row()->addStretch(1);
    bar->row()->addWidget(
        new TextLabel(text("214 GB of 500 GB used"), TextRole::Small, ColorRole::TextMuted));
    return bar;
}

PageHeader* header(const char* heading, bool primary) {
    auto* made = new PageHeader(text(heading));
    made->addSearch(text("Search files"));
    made->addAct(
        makeButton(text("Add files"), primary ? ButtonRole::Primary : ButtonRole::Raised, text("plus")));
    made->addMenu(new QMenu(made));
    return made;
}

Bar* dockHead() {
    auto* bar = new Bar(Bar::Kind::DockHead);
    QToolButton* fold = makeIconButton(text("chevron-down"), text("Show transfers"));
    fold->setProperty("small", true);
    bar->row()->addWidget(fold);
    bar->row()->addWidget(new TextLabel(text("Transfers"), TextRole::Strong));
    bar->row()->addWidget(
        new TextLabel(text("3 not finished, 1 failed · 84.1 MB/s"), TextRole::Body, ColorRole::TextMuted));
    bar->row()->addStretch(1);
    bar->row()->addWidget(makeButton(text("Retry failed"), ButtonRole::Link));
    bar->row()->addWidget(makeButton(text("Pause all"), ButtonRole::Flat, text("pause")));
    return bar;
}

QWidget* withSidebar(QWidget* content) {
    auto* window = new QWidget;
    auto* row = new QHBoxLayout(window);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    Sidebar* side = sidebar();
    side->setFixedWidth(metrics::sidebarWidth());
    row->addWidget(side);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::VLine);
    line->setFixedWidth(1);
    row->addWidget(line);
    row->addWidget(content, 1);
    return window;
}

QWidget* filesPage() {
    auto* content = new QWidget;
    QVBoxLayout* column = tightColumn(content);
    column->addWidget(header("Files", true));
    auto* acts = new ActionRow;
    acts->setSummary(text("1 file selected"));
    acts->addAct(makeButton(text("Copy link"), ButtonRole::Raised, text("link")));
    acts->addAct(makeButton(text("Download"), ButtonRole::Flat, text("download")));
    acts->addAct(makeButton(text("Rename"), ButtonRole::Flat));
    acts->addDestructiveAct(makeButton(text("Delete"), ButtonRole::Danger, text("trash-2")));
    column->addWidget(acts);
    column->addWidget(filesTable(), 1);
    column->addWidget(dockHead());
    auto rows = transferRows();
    QTreeView* transfers = transfersTable({rows.at(1), rows.at(3), rows.at(2), rows.at(5)});
    transfers->setFixedHeight(4 * metrics::rowTwoLine());
    column->addWidget(transfers);
    column->addWidget(footer());
    return withSidebar(content);
}

QWidget* firstRunPage() {
    auto* content = new QWidget;
    QVBoxLayout* column = tightColumn(content);
    auto* banner = new Banner;
    banner->say(Banner::Level::Info, text("monitor"), text("This computer is the server."),
                text("Links open on this computer only, until you share on this network."),
                text("Share on this network"), text("wifi"));
    column->addWidget(banner);
    column->addWidget(header("Files", false));
    auto* zone = new DropZone;
    zone->content()->setTexts(
        text("Drop a file, get a sealed link"),
        text("The link is on your clipboard at once. Whoever opens it can check that the file is "
             "exactly the one you dropped."),
        text("Files, folders, images and text. Ctrl+V pastes them from anywhere."));
    zone->content()->addButton(makeButton(text("Add files"), ButtonRole::Primary, text("plus")));
    zone->content()->addButton(makeButton(text("Add folder"), ButtonRole::Raised, text("folder")));
    zone->content()->addButton(makeButton(text("Paste"), ButtonRole::Raised, text("clipboard-paste")));
    auto* room = new QVBoxLayout;
    room->setContentsMargins(20, 20, 20, 20);
    room->addWidget(zone);
    column->addLayout(room, 1);
    column->addWidget(footer());
    return withSidebar(content);
}

QWidget* transfersPage() {
    return transfersTable(transferRows());
}

QWidget* signInPage() {
    auto* page = new QWidget;
    QVBoxLayout* column = tightColumn(page);
    column->addStretch(1);
    auto* form = new QWidget;
    form->setFixedWidth(metrics::formWidth());
    auto* fields = new QVBoxLayout(form);
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setSpacing(metrics::space(4));
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::space(4));
    head->addWidget(new SealView(SealView::Kind::Mark, metrics::headingSeal()));
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new TextLabel(text("Sign in"), TextRole::Hero));
    words->addWidget(new TextLabel(text("to files.ostwald.example"), TextRole::Body, ColorRole::TextMuted));
    head->addLayout(words, 1);
    fields->addLayout(head);
    auto* mail = new QLineEdit(text("ada@ostwald.example"));
    fields->addWidget(new FormField(text("E-mail"), mail));
    auto* password = new PasswordField;
    password->setText(text("tulip-harb"));
    auto* password_field = new FormField(text("Password"), password);
    password_field->addBesideLabel(makeButton(text("Forgot password"), ButtonRole::Link));
    fields->addWidget(password_field);
    password_field->setError(text("That e-mail and password do not belong together. Check both."));
    auto* stay = new QCheckBox(text("Stay signed in"));
    stay->setChecked(true);
    fields->addWidget(stay);
    fields->addWidget(makeButton(text("Sign in"), ButtonRole::Primary));
    column->addWidget(form, 0, Qt::AlignHCenter);
    column->addStretch(1);
    auto* foot = new Bar(Bar::Kind::Footer);
    foot->row()->addWidget(new IconView(text("shield-check"), metrics::SmallIcon, ColorRole::TextMuted));
    foot->row()->addWidget(
        new TextLabel(text("Encrypted, certificate checked"), TextRole::Small, ColorRole::TextMuted));
    foot->row()->addStretch(1);
    foot->row()->addWidget(makeFooterLink(text("Use another server")));
    column->addWidget(foot);
    mail->setFocus(Qt::OtherFocusReason);
    return page;
}

/// What the page looks like while three files are dragged over it.
QWidget* dragPage() {
    auto* page = filesTable();
    auto* cover = new DropCover(page);
    QMimeData mime;
    mime.setUrls({QUrl(text("file:///a")), QUrl(text("file:///b")), QUrl(text("file:///c"))});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    page->resize(700, 500);
    QCoreApplication::sendEvent(page, &enter);
    cover->resize(page->size());
    return page;
}

} // namespace

std::vector<Page> pages() {
    std::vector<Page> all{{"files", {1120, 726}, filesPage},
                          {"first-run", {1120, 686}, firstRunPage},
                          {"transfers", {916, 520}, transfersPage},
                          {"sign-in", {860, 566}, signInPage},
                          {"drag", {700, 500}, dragPage}};
    for (const Page& page : controlPages()) {
        all.push_back(page);
    }
    return all;
}

} // namespace dropseal::gallery

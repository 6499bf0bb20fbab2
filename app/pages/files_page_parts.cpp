// SPDX-License-Identifier: GPL-3.0-or-later
// The half of FilesPage that builds it and connects its acts.
#include "app/pages/actions.h"
#include "app/pages/file_commands.h"
#include "app/pages/files_list.h"
#include "app/pages/files_page.h"
#include "app/pages/transfer_dock.h"
#include "app/session/app_settings.h"
#include "app/widgets/action_row.h"
#include "app/widgets/buttons.h"
#include "app/widgets/choice_box.h"
#include "app/widgets/drop_zone.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/icon_view.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/text_label.h"
#include "app/widgets/toast.h"

#include <QtGui/QAction>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace dropseal::app {

namespace {

/// Enabled, or disabled with a tool tip that says why.
void allow(QAction* action, bool allowed, const QString& why_not) {
    action->setEnabled(allowed);
    action->setToolTip(allowed ? QString() : why_not);
}

} // namespace

void FilesPage::makeHeader() {
    const Actions& actions = m_context.actions;
    m_header = new PageHeader(title());
    m_filter = new ChoiceBox(tr("Show files"));
    m_filter->addItems({tr("All"), tr("Trash")});
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this](int index) { setTrash(index == 1); });
    m_header->addFilter(m_filter);
    m_age = new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted);
    m_age->hide();
    m_header->addFilter(m_age);
    m_search = m_header->addSearch(tr("Search files"));
    connect(m_search, &QLineEdit::textChanged, &m_context.files, &FilesModel::setSearch);
    m_add = makeActionButton(actions.add_files, tr("Add files"), ButtonRole::Primary, QStringLiteral("plus"));
    m_header->addAct(m_add);
}

void FilesPage::makeActionRow() {
    const Actions& actions = m_context.actions;
    m_acts = new ActionRow;
    const auto add = [this](QPushButton* button, QList<QWidget*>& buttons, bool destroys = false) {
        destroys ? m_acts->addDestructiveAct(button) : m_acts->addAct(button);
        buttons += button;
    };
    add(makeActionButton(actions.copy_link, tr("Copy link"), ButtonRole::Raised, QStringLiteral("link")),
        m_file_buttons);
    add(makeActionButton(actions.download, tr("Download"), ButtonRole::Flat, QStringLiteral("download")),
        m_file_buttons);
    add(makeActionButton(actions.rename, tr("Rename"), ButtonRole::Flat), m_file_buttons);
    add(makeActionButton(actions.delete_files, tr("Delete"), ButtonRole::Danger, QStringLiteral("trash-2")),
        m_file_buttons, true);
    add(makeActionButton(actions.restore, tr("Restore"), ButtonRole::Raised, QStringLiteral("undo-2")),
        m_trash_buttons);
    add(makeActionButton(actions.delete_for_good, tr("Delete for good"), ButtonRole::Danger,
                         QStringLiteral("trash-2")),
        m_trash_buttons, true);
}

void FilesPage::makeDropZone() {
    const Actions& actions = m_context.actions;
    m_zone = new DropZone;
    m_zone->content()->setTexts(tr("Drop a file, get a sealed link"),
                                tr("When it is sealed, its link is on your clipboard. Whoever opens it gets "
                                   "exactly the file that you dropped."),
                                tr("Files, folders, images and text. %1 pastes them from anywhere.")
                                    .arg(actions.paste->shortcut().toString(QKeySequence::NativeText)));
    QPushButton* add =
        makeActionButton(actions.add_files, tr("Add files"), ButtonRole::Primary, QStringLiteral("plus"));
    m_zone->content()->addButton(add);
    m_zone->content()->addButton(
        makeActionButton(actions.add_folder, tr("Add folder"), ButtonRole::Raised, QStringLiteral("folder")));
    m_zone->content()->addButton(
        makeActionButton(actions.paste, tr("Paste"), ButtonRole::Raised, QStringLiteral("clipboard-paste")));
    connect(m_zone, &DropZone::clicked, actions.add_files, &QAction::trigger);
    m_zone_room = new QWidget;
    auto* room = new QVBoxLayout(m_zone_room);
    const int margin = metrics::units(5);
    room->setContentsMargins(margin, margin, margin, margin);
    room->addWidget(m_zone);
    m_zone_room->setFocusProxy(add);
}

QWidget* FilesPage::makeContent() {
    m_list = new FilesList(m_context);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_list, &QWidget::customContextMenuRequested, this, &FilesPage::openMenu);
    makeDropZone();
    m_skeleton = new SkeletonRows;
    m_blank = new QWidget;
    m_nothing_found = new EmptyState(EmptyState::Kind::TextOnly);
    QPushButton* clear = makeButton(tr("Clear search"), ButtonRole::Raised);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_search->clear();
        m_search->setFocus(Qt::OtherFocusReason);
    });
    m_nothing_found->addButton(clear);
    m_nothing_found->setFocusProxy(clear);
    m_empty_trash = new EmptyState(EmptyState::Kind::TextOnly);
    m_empty_trash->setTexts(tr("The trash is empty."), tr("What you delete stays here for some days."));
    m_failed = new EmptyState(EmptyState::Kind::TextOnly);
    QPushButton* again = makeButton(tr("Try again"), ButtonRole::Raised, QStringLiteral("refresh-cw"));
    connect(again, &QPushButton::clicked, this, &FilesPage::reload);
    m_failed->addButton(again);
    m_failed->setFocusProxy(again);

    for (QWidget* words :
         std::initializer_list<QWidget*>{m_blank, m_nothing_found, m_empty_trash, m_failed}) {
        words->setAutoFillBackground(true); // as the list, whose place they take
        words->setBackgroundRole(QPalette::Base);
    }
    m_stack = new QStackedWidget;
    for (QWidget* content : std::initializer_list<QWidget*>{m_blank, m_list, m_zone_room, m_skeleton,
                                                            m_nothing_found, m_empty_trash, m_failed})
        m_stack->addWidget(content);
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(0); // Qt widens where it can be grabbed
    m_dock = new TransferDock(m_context);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_dock);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_dock->liveIn(m_splitter);
    connect(m_dock, &TransferDock::goesAway, this, [this] {
        const QWidget* focus = QApplication::focusWidget();
        if (focus && m_dock->isAncestorOf(focus))
            m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
    });
    return m_splitter;
}

void FilesPage::makeFooter() {
    m_footer = new Bar(Bar::Kind::Footer);
    m_footer->row()->addWidget(
        new IconView(QStringLiteral("link"), metrics::SmallIcon, ColorRole::TextMuted));
    m_footer->row()->addWidget(new TextLabel(tr("New links:"), TextRole::Small, ColorRole::TextMuted));
    m_new_links = new TextLabel(QString(), TextRole::Small);
    m_footer->row()->addWidget(m_new_links);
    QPushButton* change = makeFooterLink(tr("Change"));
    change->setAccessibleName(tr("Change link defaults"));
    connect(change, &QPushButton::clicked, this,
            [this] { m_context.navigator.showSettings(QStringLiteral("links")); });
    m_footer->row()->addWidget(change);
    m_footer->row()->addStretch(1);
    m_space = new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted);
    m_footer->row()->addWidget(m_space);
    m_footer->row()->addSpacing(metrics::space(2));
}

void FilesPage::connectActs() {
    const Actions& actions = m_context.actions;
    const auto copy_for = [this](QAction* action, std::chrono::seconds life) {
        connect(action, &QAction::triggered, this,
                [this, life] { m_commands->copyLinks(chosenOrNewest(), life); });
    };
    using std::chrono::hours;
    connect(actions.copy_link, &QAction::triggered, this,
            [this] { m_commands->copyLinks(chosenOrNewest(), m_context.settings.linkLife()); });
    copy_for(actions.copy_link_hour, hours(1));
    copy_for(actions.copy_link_day, hours(24));
    copy_for(actions.copy_link_week, hours(24 * 7));
    connect(actions.download, &QAction::triggered, this, [this] { m_commands->download(m_list->chosen()); });
    connect(actions.delete_files, &QAction::triggered, this,
            [this] { m_commands->remove(m_list->chosen()); });
    connect(actions.restore, &QAction::triggered, this, [this] { m_commands->restore(m_list->chosen()); });
    connect(actions.delete_for_good, &QAction::triggered, this,
            [this] { m_commands->purge(m_list->chosen()); });
    connect(actions.rename, &QAction::triggered, this, [this] {
        if (const auto files = m_list->chosen(); files.size() == 1)
            m_commands->rename(files.front());
    });
    connect(actions.select_all, &QAction::triggered, m_list, &QTreeView::selectAll);
    connect(m_list, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (!m_context.files.isTrash() && index.isValid())
            m_commands->copyLinks({m_context.files.at(index.row())}, m_context.settings.linkLife());
    });
    // The neighbour of what has gone is chosen, so that the keyboard stays where it was.
    connect(m_commands, &FileCommands::rowsGoing, this, [this] { m_top_before = m_list->topChosenRow(); });
    connect(m_commands, &FileCommands::rowsGone, this, [this] {
        if (m_list->chosen().empty())
            m_list->chooseRow(m_top_before);
    });
}

std::vector<FileEntry> FilesPage::chosenOrNewest() const {
    std::vector<FileEntry> files = m_list->chosen();
    return files.empty() ? newest() : files;
}

/// Of those that were fetched: they are sorted by anything.
std::vector<FileEntry> FilesPage::newest() const {
    const FilesModel& model = m_context.files;
    if (model.rowCount() == 0 || model.isTrash())
        return {};
    int newest = 0;
    for (int row = 1; row < model.rowCount(); ++row) {
        if (model.at(row).added > model.at(newest).added)
            newest = row;
    }
    return {model.at(newest)};
}

void FilesPage::copyNewestLink() {
    if (const auto files = newest(); !files.empty())
        m_commands->copyLinks(files, m_context.settings.linkLife());
    else
        m_context.toast.say(tr("There is no file yet."));
}

void FilesPage::updateActs() {
    const Actions& actions = m_context.actions;
    const qsizetype count = isVisible() ? m_list->selectionModel()->selectedRows().size() : 0;
    const bool in_list = isVisible() && !m_context.files.isTrash();
    const bool in_trash = isVisible() && m_context.files.isTrash();
    const QString none = tr("Select a file first.");
    const bool has_files = m_context.files.rowCount() > 0;
    allow(actions.copy_link, in_list && has_files, tr("There is no file yet."));
    for (QAction* action : {actions.copy_link_hour, actions.copy_link_day, actions.copy_link_week,
                            actions.download, actions.delete_files})
        allow(action, in_list && count > 0, none);
    allow(actions.rename, in_list && count == 1, count > 1 ? tr("Select one file only.") : none);
    allow(actions.restore, in_trash && count > 0, none);
    allow(actions.delete_for_good, in_trash && count > 0, none);
    allow(actions.select_all, isVisible() && has_files, tr("There is no file yet."));
    for (QWidget* button : m_file_buttons)
        button->setVisible(!m_context.files.isTrash());
    for (QWidget* button : m_trash_buttons)
        button->setVisible(m_context.files.isTrash());
    m_acts->setSummary(count == 0   ? tr("No file selected")
                       : count == 1 ? tr("1 file selected")
                                    : tr("%1 files selected").arg(QLocale().toString(count)));
}

void FilesPage::openMenu(const QPoint& at) {
    const Actions& actions = m_context.actions;
    if (m_list->chosen().empty())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_context.files.isTrash()) {
        menu->addActions({actions.restore, actions.delete_for_good});
    } else {
        menu->addAction(actions.copy_link);
        QMenu* lives = menu->addMenu(tr("Copy link for"));
        lives->addActions({actions.copy_link_hour, actions.copy_link_day, actions.copy_link_week});
        menu->addSeparator();
        menu->addActions({actions.download, actions.rename, actions.delete_files});
    }
    menu->addSeparator();
    menu->addAction(actions.select_all);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace dropseal::app

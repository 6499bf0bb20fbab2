// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/files_page.h"

#include "app/models/storage_use.h"
#include "app/pages/actions.h"
#include "app/pages/file_commands.h"
#include "app/pages/files_list.h"
#include "app/pages/intake.h"
#include "app/pages/page_words.h"
#include "app/pages/transfer_dock.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/widgets/action_row.h"
#include "app/widgets/buttons.h"
#include "app/widgets/choice_box.h"
#include "app/widgets/drop_zone.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/text_label.h"
#include "app/words/display_text.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace dropseal::app {

FilesPage::FilesPage(PageContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_commands(new FileCommands(context, this)) {
    makeHeader();
    makeActionRow();
    QWidget* content = makeContent();
    makeFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_acts);
    column->addWidget(content, 1);
    column->addWidget(m_footer);
    auto* cover = new DropCover(this);
    cover->setEnabledFor(&Intake::takes);
    connect(cover, &DropCover::dropped, this,
            [this](const QMimeData* mime) { m_context.intake.take(*mime); });
    connectActs();
    connectContext();
    modelChanged();
    updateFooter();
}

QString FilesPage::title() const {
    return tr("Files");
}

void FilesPage::entered() {
    const auto state = m_context.files.state();
    if (state == FilesModel::State::Idle || state == FilesModel::State::Failed)
        m_context.files.reload();
    if (m_stack->currentWidget() == m_list)
        m_list->setFocus(Qt::OtherFocusReason);
    else
        m_stack->currentWidget()->setFocus(Qt::OtherFocusReason);
}

bool FilesPage::find() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

void FilesPage::reload() {
    m_context.files.reload();
    m_context.storage.refreshSoon();
}

QList<QWidget*> FilesPage::areas() const {
    QList<QWidget*> shown{m_header, m_stack->currentWidget()};
    if (m_dock->isVisible())
        shown += m_dock;
    shown += m_footer;
    return shown;
}

int FilesPage::roomBelow() const {
    return m_footer->height();
}

void FilesPage::setMenu(QMenu* menu) {
    QToolButton* button = m_header->addMenu(menu);
    QWidget::setTabOrder(m_add, button);
}

void FilesPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    updateActs();
}

void FilesPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    updateActs();
}

void FilesPage::connectContext() {
    connect(&m_context.files, &FilesModel::stateChanged, this, &FilesPage::modelChanged);
    connect(&m_context.files, &FilesModel::countChanged, this, &FilesPage::modelChanged);
    connect(&m_context.session, &Session::offlineChanged, this, &FilesPage::updateAge);
    connect(&m_context.settings, &AppSettings::changed, this, &FilesPage::updateFooter);
    connect(&m_context.storage, &StorageUse::changed, this, &FilesPage::updateFooter);
    connect(m_list, &FilesList::chosenChanged, this, &FilesPage::updateActs);
    m_skeleton_due.setSingleShot(true);
    m_skeleton_due.setInterval(metrics::SkeletonAfterMs);
    connect(&m_skeleton_due, &QTimer::timeout, this, [this] {
        if (m_stack->currentWidget() == m_blank)
            showContent(m_skeleton);
    });
}

/// What the list's state calls for: rows, the way to the first file, or why there are none.
QWidget* FilesPage::contentForState() {
    const FilesModel& files = m_context.files;
    if (files.rowCount() > 0)
        return m_list;
    switch (files.state()) {
    case FilesModel::State::Idle:
    case FilesModel::State::Loading:
        return m_stack->currentWidget() == m_skeleton ? static_cast<QWidget*>(m_skeleton) : m_blank;
    case FilesModel::State::Failed:
        return m_failed;
    case FilesModel::State::Ready:
        break;
    }
    if (files.hasFilter())
        return m_nothing_found;
    return files.isTrash() ? static_cast<QWidget*>(m_empty_trash) : m_zone_room;
}

void FilesPage::modelChanged() {
    const FilesModel& files = m_context.files;
    if (files.state() == FilesModel::State::Idle && !m_search->text().isEmpty())
        m_search->clear(); // signed out: the model has forgotten the search too
    const QSignalBlocker silent(m_filter);
    m_filter->setCurrentIndex(files.isTrash() ? 1 : 0);
    sayNothingFound();
    sayFailed();
    showContent(contentForState());
    updateAge();
    updateActs();
    chooseWanted();
}

void FilesPage::showContent(QWidget* content) {
    QWidget* before = m_stack->currentWidget();
    const bool loading = m_context.files.state() == FilesModel::State::Loading;
    if (content == m_blank && loading && !m_skeleton_due.isActive())
        m_skeleton_due.start();
    if (content == before)
        return;
    const QWidget* focus = focusWidget();
    const bool had_focus = focus && before->isAncestorOf(focus);
    m_stack->setCurrentWidget(content);
    // The zone needs its room, a list can do with little: else the dock would have none.
    constexpr int LeastRows = 3;
    m_stack->setMinimumHeight(content == m_zone_room ? 0 : metrics::header() + LeastRows * metrics::row());
    QTimer::singleShot(0, m_dock, &TransferDock::applyHeight);
    const bool first_file = content == m_zone_room;
    m_acts->setVisible(!first_file);
    setButtonRole(m_add, first_file ? ButtonRole::Raised : ButtonRole::Primary);
    if (had_focus && window()->isActiveWindow())
        content->setFocus(Qt::OtherFocusReason); // its focus proxy: the first thing in it
}

void FilesPage::sayNothingFound() {
    m_nothing_found->setTexts(tr("No file matches “%1”.").arg(isolated(m_search->text())), {});
}

void FilesPage::sayFailed() {
    if (const auto& error = m_context.files.error())
        m_failed->setTexts(tr("The list could not be loaded."),
                           errorText(m_context, *error, ErrorContext::Place::Files));
}

/// Without a connection the last list stays, with its age.
void FilesPage::updateAge() {
    const bool failed = m_context.files.state() == FilesModel::State::Failed;
    const bool old = (m_context.session.offline() || failed) && m_context.files.asOf().isValid();
    m_age->setVisible(old);
    if (old)
        m_age->setText(tr("as of %1", "time").arg(clockText(m_context.files.asOf())));
    m_list->setGreyed(old);
}

void FilesPage::updateFooter() {
    m_new_links->setText(lifeText(m_context.settings.linkLife()));
    m_space->setText(m_context.storage.text());
}

void FilesPage::setTrash(bool trash) {
    if (trash != m_context.files.isTrash())
        m_context.files.setTrash(trash);
    updateActs();
}

void FilesPage::showFile(const QString& file_id) {
    m_wanted_file = file_id;
    m_search->clear();
    setTrash(false);
    chooseWanted();
}

void FilesPage::chooseWanted() {
    const auto id = FileId::parse(m_wanted_file.toStdString());
    const int row = id ? m_context.files.rowOf(*id) : -1;
    if (row < 0)
        return;
    m_wanted_file.clear();
    m_list->chooseRow(row);
}

} // namespace dropseal::app

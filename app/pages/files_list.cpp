// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/files_list.h"

#include "app/pages/page_context.h"
#include "app/session/app_settings.h"
#include "app/words/display_text.h"

#include <QtWidgets/QHeaderView>

#include <algorithm>

namespace dropseal::app {

namespace {

const QString HeaderKey = QStringLiteral("files-header");
constexpr int KeepHeaderMs = 500;
constexpr int MinuteMs = 60'000;

} // namespace

FilesList::FilesList(PageContext& context, QWidget* parent)
    : QTreeView(parent)
    , m_context(context)
    , m_delegate(new FileDelegate(
          [this](const QModelIndex& index) { return rowOf(index); },
          {FilesModel::NameColumn, FilesModel::SizeColumn, FilesModel::AddedColumn, FilesModel::LinkColumn},
          this)) {
    makeTable(this, tr("Files"));
    // Before the model, which the view sorts as soon as it gets it.
    header()->setSortIndicator(context.files.sortColumn(), context.files.sortOrder());
    setModel(&context.files);
    m_delegate->installOn(this);
    header()->restoreState(context.settings.windowState(HeaderKey));
    keepHeader();
    setCompact();
    connect(&context.settings, &AppSettings::changed, this, &FilesList::setCompact);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &FilesList::chosenChanged);
    m_minute.setInterval(MinuteMs);
    connect(&m_minute, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    m_minute.start();
}

FileRow FilesList::rowOf(const QModelIndex& index) const {
    const auto text = [&index](int column) {
        return index.siblingAtColumn(column).data(Qt::DisplayRole).toString();
    };
    const FileEntry& file = m_context.files.at(index.row());
    FileRow row;
    row.name = file.name;
    row.size = text(FilesModel::SizeColumn);
    row.added = text(FilesModel::AddedColumn);
    row.link_text = text(FilesModel::LinkColumn);
    row.greyed = m_greyed;
    const QDateTime expires = m_context.links.expiryOf(file.id);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (!expires.isValid() || m_context.files.isTrash())
        row.link = FileRow::Link::None;
    else if (expires <= now)
        row.link = FileRow::Link::Dead;
    else
        row.link = expiresSoon(expires, now) ? FileRow::Link::ExpiresSoon : FileRow::Link::Sealed;
    return row;
}

std::vector<FileEntry> FilesList::chosen() const {
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    return m_context.files.entries(rows);
}

int FilesList::topChosenRow() const {
    int top = -1;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex& row : rows)
        top = top < 0 ? row.row() : std::min(top, row.row());
    return top;
}

void FilesList::chooseRow(int row) {
    const int last = model()->rowCount() - 1;
    if (row < 0 || last < 0)
        return;
    const QModelIndex index = model()->index(std::min(row, last), FilesModel::NameColumn);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

void FilesList::setGreyed(bool greyed) {
    m_greyed = greyed;
    viewport()->update();
}

/// Arriving by the keyboard, one sees where one is.
void FilesList::focusInEvent(QFocusEvent* event) {
    QTreeView::focusInEvent(event);
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        selectionModel()->setCurrentIndex(model()->index(0, FilesModel::NameColumn),
                                          QItemSelectionModel::NoUpdate);
}

void FilesList::keepHeader() {
    m_header_changed.setSingleShot(true);
    m_header_changed.setInterval(KeepHeaderMs);
    connect(&m_header_changed, &QTimer::timeout, this,
            [this] { m_context.settings.setWindowState(HeaderKey, header()->saveState()); });
    const auto soon = qOverload<>(&QTimer::start);
    connect(header(), &QHeaderView::sectionResized, &m_header_changed, soon);
    connect(header(), &QHeaderView::sectionMoved, &m_header_changed, soon);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, &FilesList::sortShown);
}

/// The server does not sort by links: a click on that heading changes nothing.
void FilesList::sortShown(int column) {
    const FilesModel& files = m_context.files;
    if (column == FilesModel::LinkColumn || column < 0)
        header()->setSortIndicator(files.sortColumn(), files.sortOrder());
    else
        m_header_changed.start();
}

void FilesList::setCompact() {
    m_delegate->setCompact(m_context.settings.compactRows());
    scheduleDelayedItemsLayout();
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
// The half of FilesModel that asks the server. One list is on its way at a time.
#include "app/models/files_model.h"

namespace dropseal::app {

namespace {

constexpr int ReloadWaitMs = 300;
/// A view asks again with every movement; after a failure it shall not do so at once.
constexpr int MorePauseMs = 3000;

QString sortWord(int column, Qt::SortOrder order) {
    QString word = QStringLiteral("created_at");
    if (column == FilesModel::NameColumn)
        word = QStringLiteral("filename");
    else if (column == FilesModel::SizeColumn)
        word = QStringLiteral("size");
    return order == Qt::DescendingOrder ? QLatin1Char('-') + word : word;
}

bool isConnectionLost(const std::optional<ApiError>& error) {
    return error && (error->kind == ApiError::Kind::NoConnection || error->kind == ApiError::Kind::Timeout);
}

} // namespace

void FilesModel::sort(int column, Qt::SortOrder order) {
    const bool sorts = column >= NameColumn && column < LinkColumn;
    if (!sorts || (column == m_sort_column && order == m_sort_order))
        return;
    m_sort_column = column;
    m_sort_order = order;
    newQuestion();
}

void FilesModel::setSearch(const QString& text) {
    m_typed = text;
    if (m_typed == m_search)
        m_search_timer.stop();
    else
        m_search_timer.start();
}

void FilesModel::searchNow() {
    if (m_typed == m_search)
        return;
    m_search = m_typed;
    newQuestion();
}

void FilesModel::setTrash(bool trash) {
    if (trash == m_trash)
        return;
    m_trash = trash;
    beginResetModel(); // nobody shall delete for good what is not in the trash
    m_rows.clear();
    m_row_of.clear();
    endResetModel();
    newQuestion();
}

/// The rows stay until the answer is here. Before the first reload() nothing is asked.
void FilesModel::newQuestion() {
    ++m_question;
    m_call.cancel();
    m_asking = Ask::Nothing;
    m_needs_fresh = true;
    m_reload_waits = false;
    m_more_waits = false;
    m_more_from.reset();
    m_tail_from.reset();
    m_tail_timer.stop();
    m_reload_timer.stop();
    m_next_of.clear();
    if (m_state != State::Idle)
        ask(Ask::Fresh);
}

void FilesModel::clear() {
    m_state = State::Idle;
    m_search.clear();
    m_typed.clear();
    m_search_timer.stop();
    m_trash = false;
    m_pending.clear();
    m_error.reset();
    m_as_of = QDateTime();
    newQuestion();
    m_acts->cancelAll();
    beginResetModel();
    m_rows.clear();
    m_row_of.clear();
    endResetModel();
    Q_EMIT stateChanged();
}

void FilesModel::reload() {
    if (m_reload_timer.isActive())
        return;
    const bool at_once = m_state == State::Idle || m_state == State::Failed;
    if (at_once)
        setState(State::Loading);
    m_reload_timer.start(at_once ? 0 : ReloadWaitMs);
}

void FilesModel::reloadNow() {
    if (m_asking != Ask::Nothing)
        m_reload_waits = true; // that answer may be older than what happened now
    else
        ask(m_needs_fresh ? Ask::Fresh : Ask::Head);
}

/// What failed for want of a connection is asked again as soon as any call got through.
void FilesModel::reachedAgain() {
    if (m_state == State::Failed && m_asking == Ask::Nothing && isConnectionLost(m_error))
        reload();
}

bool FilesModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more_from && !m_more_waits && m_asking != Ask::More &&
           m_no_more_before.hasExpired();
}

void FilesModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    if (m_asking == Ask::Nothing)
        ask(Ask::More, *m_more_from);
    else
        m_more_waits = true;
}

void FilesModel::ask(Ask what, const QString& cursor) {
    m_tail_timer.stop();
    m_asking = what;
    m_asked_from = cursor;
    if (what == Ask::Fresh || (what == Ask::More && m_rows.empty()))
        setState(State::Loading);
    const quint64 number = ++m_asked;
    m_call =
        m_client.files(m_search, sortWord(m_sort_column, m_sort_order), m_trash, cursor, this,
                       [this, what, number, question = m_question](const ApiResult<api::FileList>& list) {
                           if (question == m_question)
                               answered(what, number, list);
                       });
}

void FilesModel::answered(Ask what, quint64 number, const ApiResult<api::FileList>& list) {
    if (!list) {
        m_asking = Ask::Nothing;
        m_more_waits = false;
        m_no_more_before.setRemainingTime(MorePauseMs);
        m_tail_from.reset();
        setState(State::Failed, list.error());
    } else {
        take(what, number, *list);
    }
    if (m_asking == Ask::Nothing)
        askNext();
}

void FilesModel::take(Ask what, quint64 number, const api::FileList& list) {
    const std::vector<FileEntry> page = shownOf(list, number);
    auto next = list.next_cursor ? std::optional(QString::fromStdString(*list.next_cursor)) : std::nullopt;
    if (next == m_asked_from)
        next.reset(); // a server that leads in a circle
    const int rows_before = rowCount();
    int from = 0;
    if (what == Ask::More)
        from = rows_before;
    else if (what == Ask::Tail && !m_tail_after.isNil())
        from = rowOf(m_tail_after) + 1;
    if (what == Ask::Tail && from == 0 && !m_tail_after.isNil()) { // that row went meanwhile
        m_tail_from.reset();
        m_reload_waits = true;
        m_asking = Ask::Nothing;
        return;
    }
    // Until the rows are right it is still on its way: views fetch more when rows come.
    const int end = merge(from, page, what == Ask::Fresh || !next, what != Ask::Fresh);
    m_asking = Ask::Nothing;
    const bool is_all_seen = what == Ask::More || !next || end >= rowCount();
    if (is_all_seen)
        m_more_from = next;
    if (what != Ask::More) {
        m_tail_from = is_all_seen ? std::nullopt : next;
        m_tail_after = end > 0 ? at(end - 1).id : FileId();
        m_needs_fresh = m_needs_fresh && what != Ask::Fresh;
    }
    if (what == Ask::More && rowCount() == rows_before)
        m_no_more_before.setRemainingTime(MorePauseMs); // nor one that says nothing new
    if (what == Ask::Fresh || what == Ask::Head)
        m_as_of = QDateTime::currentDateTime();
    setState(State::Ready);
    fillUp();
}

/// All that was fetched is gone, by the person or by the server: with more to fetch that is no empty list.
void FilesModel::fillUp() {
    if (!m_rows.empty() || !m_more_from || !m_no_more_before.hasExpired())
        return;
    if (m_asking == Ask::Nothing)
        ask(Ask::More, *m_more_from);
    else
        m_more_waits = true;
}

void FilesModel::askNext() {
    if (m_more_waits && m_more_from) {
        m_more_waits = false;
        ask(Ask::More, *m_more_from);
    } else if (m_reload_waits) {
        m_reload_waits = false;
        m_reload_timer.start(ReloadWaitMs);
    } else if (m_tail_from) {
        m_tail_timer.start();
    }
}

void FilesModel::tailNow() {
    if (m_asking == Ask::Nothing && m_tail_from)
        ask(Ask::Tail, *m_tail_from);
}

void FilesModel::setState(State state, const std::optional<ApiError>& error) {
    const bool is_news = state != m_state || error.has_value() || m_error.has_value();
    m_state = state;
    m_error = error;
    if (is_news || state == State::Ready) // asOf() moved on
        Q_EMIT stateChanged();
}

} // namespace dropseal::app

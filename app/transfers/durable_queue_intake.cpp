// SPDX-License-Identifier: GPL-3.0-or-later
// What comes into the queue, and how it gets its place in the journal first.
#include "app/transfers/durable_queue.h"
#include "app/transfers/folder_walk.h"
#include "app/transfers/transfer_name.h"

namespace dropseal::app {

namespace {

constexpr std::size_t BatchRows = 500; // the window draws between two of them

} // namespace

/// Whose it becomes is known when the journal is read.
void DurableQueue::whenLoaded(std::function<void()> act) {
    if (m_is_loaded)
        act();
    else
        m_when_loaded.push_back(std::move(act));
}

void DurableQueue::addUploads(const QStringList& paths) {
    if (paths.isEmpty())
        return;
    whenLoaded([this, paths] {
        Journal::Drop drop{0, accountForNew(), paths};
        m_journal_thread.post([this, drop = std::move(drop)](Reports& reports) {
            Journal::Drop numbered = drop;
            m_journal.addDrop(numbered);
            reports.push_back([this, numbered = std::move(numbered)] { walk(numbered); });
        });
    });
}

/// One transaction takes all that was found in, and the drop itself out: a kill before it means that the drop
/// is looked at again, one after it means nothing.
void DurableQueue::walk(const Journal::Drop& drop) {
    m_walker.post([this, drop](Reports&) {
        std::vector<JournalRow> rows = FolderWalk(m_is_ending).walk(drop.paths);
        if (m_is_ending)
            return;
        for (JournalRow& row : rows)
            row.account = drop.account;
        m_journal_thread.post([this, rows = std::move(rows), number = drop.number](Reports& reports) {
            m_journal.removeDrop(number);
            addToJournal(rows, reports);
        });
    });
}

/// On the journal's thread.
void DurableQueue::addToJournal(std::vector<JournalRow> rows, Reports& reports) {
    m_journal.add(rows);
    for (std::size_t at = 0; at < rows.size(); at += BatchRows) {
        const auto first = rows.begin() + static_cast<std::ptrdiff_t>(at);
        const auto last = rows.begin() + static_cast<std::ptrdiff_t>(std::min(at + BatchRows, rows.size()));
        std::vector<JournalRow> batch(std::make_move_iterator(first), std::make_move_iterator(last));
        reports.push_back([this, batch = std::move(batch)]() mutable { take(std::move(batch)); });
    }
}

void DurableQueue::addUploadOfBytes(const QString& name, const QByteArray& bytes) {
    whenLoaded([this, name, bytes] {
        m_journal_thread.post([this, name, bytes, account = accountForNew()](Reports& reports) {
            JournalRow row = m_pasted.keep(name, bytes);
            row.account = account;
            addToJournal({std::move(row)}, reports);
        });
    });
}

void DurableQueue::addDownload(const FileId& file, const QString& name, qint64 size, const QString& sha256,
                               const QString& target_path) {
    JournalRow row;
    row.transfer.kind = TransferKind::Download;
    row.transfer.name = name;
    row.transfer.local_path = target_path;
    row.transfer.size = size;
    row.transfer.sha256 = sha256;
    row.transfer.file_id = file;
    whenLoaded([this, row = std::move(row)]() mutable {
        row.account = accountForNew();
        m_journal_thread.post(
            [this, row = std::move(row)](Reports& reports) { addToJournal({row}, reports); });
    });
}

void DurableQueue::take(std::vector<JournalRow> rows) {
    Numbers numbers;
    Numbers failures;
    Entries adopted;
    for (JournalRow& row : rows) {
        const bool is_adopted = isAdoptable(row.account); // signed in while it was looked at
        if (is_adopted)
            row.account = m_account;
        m_newest = std::max(m_newest, row.transfer.number);
        Entry& entry = m_list.add(std::move(row), accountForNew());
        if (is_adopted)
            adopted.push_back(&entry);
        if (!entry.is_shown)
            continue;
        numbers.push_back(entry.number());
        if (entry.state() == TransferState::Failed)
            failures.push_back(entry.number());
    }
    store(adopted);
    if (!numbers.empty())
        Q_EMIT added(numbers);
    for (const TransferNumber number : failures)
        Q_EMIT failed(number);
    startSoon();
}

} // namespace dropseal::app

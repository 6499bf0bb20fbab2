// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/journal.h"

#include "app/transfers/journal_file.h"
#include "app/transfers/journal_rows.h"

#include <QtSql/QSqlError>

namespace dropseal::app {

Journal::Journal(const QString& folder) : m_file(std::make_unique<JournalFile>(folder)) {
}

Journal::~Journal() = default;

Journal::Contents Journal::open() {
    auto opened = m_file->open();
    std::optional<Contents> contents;
    if (opened == JournalFile::Opened::Yes)
        contents = read();
    m_is_read = contents.has_value();
    if (contents)
        return std::move(*contents);
    Contents empty;
    const bool is_broken =
        opened == JournalFile::Opened::Broken || (opened == JournalFile::Opened::Yes && m_file->isCorrupt());
    empty.is_begun_anew = is_broken && m_file->moveAside();
    if (empty.is_begun_anew)
        opened = m_file->open();
    m_is_read = empty.is_begun_anew && opened == JournalFile::Opened::Yes;
    m_is_behind = !m_is_read;
    if (m_is_behind) {
        m_file->close();
        qWarning("The transfer journal cannot be opened; what is queued now is kept in memory only.");
    }
    return empty;
}

std::optional<Journal::Contents> Journal::read() {
    Contents contents;
    QSqlQuery query = m_file->ask(SelectRows);
    while (query.next()) {
        auto row = rowOf(query);
        if (!row)
            continue;
        m_last_number = std::max(m_last_number, row->transfer.number);
        m_last_place = std::max(m_last_place, row->place);
        contents.rows.push_back(std::move(*row));
    }
    if (!query.isActive() || query.lastError().isValid())
        return std::nullopt;
    query = m_file->ask("SELECT number, account, paths FROM drops ORDER BY number");
    while (query.next()) {
        contents.drops.push_back({query.value(0).toLongLong(), query.value(1).toString(),
                                  unpackPaths(query.value(2).toByteArray())});
        m_last_drop = contents.drops.back().number;
    }
    query = m_file->ask("SELECT seq FROM sqlite_sequence WHERE name = 'transfers'");
    if (query.next())
        m_last_number = std::max<TransferNumber>(m_last_number, query.value(0).toLongLong());
    query = m_file->ask("SELECT value FROM facts WHERE name = 'last_account'");
    if (query.next())
        contents.last_account = query.value(0).toString();
    query.clear();
    return m_file->isCorrupt() ? std::nullopt : std::optional(std::move(contents));
}

void Journal::begin() {
    if (m_file->isOpen())
        note(m_file->run("BEGIN IMMEDIATE"));
}

void Journal::commit() {
    if (!m_file->isOpen() || m_file->run("COMMIT"))
        return;
    m_is_behind = true;
    m_file->run("ROLLBACK");
}

bool Journal::put(const JournalRow& row) {
    QSqlQuery query = m_file->prepare(StoreRow);
    bindRow(query, row);
    return m_file->exec(query);
}

void Journal::add(std::vector<JournalRow>& rows) {
    for (JournalRow& row : rows) {
        row.transfer.number = ++m_last_number;
        if (row.place <= 0)
            row.place = std::max(m_last_place + 1, static_cast<double>(m_last_number));
        m_last_place = std::max(m_last_place, row.place);
    }
    store(rows);
}

void Journal::store(const std::vector<JournalRow>& rows) {
    QSqlQuery query = m_file->prepare(StoreRow);
    for (const JournalRow& row : rows) {
        m_last_place = std::max(m_last_place, row.place);
        bindRow(query, row);
        note(m_file->exec(query));
    }
}

void Journal::remove(const std::vector<TransferNumber>& numbers) {
    QSqlQuery query = m_file->prepare("DELETE FROM transfers WHERE number = ?");
    for (const TransferNumber number : numbers) {
        query.bindValue(0, QVariant::fromValue<qlonglong>(number));
        note(m_file->exec(query));
    }
}

void Journal::addDrop(Drop& drop) {
    drop.number = ++m_last_drop;
    note(m_file->run("INSERT INTO drops (number, account, paths) VALUES (?, ?, ?)",
                     {QVariant::fromValue<qlonglong>(drop.number),
                      drop.account.isNull() ? QString(QLatin1String("")) : drop.account,
                      packPaths(drop.paths)}));
}

void Journal::removeDrop(std::int64_t number) {
    note(m_file->run("DELETE FROM drops WHERE number = ?", {QVariant::fromValue<qlonglong>(number)}));
}

void Journal::setLastAccount(const QString& account) {
    note(m_file->run("INSERT OR REPLACE INTO facts (name, value) VALUES ('last_account', ?)", {account}));
}

void Journal::rewrite(const std::vector<JournalRow>& rows, TransferNumber newest) {
    commit();
    replace(rows, newest);
    begin();
}

void Journal::replace(const std::vector<JournalRow>& rows, TransferNumber newest) {
    if (!m_is_read) // what stands there has the same numbers
        return;
    if (!m_file->isOpen() || m_file->isCorrupt()) {
        if (m_file->isCorrupt() && !m_file->moveAside())
            return;
        if (m_file->open() != JournalFile::Opened::Yes)
            return;
    }
    bool is_written = m_file->run("BEGIN IMMEDIATE") && m_file->run("DELETE FROM transfers WHERE number <= ?",
                                                                    {QVariant::fromValue<qlonglong>(newest)});
    for (auto row = rows.begin(); is_written && row != rows.end(); ++row)
        is_written = put(*row);
    is_written = is_written && m_file->run("COMMIT");
    if (!is_written)
        m_file->run("ROLLBACK");
    m_is_behind = !is_written;
}

} // namespace dropseal::app

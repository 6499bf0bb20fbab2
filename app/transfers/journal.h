// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/journal_row.h"

#include <memory>

namespace dropseal::app {

class JournalFile;

/// The queue on disk. Everything here belongs to one thread, the same from open() on. Nothing is thrown and
/// nothing fails for the caller: what cannot be written makes the journal `behind`, and rewrite() mends that.
class Journal {
public:
    /// Files and folders that were dropped, and are not looked at yet.
    struct Drop {
        std::int64_t number = 0;
        QString account;
        QStringList paths;
    };
    struct Contents {
        std::vector<JournalRow> rows; ///< in their order
        std::vector<Drop> drops;
        QString last_account;
        bool is_begun_anew = false; ///< what was there before could not be read, and was moved aside
    };

    explicit Journal(const QString& folder);
    ~Journal();

    Contents open();
    void begin();
    void commit();
    bool isBehind() const { return m_is_behind; }

    /// Gives the rows their numbers and, where they have none, their places.
    void add(std::vector<JournalRow>& rows);
    void store(const std::vector<JournalRow>& rows); ///< as they are now
    void remove(const std::vector<TransferNumber>& numbers);
    void addDrop(Drop& drop); ///< gives it its number
    void removeDrop(std::int64_t number);
    void setLastAccount(const QString& account);
    /// All that there is up to the number `newest`, after something could not be written.
    void rewrite(const std::vector<JournalRow>& rows, TransferNumber newest);

private:
    std::optional<Contents> read();
    void note(bool is_written) { m_is_behind = m_is_behind || !is_written; }
    bool put(const JournalRow& row);
    void replace(const std::vector<JournalRow>& rows, TransferNumber newest);

    std::unique_ptr<JournalFile> m_file;
    TransferNumber m_last_number = 0;
    std::int64_t m_last_drop = 0;
    double m_last_place = 0;
    bool m_is_read = false; ///< what was there is known
    bool m_is_behind = false;
};

} // namespace dropseal::app

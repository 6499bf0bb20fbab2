// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/entry.h"

#include <set>
#include <unordered_map>

namespace dropseal::app {

/// All transfers of all accounts, and the order of those that are shown. Knows nothing of networks.
class TransferList {
public:
    Entry& add(JournalRow row, const QString& account_in_use);
    void remove(const std::vector<TransferNumber>& numbers);
    Entry* find(TransferNumber number);
    const Entry* find(TransferNumber number) const;
    /// Shows those of this account, and no others.
    void show(const QString& account);
    const std::vector<Entry*>& shown() const { return m_shown; }
    std::vector<Entry*> all();

    /// The one way to change a state.
    void setState(Entry& entry, TransferState state);
    Entry* firstWaiting() const { return m_line.empty() ? nullptr : *m_line.begin(); }
    std::vector<TransferNumber> firstWaiting(std::size_t most) const;
    int placeInLine(const Entry& entry) const;
    /// True once after the line has changed.
    bool takeLineChanged() { return std::exchange(m_is_line_new, false); }

    /// Answers whose `place` became another one; nobody's where it stands there already.
    std::vector<Entry*> move(Entry& entry, qsizetype places);
    std::vector<Entry*> moveToFront(Entry& entry);

private:
    struct Before {
        bool operator()(const Entry* left, const Entry* right) const {
            return left->row.place != right->row.place ? left->row.place < right->row.place
                                                       : left->number() < right->number();
        }
    };

    void leaveLine(Entry& entry);
    void joinLine(Entry& entry);
    bool placeBetween(std::size_t index);
    void renumber();

    std::unordered_map<TransferNumber, std::unique_ptr<Entry>> m_entries;
    std::vector<Entry*> m_shown;
    std::set<Entry*, Before> m_line; ///< of those shown, the Waiting ones
    mutable bool m_are_places_known = false;
    bool m_is_line_new = false;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/transfer_list.h"

#include <unordered_set>

namespace dropseal::app {

Entry& TransferList::add(JournalRow row, const QString& account_in_use) {
    const TransferNumber number = row.transfer.number;
    auto& slot = m_entries[number];
    slot = std::make_unique<Entry>(std::move(row));
    Entry& entry = *slot;
    entry.is_shown = entry.row.account == account_in_use;
    if (!entry.is_shown)
        return entry;
    // Something was moved to the end meanwhile.
    if (!m_shown.empty() && !Before()(m_shown.back(), &entry))
        entry.row.place = m_shown.back()->row.place + 1;
    m_shown.push_back(&entry);
    joinLine(entry);
    return entry;
}

void TransferList::remove(const std::vector<TransferNumber>& numbers) {
    const std::unordered_set<TransferNumber> leaving(numbers.begin(), numbers.end());
    std::erase_if(m_shown, [&](Entry* entry) { return leaving.contains(entry->number()); });
    for (const TransferNumber number : numbers) {
        if (Entry* const entry = find(number)) {
            leaveLine(*entry);
            m_entries.erase(number);
        }
    }
}

Entry* TransferList::find(TransferNumber number) {
    const auto found = m_entries.find(number);
    return found == m_entries.end() ? nullptr : found->second.get();
}

const Entry* TransferList::find(TransferNumber number) const {
    const auto found = m_entries.find(number);
    return found == m_entries.end() ? nullptr : found->second.get();
}

void TransferList::show(const QString& account) {
    m_line.clear();
    m_shown.clear();
    for (const auto& [number, entry] : m_entries) {
        entry->is_shown = entry->row.account == account;
        if (entry->is_shown)
            m_shown.push_back(entry.get());
    }
    std::sort(m_shown.begin(), m_shown.end(), Before());
    for (Entry* const entry : m_shown)
        joinLine(*entry);
}

std::vector<Entry*> TransferList::all() {
    std::vector<Entry*> entries;
    entries.reserve(m_entries.size());
    for (const auto& [number, entry] : m_entries)
        entries.push_back(entry.get());
    std::sort(entries.begin(), entries.end(), Before());
    return entries;
}

void TransferList::leaveLine(Entry& entry) {
    if (m_line.erase(&entry) == 0)
        return;
    m_are_places_known = false;
    m_is_line_new = true;
}

void TransferList::joinLine(Entry& entry) {
    if (!entry.is_shown || entry.state() != TransferState::Waiting || !m_line.insert(&entry).second)
        return;
    m_are_places_known = false;
    m_is_line_new = true;
}

void TransferList::setState(Entry& entry, TransferState state) {
    leaveLine(entry);
    entry.row.transfer.state = state;
    joinLine(entry);
}

std::vector<TransferNumber> TransferList::firstWaiting(std::size_t most) const {
    std::vector<TransferNumber> numbers;
    for (auto entry = m_line.begin(); entry != m_line.end() && numbers.size() < most; ++entry)
        numbers.push_back((*entry)->number());
    return numbers;
}

int TransferList::placeInLine(const Entry& entry) const {
    if (entry.state() != TransferState::Waiting)
        return 0;
    if (!m_are_places_known) {
        int place = 0;
        for (Entry* const waiting : m_line)
            waiting->place_in_line = ++place;
        m_are_places_known = true;
    }
    return entry.place_in_line;
}

std::vector<Entry*> TransferList::move(Entry& entry, qsizetype places) {
    const auto found = std::find(m_shown.begin(), m_shown.end(), &entry);
    if (found == m_shown.end())
        return {};
    const qsizetype from = found - m_shown.begin();
    const qsizetype last = static_cast<qsizetype>(m_shown.size()) - 1;
    // Clamped before it is added to: a caller may mean "to the end" by a very large number.
    const qsizetype to = from + std::clamp(places, -from, last - from);
    if (to == from)
        return {};
    leaveLine(entry);
    m_shown.erase(found);
    m_shown.insert(m_shown.begin() + to, &entry);
    if (!placeBetween(static_cast<std::size_t>(to))) {
        renumber();
        return m_shown;
    }
    joinLine(entry);
    return {&entry};
}

std::vector<Entry*> TransferList::moveToFront(Entry& entry) {
    return move(entry, -static_cast<qsizetype>(m_shown.size()));
}

/// False where no number is left between the neighbours.
bool TransferList::placeBetween(std::size_t index) {
    const double before = index == 0 ? 0 : m_shown[index - 1]->row.place;
    const bool is_last = index + 1 == m_shown.size();
    const double after = is_last ? before + 2 : m_shown[index + 1]->row.place;
    const double place = before + (after - before) / 2;
    m_shown[index]->row.place = place;
    return before < place && place < after;
}

void TransferList::renumber() {
    m_line.clear();
    double place = 0;
    for (Entry* const entry : m_shown)
        entry->row.place = ++place;
    for (Entry* const entry : m_shown)
        joinLine(*entry);
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/durable_queue.h"

namespace dropseal::app {

namespace {

constexpr std::chrono::milliseconds TellPause{100};
constexpr std::chrono::seconds MendPause{30};
constexpr std::size_t MostWaitingTold = 200; // more are on no screen

/// "https://files.example.org " of "https://files.example.org 0190…".
QString serverOf(const QString& account) {
    return account.left(account.indexOf(QLatin1Char(' ')) + 1);
}

} // namespace

DurableQueue::DurableQueue(ApiClient& client, AppSettings& settings, const QString& folder)
    : m_client(client)
    , m_settings(settings)
    , m_folder(folder)
    , m_pasted(folder + QStringLiteral("/pasted"))
    , m_journal(folder)
    , m_journal_thread({[this] { m_journal.begin(); },
                        [this](Reports& reports) {
                            m_journal.commit();
                            if (m_journal.isBehind())
                                reports.push_back([this] { m_is_behind = true; });
                        }}) {
    connectTimers();
    connect(&m_client, &ApiClient::reached, this, &DurableQueue::serverReached);
    connect(&m_settings, &AppSettings::changed, this, &DurableQueue::startSoon);
    m_journal_thread.post([this](Reports& reports) {
        if (!makePrivateFolder(m_folder))
            qWarning("%s cannot be made.", qUtf8Printable(m_folder));
        Journal::Contents contents = m_journal.open();
        m_journal.begin(); // the rest of what is waiting
        if (!contents.is_begun_anew && !m_journal.isBehind())
            m_pasted.sweep(contents.rows);
        reports.push_back([this, contents = std::move(contents)]() mutable { loaded(std::move(contents)); });
    });
}

DurableQueue::~DurableQueue() {
    m_is_ending = true;
    flush();
    for (Entry* const entry : m_list.all())
        stop(*entry);
}

void DurableQueue::connectTimers() {
    for (QTimer* const timer : {&m_tell, &m_start, &m_due})
        timer->setSingleShot(true);
    m_mend.setInterval(MendPause);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tell, &QTimer::timeout, this, &DurableQueue::tellChanges);
    connect(&m_start, &QTimer::timeout, this, &DurableQueue::startWhatCan);
    connect(&m_due, &QTimer::timeout, this, &DurableQueue::startWhatCan);
    connect(&m_mend, &QTimer::timeout, this, &DurableQueue::rewriteJournal);
    // The speed falls while nothing comes.
    connect(&m_tick, &QTimer::timeout, this, [this] {
        for (const TransferNumber number : m_running)
            touch(*m_list.find(number));
    });
    m_mend.start();
}

void DurableQueue::loaded(Journal::Contents contents) {
    m_is_loaded = true;
    if (m_last_account.isEmpty())
        m_last_account = contents.last_account;
    for (JournalRow& row : contents.rows) {
        m_newest = std::max(m_newest, row.transfer.number);
        m_list.add(std::move(row), {});
    }
    adopt();
    m_list.show(m_account.isEmpty() ? accountForNew() : m_account);
    for (const Journal::Drop& drop : contents.drops)
        walk(drop);
    Q_EMIT reset();
    for (const auto& act : std::exchange(m_when_loaded, {}))
        act();
    startSoon();
}

QString DurableQueue::accountForNew() const {
    return m_account.isEmpty() ? serverOf(m_last_account) : m_account;
}

bool DurableQueue::isAdoptable(const QString& account) const {
    return !m_account.isEmpty() && (account.isEmpty() || account == serverOf(m_account));
}

/// What was added while nobody was signed in becomes that of the account in use.
void DurableQueue::adopt() {
    Entries adopted;
    for (Entry* const entry : m_list.all()) {
        if (!isAdoptable(entry->row.account))
            continue;
        entry->row.account = m_account;
        adopted.push_back(entry);
    }
    store(adopted);
}

/// Nothing runs any more, and nothing is lost by that.
void DurableQueue::restAll() {
    for (Entry* const entry : Entries(m_list.shown())) {
        if (entry->isDone()) {
            entry->presign.cancel();
            m_list.setState(*entry, TransferState::Sealed);
        } else if (entry->isRunning() || entry->state() == TransferState::Offline ||
                   entry->state() == TransferState::Changed) {
            rest(*entry, TransferState::Waiting);
        }
    }
}

void DurableQueue::setAccount(const QString& account) {
    m_hold = {};
    if (account == m_account) {
        startSoon();
        return;
    }
    restAll();
    m_account = account;
    m_trouble = 0;
    if (!account.isEmpty()) {
        m_last_account = account;
        m_journal_thread.post([this, account](Reports&) { m_journal.setLastAccount(account); });
        adopt();
    }
    m_list.show(accountForNew());
    m_touched.clear();
    Q_EMIT reset();
    startSoon();
}

void DurableQueue::store(const Entries& entries) {
    if (entries.empty())
        return;
    std::vector<JournalRow> rows;
    rows.reserve(entries.size());
    for (const Entry* const entry : entries) {
        if (!entry->isDone())
            rows.push_back(entry->row);
    }
    m_journal_thread.post([this, rows = std::move(rows)](Reports&) { m_journal.store(rows); });
}

/// They are out of the journal; pasted bytes go after that is sure.
void DurableQueue::forget(const Entries& entries) {
    Numbers numbers;
    QStringList pasted;
    for (const Entry* const entry : entries) {
        numbers.push_back(entry->number());
        if (entry->row.is_pasted)
            pasted.push_back(entry->transfer().local_path);
    }
    m_journal_thread.post([this, numbers, pasted](Reports& reports) {
        m_journal.remove(numbers);
        if (pasted.isEmpty())
            return;
        reports.push_back([this, pasted] {
            m_journal_thread.post([this, pasted](Reports&) {
                for (const QString& path : pasted)
                    m_pasted.remove(path);
            });
        });
    });
}

/// After a full disk, or a journal that broke while it was in use.
void DurableQueue::rewriteJournal() {
    if (!m_is_behind || !m_is_loaded)
        return;
    m_is_behind = false;
    std::vector<JournalRow> rows;
    for (const Entry* const entry : m_list.all()) {
        if (!entry->isDone())
            rows.push_back(entry->row);
    }
    m_journal_thread.post(
        [this, rows = std::move(rows), newest = m_newest](Reports&) { m_journal.rewrite(rows, newest); });
}

void DurableQueue::flush() {
    m_journal_thread.finish();
    m_journal_thread.reportAll(); // which may have more to write
    rewriteJournal();
    m_journal_thread.finish();
}

Entry* DurableQueue::shown(TransferNumber number) {
    Entry* const entry = m_list.find(number);
    return entry != nullptr && entry->is_shown ? entry : nullptr;
}

std::vector<TransferNumber> DurableQueue::order() const {
    Numbers numbers;
    numbers.reserve(m_list.shown().size());
    for (const Entry* const entry : m_list.shown())
        numbers.push_back(entry->number());
    return numbers;
}

std::optional<Transfer> DurableQueue::find(TransferNumber number) const {
    const Entry* const entry = m_list.find(number);
    if (entry == nullptr || !entry->is_shown)
        return std::nullopt;
    Transfer transfer = entry->transfer();
    transfer.place_in_line = m_list.placeInLine(*entry);
    if (transfer.state == TransferState::Sending) {
        const Time now = std::chrono::steady_clock::now();
        transfer.bytes_per_second = entry->meter.bytesPerSecond(now);
        transfer.time_left = entry->meter.timeLeft(now, transfer.size);
    }
    return transfer;
}

void DurableQueue::touch(const Entry& entry) {
    if (!entry.is_shown)
        return;
    m_touched.insert(entry.number());
    if (m_tell.isActive())
        return;
    const auto since = std::chrono::steady_clock::now() - m_told;
    const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(TellPause - since);
    m_tell.start(std::max(pause, std::chrono::milliseconds(0)));
}

void DurableQueue::tellChanges() {
    m_told = std::chrono::steady_clock::now();
    if (m_list.takeLineChanged()) {
        for (const TransferNumber number : m_list.firstWaiting(MostWaitingTold))
            m_touched.insert(number);
    }
    for (const TransferNumber number : std::exchange(m_touched, {})) {
        if (shown(number) != nullptr)
            Q_EMIT changed(number);
    }
}

std::unique_ptr<TransferQueue> makeTransferQueue(ApiClient& client, AppSettings& settings,
                                                 const QString& folder) {
    return std::make_unique<DurableQueue>(client, settings, folder);
}

} // namespace dropseal::app

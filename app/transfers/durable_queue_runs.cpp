// SPDX-License-Identifier: GPL-3.0-or-later
// Which transfer runs when, and what becomes of it.
#include "app/transfers/durable_queue.h"
#include "app/transfers/retry_pause.h"

#include <QtCore/QRandomGenerator>

namespace dropseal::app {

namespace {

constexpr int LeastTroubleThatHolds = 3; // one file with bad luck holds nobody else up
constexpr int MostMismatches = 2;
constexpr int MostChanges = 5;
constexpr std::chrono::seconds SignedOutPause{1};
constexpr std::chrono::seconds LongestWaitAfterReached{5};

double chance() {
    return QRandomGenerator::global()->generateDouble();
}

} // namespace

/// From the event loop, so that a server and its account can be set one after the other.
void DurableQueue::startSoon() {
    if (!m_start.isActive())
        m_start.start(0);
}

bool DurableQueue::mayRun() const {
    return !m_account.isEmpty() && !m_is_offline && m_client.tokens().hasSession();
}

void DurableQueue::startWhatCan() {
    if (m_is_loaded && mayRun()) {
        const Time now = std::chrono::steady_clock::now();
        const auto limit = static_cast<std::size_t>(m_settings.parallelTransfers());
        while (m_running.size() < limit) {
            Entry* const next = nextToStart(now);
            if (next == nullptr)
                break;
            start(*next);
        }
        armDueTimer(now);
    }
    if (m_running.empty())
        m_tick.stop();
}

/// What failed for a while comes first, when its pause is over. While all fails, nothing else is tried.
Entry* DurableQueue::nextToStart(Time now) {
    Entry* first = nullptr;
    for (const TransferNumber number : m_delayed) {
        Entry* const entry = m_list.find(number);
        if (entry->due <= now && (first == nullptr || entry->row.place < first->row.place))
            first = entry;
    }
    const bool is_held =
        m_hold > now || m_trouble >= std::max(LeastTroubleThatHolds, m_settings.parallelTransfers());
    return first != nullptr || is_held ? first : m_list.firstWaiting();
}

void DurableQueue::armDueTimer(Time now) {
    std::optional<Time> next;
    for (const TransferNumber number : m_delayed) {
        const Time due = m_list.find(number)->due;
        if (due > now)
            next = std::min(next.value_or(due), due);
    }
    if (m_hold > now)
        next = std::min(next.value_or(m_hold), m_hold);
    if (next)
        m_due.start(std::chrono::ceil<std::chrono::milliseconds>(*next - now));
}

void DurableQueue::start(Entry& entry) {
    leaveDelayed(entry);
    entry.began = std::chrono::steady_clock::now();
    entry.meter.reset();
    entry.transfer().done = 0;
    m_running.push_back(entry.number());
    if (entry.transfer().kind == TransferKind::Upload)
        startUpload(entry);
    else
        startDownload(entry);
    m_list.setState(entry, TransferState::Sending);
    touch(entry);
    if (!m_tick.isActive())
        m_tick.start();
}

void DurableQueue::startUpload(Entry& entry) {
    const TransferNumber number = entry.number();
    entry.upload = makeUpload(m_client, entry.transfer().local_path, entry.transfer().name);
    UploadTransfer* const running = entry.upload.get();
    connect(running, &UploadTransfer::progress, this,
            [this, number](qint64 done, qint64 total) { moved(number, done, total); });
    connect(running, &UploadTransfer::checking, this, [this, number] { allSent(number); });
    connect(running, &UploadTransfer::finished, this,
            [this, number](const api::UploadAnswer& answer) { uploaded(number, answer); });
    connect(running, &UploadTransfer::failed, this,
            [this, number](const ApiError& fault) { tryFailed(number, fault); });
    running->start();
}

void DurableQueue::startDownload(Entry& entry) {
    const TransferNumber number = entry.number();
    const Transfer& transfer = entry.transfer();
    entry.download = makeDownload(m_client, transfer.file_id.value_or(FileId()), transfer.size,
                                  transfer.sha256, transfer.local_path);
    DownloadTransfer* const running = entry.download.get();
    connect(running, &DownloadTransfer::progress, this,
            [this, number](qint64 done, qint64 total) { moved(number, done, total); });
    connect(running, &DownloadTransfer::finished, this, [this, number] { downloadEnded(number); });
    connect(running, &DownloadTransfer::failed, this,
            [this, number](const ApiError& fault) { tryFailed(number, fault); });
    running->start();
}

void DurableQueue::stop(Entry& entry) {
    std::erase(m_running, entry.number());
    entry.stop(*this);
}

void DurableQueue::leaveDelayed(const Entry& entry) {
    std::erase(m_delayed, entry.number());
}

void DurableQueue::moved(TransferNumber number, qint64 done, qint64 total) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr)
        return;
    Transfer& transfer = entry->transfer();
    if (total > 0)
        transfer.size = total; // it may have grown since it was looked at
    transfer.done = done;
    entry->meter.add(std::chrono::steady_clock::now(), done);
    if (transfer.state == TransferState::Offline) // the connection lives after all
        m_list.setState(*entry, TransferState::Sending);
    touch(*entry);
}

void DurableQueue::allSent(TransferNumber number) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr)
        return;
    m_list.setState(*entry, TransferState::Checking);
    touch(*entry);
}

void DurableQueue::uploaded(TransferNumber number, const api::UploadAnswer& answer) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr)
        return;
    stop(*entry);
    entry->forgetFailures();
    m_trouble = 0;
    Transfer& transfer = entry->transfer();
    transfer.size = answer.size;
    transfer.done = answer.size;
    transfer.file_id = answer.id;
    transfer.sha256 = QString::fromStdString(answer.sha256);
    m_list.setState(*entry, TransferState::Checking);
    touch(*entry);
    forget({entry});
    api::PresignRequest request;
    request.file_id = answer.id;
    request.expires_in = m_settings.linkLife();
    entry->presign =
        m_client.presign(request, this, [this, number](const ApiResult<api::PresignAnswer>& link) {
            presigned(number, link);
        });
    startSoon();
}

void DurableQueue::presigned(TransferNumber number, const ApiResult<api::PresignAnswer>& answer) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr || entry->state() != TransferState::Checking || entry->isRunning())
        return;
    if (answer) {
        const auto expires = std::chrono::floor<std::chrono::milliseconds>(answer->expires_at);
        entry->transfer().link = QString::fromStdString(answer->url);
        entry->transfer().link_expires =
            QDateTime::fromMSecsSinceEpoch(expires.time_since_epoch().count(), Qt::UTC);
    }
    seal(*entry);
    if (entry->is_shown)
        Q_EMIT sealed(number);
}

void DurableQueue::seal(Entry& entry) {
    const auto taken = std::chrono::steady_clock::now() - entry.began;
    entry.transfer().taken = std::chrono::round<std::chrono::seconds>(taken);
    m_list.setState(entry, TransferState::Sealed);
    touch(entry);
}

void DurableQueue::downloadEnded(TransferNumber number) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr)
        return;
    stop(*entry);
    entry->forgetFailures();
    m_trouble = 0;
    entry->transfer().done = entry->transfer().size;
    seal(*entry);
    forget({entry});
    startSoon();
    Q_EMIT downloaded(number);
}

void DurableQueue::tryFailed(TransferNumber number, const ApiError& fault) {
    Entry* const entry = m_list.find(number);
    if (entry == nullptr)
        return;
    entry->transfer().fault = fault; // first: its owner may go
    stop(*entry);
    entry->transfer().done = 0;
    startSoon();
    switch (verdictOf(*entry->transfer().fault)) {
    case Verdict::SignedOut:
        m_hold = std::chrono::steady_clock::now() + SignedOutPause;
        entry->transfer().fault.reset();
        rest(*entry, TransferState::Waiting);
        return;
    case Verdict::Later:
        tryLater(*entry);
        return;
    case Verdict::SendAgain:
        if (++entry->mismatches > MostMismatches)
            break;
        rest(*entry, TransferState::Waiting);
        return;
    case Verdict::Changed:
        if (++entry->changes > MostChanges)
            break;
        delay(*entry, TransferState::Changed, retryPause(entry->changes, chance()));
        return;
    case Verdict::Final:
        break;
    }
    giveUp(*entry);
}

void DurableQueue::giveUp(Entry& entry) {
    rest(entry, TransferState::Failed);
    store({&entry});
    if (entry.is_shown)
        Q_EMIT failed(entry.number());
}

void DurableQueue::delay(Entry& entry, TransferState state, std::chrono::milliseconds pause) {
    entry.failed_at = std::chrono::steady_clock::now();
    entry.due = entry.failed_at + pause;
    rest(entry, state);
    m_delayed.push_back(entry.number());
}

void DurableQueue::tryLater(Entry& entry) {
    ++m_trouble;
    auto pause = retryPause(++entry.failures, chance());
    const auto& asked = entry.transfer().fault->problem.extras.retry_after;
    if (asked) {
        pause = std::max<std::chrono::milliseconds>(*asked + pause / 4, pause / 4);
        m_hold = std::max(m_hold, std::chrono::steady_clock::now() + pause);
    }
    delay(entry, TransferState::Offline, pause);
}

void DurableQueue::setOffline(bool offline) {
    if (m_is_offline == offline)
        return;
    m_is_offline = offline;
    for (const TransferNumber number : Numbers(m_running)) {
        Entry& entry = *m_list.find(number);
        if (offline && entry.state() == TransferState::Sending) {
            // Its connection may be good yet: then progress() says so. If not, it fails by itself.
            m_list.setState(entry, TransferState::Offline);
            touch(entry);
        } else if (!offline && entry.state() == TransferState::Offline) {
            delay(entry, TransferState::Offline, {});
        }
    }
    if (offline)
        return;
    for (const TransferNumber number : m_delayed)
        m_list.find(number)->due = {};
    m_hold = {};
    m_trouble = 0;
    startSoon();
}

/// The way to the server is open (again). Those that the server itself sent away keep to their pause; the
/// others have a short one, for it may be that only small requests come through.
void DurableQueue::serverReached() {
    for (const TransferNumber number : m_delayed) {
        Entry& entry = *m_list.find(number);
        const auto& fault = entry.transfer().fault;
        if (entry.state() != TransferState::Offline || !fault || fault->kind == ApiError::Kind::Server)
            continue;
        const auto pause = std::min(std::chrono::seconds(entry.failures), LongestWaitAfterReached);
        entry.due = std::min(entry.due, entry.failed_at + pause);
    }
    startSoon(); // perhaps there is a new session
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with the queue. An act that makes no sense in a state does nothing.
#include "app/transfers/durable_queue.h"

#include <QtCore/QFileInfo>

namespace dropseal::app {

namespace {

constexpr int MostAtOnce = 8; ///< with those started by hand

bool isUnfinished(const Entry& entry) {
    switch (entry.state()) {
    case TransferState::Waiting:
    case TransferState::Sending:
    case TransferState::Changed:
    case TransferState::Offline:
        return true;
    // All bytes are there and the server compares: to stop now would only make it arrive twice.
    case TransferState::Checking:
    case TransferState::Paused:
    case TransferState::Sealed:
    case TransferState::Failed:
        break;
    }
    return false;
}

bool isPaused(const Entry& entry) {
    return entry.state() == TransferState::Paused;
}

bool isFailed(const Entry& entry) {
    return entry.state() == TransferState::Failed;
}

} // namespace

/// Ends what it is doing. The server keeps nothing of half an upload, so none of it counts as done.
void DurableQueue::rest(Entry& entry, TransferState state) {
    stop(entry);
    leaveDelayed(entry);
    entry.transfer().done = 0;
    m_list.setState(entry, state);
    touch(entry);
}

void DurableQueue::wakeUp(Entry& entry) {
    entry.forgetFailures();
    rest(entry, TransferState::Waiting);
}

template <class Condition, class Act>
void DurableQueue::toEach(Condition condition, Act act) {
    Entries chosen;
    for (Entry* const entry : m_list.shown()) {
        if (condition(*entry))
            chosen.push_back(entry);
    }
    for (Entry* const entry : chosen)
        act(*entry);
    store(chosen);
    startSoon();
}

void DurableQueue::pause(TransferNumber number) {
    Entry* const entry = shown(number);
    if (entry == nullptr || !isUnfinished(*entry))
        return;
    rest(*entry, TransferState::Paused);
    store({entry});
    startSoon();
}

void DurableQueue::resume(TransferNumber number) {
    Entry* const entry = shown(number);
    if (entry == nullptr || !isPaused(*entry))
        return;
    wakeUp(*entry);
    store({entry});
    startSoon();
}

void DurableQueue::cancel(TransferNumber number) {
    if (Entry* const entry = shown(number))
        remove({entry});
}

void DurableQueue::remove(const Entries& entries) {
    Numbers numbers;
    for (Entry* const entry : entries) {
        stop(*entry);
        leaveDelayed(*entry);
        entry->presign.cancel();
        m_touched.erase(entry->number());
        numbers.push_back(entry->number());
    }
    if (numbers.empty())
        return;
    forget(entries);
    m_list.remove(numbers);
    Q_EMIT removed(numbers);
    startSoon();
}

void DurableQueue::retry(TransferNumber number) {
    Entry* const entry = shown(number);
    if (entry == nullptr)
        return;
    if (entry->state() == TransferState::Offline || entry->state() == TransferState::Changed) {
        if (!entry->isRunning())
            entry->due = {};
    } else if (isFailed(*entry)) {
        // A folder that could not be read is looked at again.
        const QString path = entry->transfer().local_path;
        if (entry->transfer().kind == TransferKind::Upload && QFileInfo(path).isDir()) {
            addUploads({path});
            remove({entry});
            return;
        }
        wakeUp(*entry);
        store({entry});
    }
    startSoon();
}

void DurableQueue::startNow(TransferNumber number) {
    Entry* const entry = shown(number);
    if (entry == nullptr || entry->isRunning() || !(isUnfinished(*entry) || isPaused(*entry)))
        return;
    wakeUp(*entry);
    const Entries moved = m_list.moveToFront(*entry);
    store(moved.empty() ? Entries{entry} : moved); // its state may be new too
    if (!moved.empty())
        Q_EMIT reset();
    if (mayRun() && m_running.size() < MostAtOnce)
        start(*entry);
    startSoon();
}

void DurableQueue::move(TransferNumber number, int places) {
    Entry* const entry = shown(number);
    if (entry == nullptr)
        return;
    const Entries moved = m_list.move(*entry, places);
    if (moved.empty())
        return;
    store(moved);
    Q_EMIT reset();
}

void DurableQueue::clearDone() {
    Entries done;
    for (Entry* const entry : m_list.shown()) {
        if (entry->state() == TransferState::Sealed)
            done.push_back(entry);
    }
    remove(done);
}

void DurableQueue::pauseAll() {
    toEach(isUnfinished, [this](Entry& entry) { rest(entry, TransferState::Paused); });
}

void DurableQueue::resumeAll() {
    toEach(isPaused, [this](Entry& entry) { wakeUp(entry); });
}

void DurableQueue::retryFailed() {
    toEach(isFailed, [this](Entry& entry) { wakeUp(entry); });
}

} // namespace dropseal::app

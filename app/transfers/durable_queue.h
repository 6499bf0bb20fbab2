// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/app_settings.h"
#include "app/transfers/fault_verdict.h"
#include "app/transfers/journal.h"
#include "app/transfers/pasted_files.h"
#include "app/transfers/transfer_list.h"
#include "app/transfers/work_thread.h"

#include <QtCore/QTimer>

namespace dropseal::app {

/// The TransferQueue. Everything that it decides it decides on the GUI thread, in memory; two threads do what
/// takes long: one owns the journal, one looks at what was dropped. What was dropped stands in the journal
/// before it is looked at, and a transfer before anybody hears of it, so that a kill loses neither.
class DurableQueue final : public TransferQueue {
public:
    DurableQueue(ApiClient& client, AppSettings& settings, const QString& folder);
    ~DurableQueue() override;

    void addUploads(const QStringList& paths) override;
    void addUploadOfBytes(const QString& name, const QByteArray& bytes) override;
    void addDownload(const FileId& file, const QString& name, qint64 size, const QString& sha256,
                     const QString& target_path) override;

    std::vector<TransferNumber> order() const override;
    std::optional<Transfer> find(TransferNumber number) const override;

    void pause(TransferNumber number) override;
    void resume(TransferNumber number) override;
    void cancel(TransferNumber number) override;
    void retry(TransferNumber number) override;
    void startNow(TransferNumber number) override;
    void move(TransferNumber number, int places) override;
    void clearDone() override;
    void pauseAll() override;
    void resumeAll() override;
    void retryFailed() override;

    void setAccount(const QString& account) override;
    void setOffline(bool offline) override;
    void flush() override;

private:
    using Time = Entry::Time;
    using Numbers = std::vector<TransferNumber>;
    using Reports = std::vector<WorkThread::Report>;
    using Entries = std::vector<Entry*>;

    // durable_queue.cpp: the account, the journal, the signals
    void connectTimers();
    void loaded(Journal::Contents contents);
    QString accountForNew() const;
    bool isAdoptable(const QString& account) const;
    void adopt();
    void restAll();
    void store(const Entries& entries);
    void forget(const Entries& entries);
    void rewriteJournal();
    void touch(const Entry& entry);
    void tellChanges();
    Entry* shown(TransferNumber number);

    // durable_queue_intake.cpp: what comes in
    void whenLoaded(std::function<void()> act);
    void walk(const Journal::Drop& drop);
    void addToJournal(std::vector<JournalRow> rows, Reports& reports);
    void take(std::vector<JournalRow> rows);

    // durable_queue_acts.cpp: what a person does
    void rest(Entry& entry, TransferState state);
    void wakeUp(Entry& entry);
    void remove(const Entries& entries);
    template <class Condition, class Act>
    void toEach(Condition condition, Act act);

    // durable_queue_runs.cpp: what runs
    void startSoon();
    void startWhatCan();
    bool mayRun() const;
    Entry* nextToStart(Time now);
    void armDueTimer(Time now);
    void start(Entry& entry);
    void startUpload(Entry& entry);
    void startDownload(Entry& entry);
    void stop(Entry& entry);
    void leaveDelayed(const Entry& entry);
    void moved(TransferNumber number, qint64 done, qint64 total);
    void allSent(TransferNumber number);
    void uploaded(TransferNumber number, const api::UploadAnswer& answer);
    void downloadEnded(TransferNumber number);
    void presigned(TransferNumber number, const ApiResult<api::PresignAnswer>& answer);
    void seal(Entry& entry);
    void tryFailed(TransferNumber number, const ApiError& fault);
    void delay(Entry& entry, TransferState state, std::chrono::milliseconds pause);
    void tryLater(Entry& entry);
    void giveUp(Entry& entry);
    void serverReached();

    ApiClient& m_client;
    AppSettings& m_settings;
    QString m_folder;
    QString m_account;
    QString m_last_account;
    TransferList m_list;
    Numbers m_running;
    Numbers m_delayed;           ///< Offline or Changed, no try running
    Time m_hold;                 ///< nothing new starts before
    TransferNumber m_newest = 0; ///< that we have heard of
    int m_trouble = 0;           ///< passing failures since the last success
    bool m_is_offline = false;
    bool m_is_loaded = false;
    bool m_is_behind = false;
    std::vector<std::function<void()>> m_when_loaded;
    std::set<TransferNumber> m_touched;
    Time m_told;
    QTimer m_tell;
    QTimer m_start;
    QTimer m_due;
    QTimer m_tick;
    QTimer m_mend;
    PastedFiles m_pasted; ///< used by the journal's thread
    Journal m_journal;    ///< used by its thread only
    std::atomic<bool> m_is_ending{false};
    WorkThread m_journal_thread;
    WorkThread m_walker;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/sql/writer.h"

#include "backend/sql/sqlite_connection.h"

namespace dropseal::sql {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t GroupMax = 256;
constexpr int CheckpointPages = 1000;           // 4 MiB of WAL
constexpr std::chrono::milliseconds Idle{2000}; // then the WAL is emptied
/// One try for the lock; between two tries those that waited too long are answered.
constexpr std::chrono::milliseconds LockTry{250};

} // namespace

Writer::Writer(const DatabaseFile& file, Health& health, std::chrono::milliseconds lock_wait)
    : m_file(file), m_health(health), m_lock_wait(lock_wait), m_checkpoint_at(CheckpointPages) {
}

Writer::~Writer() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<void> Writer::start() {
    m_thread = std::thread([this] { loop(); });
    return runAlone([this](Connection&) { return m_file.check(); });
}

Result<void> Writer::run(const stores::UnitOfWork::Function& fn) {
    Job job;
    job.fn = &fn;
    return enqueue(job);
}

Result<void> Writer::runAlone(const Task& task) {
    Job job;
    job.task = &task;
    return enqueue(job);
}

Result<void> Writer::enqueue(Job& job) {
    if (std::this_thread::get_id() == m_thread.get_id())
        return Error::internal("a function in a write transaction called the database again");
    job.deadline = std::chrono::steady_clock::now() + m_lock_wait;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(&job);
    }
    m_changed.notify_one();
    std::unique_lock lock(job.mutex);
    job.answered.wait(lock, [&job] { return job.done; });
    return std::move(job.result);
}

void Writer::answer(Job& job, Result<void> result) {
    const std::lock_guard lock(job.mutex); // held over notify: the job is gone as soon as its owner wakes
    job.result = std::move(result);
    job.done = true;
    job.answered.notify_one();
}

void Writer::answerAll(const Group& group, const Error& error) {
    for (Job* job : group)
        answer(*job, error);
}

void Writer::loop() {
    const Result<void> opened = open();
    for (;;) {
        const Group group = takeGroup();
        if (group.empty())
            break;
        if (!opened) {
            answerAll(group, opened.error());
        } else if (group.front()->task) {
            auto done = (*group.front()->task)(*m_connection);
            failFor(m_connection->takeFault(), done ? std::string() : done.error().cause);
            answer(*group.front(), std::move(done));
        } else {
            process(group);
        }
        if (opened)
            checkpointIfLong();
    }
    close();
}

Result<void> Writer::open() {
    auto connection = sqlite::openWriter(m_file.path(), std::min(m_lock_wait, LockTry));
    if (!connection)
        return std::move(connection).error();
    m_connection = *std::move(connection);
    m_stores = std::make_unique<SqlStores>(*m_connection);
    sqlite::watchWal(*m_connection, &m_wal_pages);
    return {};
}

void Writer::close() {
    if (m_connection && m_health.failed())
        sqlite::forbidCheckpointOnClose(*m_connection); // no second fsync after one that failed
    m_stores.reset();
    m_connection.reset();
}

/// Waits for work: all functions that stand at the head of the queue, or one task. Empty: the end.
Writer::Group Writer::takeGroup() {
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return m_stop || !m_queue.empty(); };
    while (!ready()) {
        if (m_wal_pages == 0) {
            m_changed.wait(lock, ready);
        } else if (!m_changed.wait_for(lock, Idle, ready)) {
            lock.unlock();
            checkpointIdle();
            lock.lock();
        }
    }
    Group group;
    while (!m_queue.empty() && group.size() < GroupMax) {
        Job* const job = m_queue.front();
        if (job->task && !group.empty())
            break;
        group.push_back(job);
        m_queue.pop_front();
        if (job->task)
            break;
    }
    return group;
}

void Writer::process(Group group) {
    if (usable(group) && begin(group) && runGroup(group))
        for (Job* job : group)
            answer(*job, std::move(job->result));
}

/// Where the database must not be used any more all are answered.
bool Writer::usable(const Group& group) {
    if (const auto same = m_file.check(); !same)
        m_health.fail(same.error().cause);
    const auto healthy = m_health.check();
    if (!healthy)
        answerAll(group, healthy.error());
    return healthy.ok();
}

/// False where nobody of the group is left to be run: all are answered.
bool Writer::begin(Group& group) {
    for (;;) {
        const auto begun = m_connection->control("BEGIN IMMEDIATE");
        const Fault fault = m_connection->takeFault();
        if (begun)
            return true;
        if (fault != Fault::Busy) {
            failFor(fault, begun.error().cause);
            answerAll(group, begun.error());
            return false;
        }
        answerLate(group, begun.error());
        if (group.empty())
            return false;
    }
}

/// Answers those that have waited for the lock as long as they may, and takes them out.
void Writer::answerLate(Group& group, const Error& error) {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(group, [&](Job* job) {
        const bool late = now >= job->deadline;
        if (late)
            answer(*job, error);
        return late;
    });
}

/// True: committed, the results stand in the jobs. False: all are answered already.
bool Writer::runGroup(const Group& group) {
    bool any = false;
    for (Job* job : group) {
        job->result = runInSavepoint(*job->fn);
        any = any || job->result.ok();
        const Fault fault = m_connection->takeFault();
        // SQLite may roll the whole transaction back by itself (its manual: "Response To Errors Within A
        // Transaction"): then nothing of the group stands, whatever its functions were told.
        if (breaksTransaction(fault) || !sqlite::inTransaction(*m_connection)) {
            Error error = errorOf(fault, job->result ? "rolled back" : job->result.error().cause);
            failFor(fault, error.cause);
            recover(group, std::move(error));
            return false;
        }
    }
    if (!any) {
        rollback();
        return true;
    }
    auto committed = m_connection->control("COMMIT");
    if (committed)
        return true;
    failFor(m_connection->takeFault(), committed.error().cause);
    recover(group, std::move(committed).error());
    return false;
}

/// After a fault nothing of the group counts. Its functions run again one by one, so that one that does not
/// fit on the disk stops no other.
void Writer::recover(const Group& group, Error error) {
    rollback();
    if (const auto healthy = m_health.check(); !healthy) {
        answerAll(group, healthy.error());
        return;
    }
    if (group.size() == 1) {
        answer(*group.front(), std::move(error));
        return;
    }
    for (Job* job : group)
        process({job});
}

Result<void> Writer::runInSavepoint(const stores::UnitOfWork::Function& fn) {
    auto savepoint = Savepoint::begin(*m_connection);
    if (!savepoint)
        return std::move(savepoint).error();
    DROPSEAL_TRY(m_stores->call(fn));
    return (*savepoint)->keep();
}

void Writer::rollback() {
    if (sqlite::inTransaction(*m_connection) && !m_connection->control("ROLLBACK"))
        m_health.fail("The database could not roll a transaction back.");
    m_connection->takeFault();
}

void Writer::failFor(Fault fault, const std::string& cause) {
    if (!isFatal(fault))
        return;
    std::string words(fault == Fault::Sync ? "The disk failed to store the database: "
                                           : "The database is damaged: ");
    m_health.fail(words.append(cause));
}

void Writer::checkpointIfLong() {
    if (m_wal_pages < CheckpointPages)
        m_checkpoint_at = CheckpointPages;
    if (m_wal_pages < m_checkpoint_at || m_health.failed())
        return;
    const auto done = sqlite::checkpoint(*m_connection, sqlite::Checkpoint::Passive);
    failFor(m_connection->takeFault(), done ? std::string() : done.error().cause);
    m_checkpoint_at = m_wal_pages + CheckpointPages; // a reader may hold it up: not after every commit
}

void Writer::checkpointIdle() {
    if (m_health.failed()) {
        m_wal_pages = 0;
        return;
    }
    // Readers are not waited for: a function that comes now would have to wait, too.
    sqlite::setWait(*m_connection, std::chrono::milliseconds::zero());
    const auto done = sqlite::checkpoint(*m_connection, sqlite::Checkpoint::Truncate);
    sqlite::setWait(*m_connection, std::min(m_lock_wait, LockTry));
    failFor(m_connection->takeFault(), done ? std::string() : done.error().cause);
    if (done && *done)
        m_wal_pages = 0;
}

} // namespace dropseal::sql

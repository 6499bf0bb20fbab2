// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/pools.h"
#include "backend/http/thread_pool.h"
#include "tests/support/qtest_print.h"

#include <future>

#include <sys/resource.h>
#include <unistd.h>

using namespace dropseal::http;
using Fate = ThreadPool::Fate;

namespace {

/// Keeps a thread of a pool busy until it is opened.
class Barrier {
public:
    void wait() { m_opened.wait(); }
    void open() { m_promise.set_value(); }

private:
    std::promise<void> m_promise;
    std::shared_future<void> m_opened{m_promise.get_future().share()};
};

} // namespace

class ThreadPoolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsEachJobOnce();
    void refusesBeyondItsQueue();
    void stopDropsWhatWaits();
    void hashThreadsAreNice();
};

void ThreadPoolTest::runsEachJobOnce() {
    std::atomic<int> runs{0};
    {
        ThreadPool pool({"test", 4, 1000, 0});
        for (int i = 0; i < 500; ++i)
            QVERIFY(pool.submit([&runs](Fate) { ++runs; }));
    } // what waits is dropped, and that is a call too
    QCOMPARE(runs.load(), 500);
}

void ThreadPoolTest::refusesBeyondItsQueue() {
    Barrier barrier;
    std::promise<void> started;
    ThreadPool pool({"test", 1, 2, 0});
    QVERIFY(pool.submit([&](Fate) {
        started.set_value();
        barrier.wait();
    }));
    started.get_future().wait();
    std::atomic<int> runs{0};
    QVERIFY(pool.submit([&runs](Fate) { ++runs; }));
    QVERIFY(pool.submit([&runs](Fate) { ++runs; }));
    QVERIFY(!pool.submit([&runs](Fate) { ++runs; }));
    barrier.open();
    pool.stop();
    QCOMPARE(runs.load(), 2);
}

void ThreadPoolTest::stopDropsWhatWaits() {
    Barrier barrier;
    std::promise<void> started;
    std::atomic<int> dropped{0};
    ThreadPool pool({"test", 1, 10, 0});
    QVERIFY(pool.submit([&](Fate fate) {
        started.set_value();
        barrier.wait();
        dropped += fate == Fate::Dropped ? 100 : 0;
    }));
    started.get_future().wait();
    for (int i = 0; i < 3; ++i)
        QVERIFY(pool.submit([&dropped](Fate fate) { dropped += fate == Fate::Dropped ? 1 : 0; }));
    std::thread stopper([&pool] { pool.stop(); });
    while (dropped.load() < 3)
        std::this_thread::yield();
    barrier.open();
    stopper.join();
    QCOMPARE(dropped.load(), 3);
    QVERIFY(!pool.submit([](Fate) {}));
    pool.stop();
}

void ThreadPoolTest::hashThreadsAreNice() {
    Pools pools({1, 1, 1, 4, 4});
    const auto niceOf = [&pools](Run run) {
        std::promise<int> nice;
        pools.of(run).submit(
            [&nice](Fate) { nice.set_value(getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()))); });
        return nice.get_future().get();
    };
    const int own = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
    QCOMPARE(niceOf(Run::Hash), 19);
    QCOMPARE(niceOf(Run::Pooled), own);
    QCOMPARE(niceOf(Run::Store), own);
    QVERIFY(&pools.of(Run::Inline) == &pools.of(Run::Pooled));
}

QTEST_GUILESS_MAIN(ThreadPoolTest)
#include "tst_thread_pool.moc"

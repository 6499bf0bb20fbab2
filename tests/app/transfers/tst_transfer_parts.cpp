// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/fault_verdict.h"
#include "app/transfers/retry_pause.h"
#include "app/transfers/speed_meter.h"
#include "app/transfers/work_thread.h"

#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(dropseal::app::ApiError::Kind)
Q_DECLARE_METATYPE(dropseal::ErrorCode)
Q_DECLARE_METATYPE(dropseal::app::Verdict)

class TestTransferParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsSaidBeforeThreeSeconds();
    void aSteadySpeed();
    void anOldSpeedIsForgotten();
    void aStandstillIsSeen();
    void beginningAnewIsNoNegativeSpeed();
    void timeLeft_data();
    void timeLeft();
    void pausesGrow_data();
    void pausesGrow();
    void verdicts_data();
    void verdicts();
    void whatIsPostedIsDoneInOrder();
    void jobsThatWaitAreDoneTogether();
};

void TestTransferParts::nothingIsSaidBeforeThreeSeconds() {
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    QCOMPARE(meter.bytesPerSecond(begin), 0.0);
    meter.add(begin, 0);
    meter.add(begin + 2900ms, 2900);
    QCOMPARE(meter.bytesPerSecond(begin + 2999ms), 0.0);
    QVERIFY(!meter.timeLeft(begin + 2999ms, 10000));
    QVERIFY(meter.bytesPerSecond(begin + 3000ms) > 0);
    meter.reset();
    QCOMPARE(meter.bytesPerSecond(begin + 4000ms), 0.0);
}

void TestTransferParts::aSteadySpeed() {
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    for (int tenth = 0; tenth <= 200; ++tenth) {
        meter.add(begin + tenth * 100ms, tenth * 100);
        if (tenth >= 30)
            QCOMPARE(meter.bytesPerSecond(begin + tenth * 100ms), 1000.0);
    }
}

void TestTransferParts::anOldSpeedIsForgotten() {
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    meter.add(begin, 0);
    meter.add(begin + 1s, 1000000);
    for (int second = 2; second <= 7; ++second)
        meter.add(begin + second * 1s, 1000000 + second * 10);
    QCOMPARE(meter.bytesPerSecond(begin + 7s), 10.0);
}

void TestTransferParts::aStandstillIsSeen() {
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    for (int second = 0; second <= 5; ++second)
        meter.add(begin + second * 1s, second * 1000);
    QCOMPARE(meter.bytesPerSecond(begin + 5s), 1000.0);
    const double later = meter.bytesPerSecond(begin + 8s);
    QVERIFY2(later > 0 && later <= 600, qPrintable(QString::number(later)));
    QCOMPARE(meter.bytesPerSecond(begin + 10s), 0.0);
    QVERIFY(!meter.timeLeft(begin + 10s, 10000));
}

void TestTransferParts::beginningAnewIsNoNegativeSpeed() {
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    meter.add(begin, 0);
    meter.add(begin + 4s, 4000);
    meter.add(begin + 5s, 100);
    QCOMPARE(meter.bytesPerSecond(begin + 6s), 0.0);
    meter.add(begin + 8s, 400);
    QCOMPARE(meter.bytesPerSecond(begin + 8s), 100.0);
}

void TestTransferParts::timeLeft_data() {
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("seconds"); // -1: not known
    QTest::newRow("ten seconds") << qint64{14000} << 10;
    QTest::newRow("rounded up") << qint64{14001} << 11;
    QTest::newRow("all is there") << qint64{4000} << 0;
    QTest::newRow("smaller than what was sent") << qint64{3000} << -1;
    QTest::newRow("size unknown") << qint64{-1} << -1;
    QTest::newRow("years") << std::numeric_limits<qint64>::max() << -1;
}

void TestTransferParts::timeLeft() {
    QFETCH(qint64, size);
    QFETCH(int, seconds);
    SpeedMeter meter;
    const SpeedMeter::Time begin{100s};
    meter.add(begin, 0);
    meter.add(begin + 4s, 4000);
    const auto left = meter.timeLeft(begin + 4s, size);
    QCOMPARE(left ? static_cast<int>(left->count()) : -1, seconds);
}

void TestTransferParts::pausesGrow_data() {
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("pause_ms");
    QTest::newRow("first") << 1 << 1000;
    QTest::newRow("second") << 2 << 2000;
    QTest::newRow("third") << 3 << 5000;
    QTest::newRow("fourth") << 4 << 10000;
    QTest::newRow("fifth") << 5 << 30000;
    QTest::newRow("thousandth") << 1000 << 30000;
    QTest::newRow("none") << 0 << 1000;
}

void TestTransferParts::pausesGrow() {
    QFETCH(int, failures);
    QFETCH(int, pause_ms);
    QCOMPARE(static_cast<int>(retryPause(failures, 0.5).count()), pause_ms);
    QCOMPARE(static_cast<int>(retryPause(failures, 0).count()), pause_ms * 4 / 5);
    QCOMPARE(static_cast<int>(retryPause(failures, 1).count()), pause_ms * 6 / 5);
}

void TestTransferParts::verdicts_data() {
    using Kind = ApiError::Kind;
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<Verdict>("verdict");
    const auto row = [](const char* name, Kind kind, ErrorCode code, int status, Verdict verdict) {
        QTest::newRow(name) << kind << code << status << verdict;
    };
    row("no connection", Kind::NoConnection, ErrorCode::service_unavailable, 0, Verdict::Later);
    row("timeout", Kind::Timeout, ErrorCode::service_unavailable, 0, Verdict::Later);
    row("a hotel's page", Kind::NotDropseal, ErrorCode::bad_request, 200, Verdict::Later);
    row("certificate", Kind::CertificateChanged, ErrorCode::service_unavailable, 0, Verdict::Later);
    row("429", Kind::Server, ErrorCode::too_many_requests, 429, Verdict::Later);
    row("503", Kind::Server, ErrorCode::service_unavailable, 503, Verdict::Later);
    row("502 of a proxy", Kind::Server, ErrorCode::internal_error, 502, Verdict::Later);
    row("401 of a fresh token", Kind::Server, ErrorCode::token_invalid, 401, Verdict::Later);
    row("signed out", Kind::SignedOut, ErrorCode::session_revoked, 401, Verdict::SignedOut);
    row("413", Kind::Server, ErrorCode::file_too_large, 413, Verdict::Final);
    row("507", Kind::Server, ErrorCode::insufficient_storage, 507, Verdict::Final);
    row("quota", Kind::Server, ErrorCode::quota_exceeded, 507, Verdict::Final);
    row("403", Kind::Server, ErrorCode::forbidden, 403, Verdict::Final);
    row("404", Kind::Server, ErrorCode::not_found, 404, Verdict::Final);
    row("500", Kind::Server, ErrorCode::internal_error, 500, Verdict::Final);
    row("hash differs", Kind::Server, ErrorCode::checksum_mismatch, 200, Verdict::SendAgain);
    row("file changed", Kind::LocalFile, ErrorCode::conflict, 0, Verdict::Changed);
    row("file gone", Kind::LocalFile, ErrorCode::not_found, 0, Verdict::Final);
    row("disk full here", Kind::LocalFile, ErrorCode::insufficient_storage, 0, Verdict::Final);
}

void TestTransferParts::verdicts() {
    QFETCH(ApiError::Kind, kind);
    QFETCH(ErrorCode, code);
    QFETCH(int, status);
    QFETCH(Verdict, verdict);
    ApiError fault;
    fault.kind = kind;
    fault.problem = Error(code);
    fault.status = status;
    QVERIFY(verdictOf(fault) == verdict);
}

void TestTransferParts::whatIsPostedIsDoneInOrder() {
    std::vector<int> done; // by the thread
    std::vector<int> told; // here
    {
        WorkThread thread;
        for (int i = 0; i < 1000; ++i) {
            thread.post([&done, &told, i](std::vector<WorkThread::Report>& reports) {
                done.push_back(i);
                reports.push_back([&told, i] { told.push_back(i); });
            });
        }
        thread.finish();
        QVERIFY(told.empty());
        QTRY_COMPARE(told.size(), std::size_t{1000});
        thread.post([&done](std::vector<WorkThread::Report>&) { done.push_back(1000); });
    }
    QCOMPARE(done.size(), std::size_t{1001}); // the end waits for what was posted
    QVERIFY(std::is_sorted(done.begin(), done.end()));
    QVERIFY(std::is_sorted(told.begin(), told.end()));
}

void TestTransferParts::jobsThatWaitAreDoneTogether() {
    int begins = 0;
    int ends = 0;
    std::atomic<bool> may_go = false;
    WorkThread thread({[&] { ++begins; }, [&](std::vector<WorkThread::Report>&) { ++ends; }});
    thread.post([&](std::vector<WorkThread::Report>&) {
        while (!may_go)
            std::this_thread::yield();
    });
    for (int i = 0; i < 500; ++i)
        thread.post([](std::vector<WorkThread::Report>&) {});
    may_go = true;
    thread.finish();
    QVERIFY2(begins <= 3, qPrintable(QString::number(begins)));
    QCOMPARE(ends, begins);
}

QTEST_GUILESS_MAIN(TestTransferParts)
#include "tst_transfer_parts.moc"

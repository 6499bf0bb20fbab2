// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/plain_spaces.h"
#include "app/models/transfers_model.h"
#include "tests/support/app/fake_queue.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;
using std::chrono::seconds;

namespace {

constexpr qint64 Giga = 1'000'000'000;
constexpr auto Fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

ApiError fault(ErrorCode code, ApiError::Kind kind = ApiError::Kind::Server) {
    ApiError error;
    error.kind = kind;
    error.problem = Error(code);
    error.status = info(code).status;
    error.request_id = text("request-7");
    return error;
}

ApiError serverFull() {
    ErrorExtras extras;
    extras.bytes_free = 1'200'000'000;
    ApiError error = fault(ErrorCode::insufficient_storage);
    error.problem.with(extras);
    return error;
}

Transfer transfer(TransferState state, qint64 done = 0, qint64 size = 4'300'000'000) {
    Transfer made;
    made.number = 1;
    made.state = state;
    made.name = text("Tender.pdf");
    made.size = size;
    made.done = done;
    return made;
}

Transfer with(Transfer made, const std::function<void(Transfer&)>& change) {
    change(made);
    return made;
}

} // namespace

Q_DECLARE_METATYPE(dropseal::app::Transfer)

class TransferWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states_data();
    void states();
    void linkCells();
    void aTransferThatTheQueueDoesNotKnow();
};

void TransferWordsTest::states_data() {
    QTest::addColumn<Transfer>("made");
    QTest::addColumn<QString>("state");   ///< the cell, for readers and tests
    QTest::addColumn<QString>("word");    ///< at the right
    QTest::addColumn<QString>("details"); ///< second line
    using S = TransferState;
    const auto row = [](const char* name, const Transfer& made, const char* state, const char* word,
                        const char* details) {
        QTest::newRow(name) << made << text(state) << text(word) << text(details);
    };
    const auto place = [](int number) {
        return with(transfer(S::Waiting), [number](Transfer& made) { made.place_in_line = number; });
    };
    const auto failed = [](const ApiError& error, qint64 size = 4'300'000'000) {
        return with(transfer(S::Failed, 0, size), [&error](Transfer& made) { made.fault = error; });
    };
    const auto download = [](Transfer made) {
        return with(std::move(made), [](Transfer& it) { it.kind = TransferKind::Download; });
    };
    row("queued", place(3), "Waiting", "Waiting", "4.3 GB · 3rd in line");
    row("next", place(1), "Waiting", "Waiting", "4.3 GB · 1st in line");
    row("eleventh", place(11), "Waiting", "Waiting", "4.3 GB · 11th in line");
    row("22nd", place(22), "Waiting", "Waiting", "4.3 GB · 22nd in line");
    row("no place", place(0), "Waiting", "Waiting", "4.3 GB");
    row("waits to try again",
        with(place(1), [](Transfer& made) { made.fault = fault(ErrorCode::service_unavailable); }), "Waiting",
        "Waiting", "The server is busy. Transfers continue by themselves.");
    row("no measure yet", transfer(S::Sending, 0), "Sending, 0 %", "0 %", "0 of 4.3 GB");
    row("sending",
        with(transfer(S::Sending, 2'623'000'000),
             [](Transfer& made) {
                 made.bytes_per_second = 84'100'000;
                 made.time_left = seconds(20);
             }),
        "Sending, 61 %", "61 %", "2.6 of 4.3 GB · 84.1 MB/s · 20 seconds left");
    row("nearly", transfer(S::Sending, 4'299'999'999), "Sending, 99 %", "99 %", "4.3 of 4.3 GB");
    row("nothing to send", transfer(S::Sending, 0, 0), "Sending, 100 %", "100 %", "0 of 0 B");
    row("size unknown", transfer(S::Sending, 5000, -1), "Sending", "", "5 kB");
    row("sent again",
        with(transfer(S::Sending, Giga),
             [](Transfer& made) { made.fault = fault(ErrorCode::checksum_mismatch); }),
        "Sending, 23 %", "23 %", "Not sealed: what arrived is not what was sent. It is being sent again.");
    row("paused", transfer(S::Paused, 7'400'000'000, 61'200'000'000), "Paused", "Paused",
        "Paused · 7.4 of 61.2 GB");
    row("checking", transfer(S::Checking, 3'900'000'000, 3'900'000'000), "Checking", "Checking",
        "All 3.9 GB sent · the server compares fingerprints");
    row("done", with(transfer(S::Sealed), [](Transfer& made) { made.taken = seconds(52); }), "Sealed",
        "Sealed", "4.3 GB · 52 seconds");
    row("changed", transfer(S::Changed), "Changed", "Changed",
        "The file changed while it was being sent. Starting again.");
    row("offline", transfer(S::Offline), "Offline", "Offline",
        "No connection to files.example.org. Continues by itself.");
    row("server full", failed(serverFull(), 1'900'000'000),
        "Failed. Not sent: the server has 1.2 GB free and this file needs 1.9 GB. Delete files there, then "
        "retry.",
        "",
        "Not sent: the server has 1.2 GB free and this file needs 1.9 GB. Delete files there, then retry.");
    row("unreadable", failed(fault(ErrorCode::forbidden, ApiError::Kind::LocalFile)),
        "Failed. Not sent: Tender.pdf cannot be read. Check its permissions, then retry.", "",
        "Not sent: Tender.pdf cannot be read. Check its permissions, then retry.");
    row("failed, who knows why", transfer(S::Failed), "Failed. Not sent.", "", "Not sent.");
    row("download", download(transfer(S::Sending, 2'623'000'000)), "Downloading, 61 %", "61 %",
        "2.6 of 4.3 GB");
    row("download checked", download(transfer(S::Checking)), "Checking", "Checking",
        "All 4.3 GB received · the app compares fingerprints");
    row("download done", download(transfer(S::Sealed)), "Downloaded", "Downloaded", "4.3 GB · 1 second");
    row("download damaged", download(failed(fault(ErrorCode::checksum_mismatch))),
        "Failed. Not downloaded: what arrived is not what was sealed. Try again.", "",
        "Not downloaded: what arrived is not what was sealed. Try again.");
    row("download failed", download(transfer(S::Failed)), "Failed. Not downloaded.", "", "Not downloaded.");
}

void TransferWordsTest::states() {
    QFETCH(Transfer, made);
    FakeQueue queue;
    queue.numbers = {1};
    queue.transfers[1] = made;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    model.setServerName(text("files.example.org"));
    const QModelIndex cell = model.index(0, TransfersModel::StateColumn);
    QTEST(model.data(cell, Qt::AccessibleTextRole).toString(), "state");
    QTEST(plainSpaces(model.data(cell, Qt::DisplayRole).toString()), "state");
    QTEST(plainSpaces(model.word(made)), "word");
    QTEST(plainSpaces(model.details(made)), "details");
    QCOMPARE(model.data(model.index(0, TransfersModel::NameColumn), Qt::DisplayRole).toString(),
             text("Tender.pdf"));
    if (made.fault && made.state == TransferState::Failed)
        QVERIFY(model.data(cell, Qt::ToolTipRole).toString().contains(text("request-7")));
}

void TransferWordsTest::linkCells() {
    FakeQueue queue;
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    const TransferNumber number = queue.add(TransferState::Sealed);
    queue.transfers[number].name = text("p\u202Egpj.exe");
    const QModelIndex link = model.index(0, TransfersModel::LinkColumn);
    QCOMPARE(model.data(link, Qt::DisplayRole).toString(), text("No link"));
    queue.change(number, [](Transfer& made) {
        made.link = text("https://files.example.org/d/1?x=y");
        made.link_expires = QDateTime::currentDateTimeUtc();
    });
    QCOMPARE(model.data(link, Qt::DisplayRole).toString(), text("files.example.org/d/1?x=y"));
    QCOMPARE(model.data(link, Qt::AccessibleTextRole).toString(), text("https://files.example.org/d/1?x=y"));
    QVERIFY(model.data(link, Qt::ToolTipRole).toString().contains(text("UTC")));
    QCOMPARE(model.data(model.index(0, 0), Qt::DisplayRole).toString(), text("p\\u202Egpj.exe"));
    const QStringList headings{text("Name"), text("State"), text("Link")};
    for (int column = 0; column < 3; ++column)
        QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), headings[column]);
}

void TransferWordsTest::aTransferThatTheQueueDoesNotKnow() {
    FakeQueue queue;
    queue.numbers = {5};
    TransfersModel model(queue);
    const QAbstractItemModelTester tester(&model, Fatal);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.at(0).number, TransferNumber{5});
    QCOMPARE(model.data(model.index(0, 1), Qt::DisplayRole).toString(), text("Waiting"));
    QCOMPARE(model.rowOf(4), -1);
}

QTEST_GUILESS_MAIN(TransferWordsTest)
#include "tst_transfer_words.moc"

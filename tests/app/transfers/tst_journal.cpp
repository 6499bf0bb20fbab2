// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/journal.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;

namespace {

JournalRow upload(const char* name, TransferState state = TransferState::Waiting) {
    JournalRow row;
    row.account = QStringLiteral("https://files.example.org ada");
    row.transfer.name = QString::fromUtf8(name);
    row.transfer.local_path = QStringLiteral("/some where/") + row.transfer.name;
    row.transfer.size = qint64{5} * 1024 * 1024 * 1024;
    row.transfer.state = state;
    return row;
}

ApiError tooLarge() {
    ApiError fault;
    fault.problem = Error(ErrorCode::file_too_large, "At most 10 GB.");
    fault.problem.extras.limit = 10'000'000'000;
    fault.problem.extras.bytes_free = 7;
    fault.status = 413;
    fault.request_id = QStringLiteral("request-7");
    return fault;
}

} // namespace

class TestJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everythingComesBack();
    void whatComesBackOfAState_data();
    void whatComesBackOfAState();
    void linksAreNotWritten();
    void numbersAreNeverUsedTwice();
    void dropsComeBack();
    void onlyTheOwnerCanReadIt();
    void whatIsNotCommittedIsNotThere();
    void aBrokenFileIsMovedAside_data();
    void aBrokenFileIsMovedAside();
    void aFolderThatIsNotThere();
    void aJournalInUseIsLeftAlone();
    void rewritingMends();

private:
    QString file(const char* name = "journal.sqlite") const {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    Journal::Contents contents() const { return Journal(m_folder->path()).open(); }
    void fill(int count) const {
        Journal journal(m_folder->path());
        journal.open();
        std::vector<JournalRow> rows(static_cast<std::size_t>(count), upload("a.jpg"));
        journal.begin();
        journal.add(rows);
        journal.commit();
    }
    QByteArray read(const QString& path) const {
        QFile in(path);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void write(const QByteArray& bytes) const {
        QFile out(file());
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
    }
    QStringList names() const { return QDir(m_folder->path()).entryList(QDir::Files, QDir::Name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestJournal::everythingComesBack() {
    JournalRow failed = upload("größer – 🦭.bin", TransferState::Failed);
    failed.transfer.fault = tooLarge();
    failed.is_pasted = true;
    JournalRow download = upload("b.bin");
    download.transfer.kind = TransferKind::Download;
    download.transfer.file_id = FileId::make(SystemClock().now());
    download.transfer.sha256 = QString(64, QLatin1Char('a'));
    std::vector<JournalRow> rows{failed, download};
    {
        Journal journal(m_folder->path());
        QVERIFY(journal.open().rows.empty());
        journal.begin();
        journal.add(rows);
        journal.setLastAccount(QStringLiteral("https://files.example.org ada"));
        rows[1].place = rows[0].place / 2;
        journal.store({rows[1]});
        journal.commit();
        QVERIFY(!journal.isBehind());
    }
    const Journal::Contents back = contents();
    QVERIFY(!back.is_begun_anew);
    QCOMPARE(back.last_account, QStringLiteral("https://files.example.org ada"));
    QCOMPARE(back.rows.size(), std::size_t{2});
    const Transfer& first = back.rows[0].transfer; // by its place
    QCOMPARE(first.number, rows[1].transfer.number);
    QVERIFY(first.kind == TransferKind::Download);
    QVERIFY(first.file_id == download.transfer.file_id);
    QCOMPARE(first.sha256, download.transfer.sha256);
    QVERIFY(!first.fault);
    const Transfer& second = back.rows[1].transfer;
    QVERIFY(back.rows[1].is_pasted);
    QCOMPARE(back.rows[1].account, failed.account);
    QCOMPARE(second.name, failed.transfer.name);
    QCOMPARE(second.local_path, failed.transfer.local_path);
    QCOMPARE(second.size, failed.transfer.size);
    QVERIFY(second.fault.has_value());
    QVERIFY(second.fault->problem.code == ErrorCode::file_too_large);
    QCOMPARE(second.fault->problem.detail, std::string("At most 10 GB."));
    QVERIFY(second.fault->problem.extras.limit == 10'000'000'000);
    QVERIFY(second.fault->problem.extras.bytes_free == 7);
    QCOMPARE(second.fault->status, 413);
    QCOMPARE(second.fault->request_id, QStringLiteral("request-7"));
}

void TestJournal::whatComesBackOfAState_data() {
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("back");
    const auto row = [](const char* name, TransferState state, TransferState back) {
        QTest::newRow(name) << static_cast<int>(state) << static_cast<int>(back);
    };
    row("waiting", TransferState::Waiting, TransferState::Waiting);
    row("sending", TransferState::Sending, TransferState::Waiting);
    row("paused", TransferState::Paused, TransferState::Paused);
    row("checking", TransferState::Checking, TransferState::Waiting);
    row("failed", TransferState::Failed, TransferState::Failed);
    row("changed", TransferState::Changed, TransferState::Waiting);
    row("offline", TransferState::Offline, TransferState::Waiting);
}

void TestJournal::whatComesBackOfAState() {
    QFETCH(int, state);
    QFETCH(int, back);
    {
        Journal journal(m_folder->path());
        journal.open();
        std::vector<JournalRow> rows{upload("a", static_cast<TransferState>(state))};
        rows[0].transfer.fault = tooLarge();
        journal.add(rows);
    }
    const Transfer transfer = contents().rows.at(0).transfer;
    QCOMPARE(static_cast<int>(transfer.state), back);
    QCOMPARE(transfer.fault.has_value(), transfer.state == TransferState::Failed);
}

void TestJournal::linksAreNotWritten() {
    {
        Journal journal(m_folder->path());
        journal.open();
        std::vector<JournalRow> rows{upload("a.jpg")};
        rows[0].transfer.link = QStringLiteral("https://files.example.org/d/very-secret");
        journal.add(rows);
    }
    QVERIFY(!names().isEmpty());
    for (const QString& name : names())
        QVERIFY(!read(m_folder->filePath(name)).contains("very-secret"));
}

void TestJournal::numbersAreNeverUsedTwice() {
    TransferNumber last = 0;
    for (int start = 0; start < 3; ++start) {
        Journal journal(m_folder->path());
        journal.open();
        std::vector<JournalRow> rows{upload("a"), upload("b")};
        journal.add(rows);
        QVERIFY(rows[0].transfer.number > last);
        QVERIFY(rows[1].transfer.number > rows[0].transfer.number);
        last = rows[1].transfer.number;
        journal.remove({rows[0].transfer.number, last});
    }
    QVERIFY(contents().rows.empty());
}

void TestJournal::dropsComeBack() {
    const QStringList paths{QStringLiteral("/a b"), QStringLiteral("/ü\n\"'"), QStringLiteral("/c")};
    {
        Journal journal(m_folder->path());
        journal.open();
        Journal::Drop one{0, QStringLiteral("ada"), paths};
        Journal::Drop two{0, {}, {QStringLiteral("/d")}};
        journal.addDrop(one);
        journal.addDrop(two);
        journal.removeDrop(two.number);
    }
    const auto drops = contents().drops;
    QCOMPARE(drops.size(), std::size_t{1});
    QCOMPARE(drops[0].paths, paths);
    QCOMPARE(drops[0].account, QStringLiteral("ada"));
}

void TestJournal::onlyTheOwnerCanReadIt() {
    Journal journal(m_folder->path());
    journal.open();
    std::vector<JournalRow> rows{upload("a")};
    journal.add(rows);
    for (const QString& name : names()) {
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteOther;
        QVERIFY2(!(QFile::permissions(m_folder->filePath(name)) & others), qPrintable(name));
    }
}

void TestJournal::whatIsNotCommittedIsNotThere() {
    {
        Journal journal(m_folder->path());
        journal.open();
        std::vector<JournalRow> rows{upload("a")};
        journal.begin();
        journal.add(rows);
    }
    QVERIFY(contents().rows.empty());
    QVERIFY(!contents().is_begun_anew);
}

void TestJournal::aBrokenFileIsMovedAside_data() {
    QTest::addColumn<QByteArray>("what");
    for (const char* what : {"truncated", "cut to a page", "noise", "text", "a hole", "newer"})
        QTest::newRow(what) << QByteArray(what);
}

void TestJournal::aBrokenFileIsMovedAside() {
    QFETCH(QByteArray, what);
    fill(2000);
    QByteArray bytes = read(file());
    QVERIFY(bytes.size() > 100000);
    if (what == "truncated")
        bytes.truncate(bytes.size() / 2 - 7);
    else if (what == "cut to a page")
        bytes.truncate(4096);
    else if (what == "noise")
        std::generate(bytes.begin(), bytes.end(), [seed = 1u]() mutable {
            seed = seed * 1664525 + 1013904223;
            return static_cast<char>(seed >> 24);
        });
    else if (what == "text")
        bytes = "This is no journal.\n";
    else if (what == "a hole")
        std::fill(bytes.begin() + 8192, bytes.begin() + 60000, '\0');
    else
        bytes[63] = 9; // user_version
    write(bytes);
    {
        Journal journal(m_folder->path());
        const auto begun = journal.open();
        QVERIFY(begun.is_begun_anew);
        QVERIFY(begun.rows.empty());
        std::vector<JournalRow> rows{upload("new")};
        journal.begin();
        journal.add(rows);
        journal.commit();
        QVERIFY(!journal.isBehind());
    }
    QCOMPARE(contents().rows.size(), std::size_t{1});
    const QStringList kept = names().filter(QStringLiteral("broken"));
    QCOMPARE(kept.size(), 1);
    QCOMPARE(read(m_folder->filePath(kept[0])), bytes);
}

void TestJournal::aFolderThatIsNotThere() {
    Journal journal(file("no/such/folder"));
    QVERIFY(!journal.open().is_begun_anew);
    std::vector<JournalRow> rows{upload("a"), upload("b")};
    journal.begin();
    journal.add(rows); // goes on in memory
    journal.commit();
    QVERIFY(rows[0].transfer.number > 0);
    QVERIFY(rows[1].transfer.number > rows[0].transfer.number);
    QVERIFY(journal.isBehind());
    journal.rewrite(rows, 2);
    QVERIFY(journal.isBehind());
}

void TestJournal::aJournalInUseIsLeftAlone() {
    fill(3);
    Journal first(m_folder->path());
    QCOMPARE(first.open().rows.size(), std::size_t{3});
    {
        Journal second(m_folder->path());
        QVERIFY(!second.open().is_begun_anew);
        std::vector<JournalRow> rows{upload("x")};
        second.add(rows);
        second.rewrite(rows, 1);
    }
    first.remove({1});
    QVERIFY(!first.isBehind());
    QCOMPARE(names().filter(QStringLiteral("broken")).size(), 0);
}

void TestJournal::rewritingMends() {
    fill(3);
    {
        Journal journal(m_folder->path());
        auto rows = journal.open().rows;
        rows.erase(rows.begin());
        rows[0].transfer.name = QStringLiteral("renamed");
        std::vector<JournalRow> newer{upload("newer")};
        journal.begin();
        journal.add(newer);
        journal.rewrite(rows, 3); // knows nothing of the newer one
        journal.commit();
    }
    const auto back = contents().rows;
    QCOMPARE(back.size(), std::size_t{3});
    QCOMPARE(back[0].transfer.name, QStringLiteral("renamed"));
    QCOMPARE(back[2].transfer.name, QStringLiteral("newer"));
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"

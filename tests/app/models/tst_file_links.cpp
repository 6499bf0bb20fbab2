// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/file_links.h"
#include "tests/support/app/fake_files.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;
using std::chrono::seconds;

namespace {

const QString Ada = QStringLiteral("http://127.0.0.1:8000 ada");
const QString Bob = QStringLiteral("http://127.0.0.1:8000 bob");

FileId newId() {
    return FileId::make(SystemClock().now());
}

QDateTime inSeconds(qint64 count) {
    return QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch() + count, Qt::UTC);
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class FileLinksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("links"));
    }

    void remembersAcrossStarts() {
        FakeServer server;
        const FileId kept = newId();
        const FileId forgotten = newId();
        const QDateTime end = inSeconds(3600);
        {
            FileLinks links(server.client, m_file);
            links.setAccount(Ada);
            QSignalSpy changes(&links, &FileLinks::changed);
            links.note(kept, end.addSecs(-600));
            links.note(kept, end);
            links.note(kept, end.addSecs(-60)); // the later one counts
            links.note(forgotten, end);
            links.forget(forgotten);
            links.forget(newId());
            links.note(newId(), QDateTime());
            QCOMPARE(changes.count(), 4);
            QCOMPARE(changes[0][0].value<FileId>(), kept);
        }
        FileLinks links(server.client, m_file);
        QVERIFY(!links.expiryOf(kept).isValid()); // nobody is signed in
        links.setAccount(Ada);
        QCOMPARE(links.expiryOf(kept), end);
        QVERIFY(!links.expiryOf(forgotten).isValid());
        QCOMPARE(QFile(m_file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
    }

    void accountsAreApart() {
        FakeServer server;
        const FileId id = newId();
        {
            FileLinks links(server.client, m_file);
            links.note(id, inSeconds(60)); // nobody's
            QVERIFY(!links.expiryOf(id).isValid());
            links.setAccount(Ada);
            links.note(id, inSeconds(60));
            QSignalSpy resets(&links, &FileLinks::reset);
            links.setAccount(Bob);
            links.setAccount(Bob);
            QCOMPARE(resets.count(), 1);
            QVERIFY(!links.expiryOf(id).isValid());
            links.note(id, inSeconds(7200));
            links.setAccount(Ada);
            links.note(newId(), inSeconds(60));
        }
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        QVERIFY(links.expiryOf(id) <= inSeconds(60));
        QCOMPARE(links.liveCount(inSeconds(0)), 2);
        links.setAccount(Bob);
        QVERIFY(links.expiryOf(id) > inSeconds(7000));
        QCOMPARE(links.liveCount(inSeconds(0)), 1);
        QCOMPARE(links.liveCount(inSeconds(7201)), 0);
    }

    void tenThousandOfThem() {
        FakeServer server;
        std::vector<FileId> ids;
        {
            FileLinks links(server.client, m_file);
            links.setAccount(Ada);
            for (int i = 0; i < 10'000; ++i) {
                ids.push_back(newId());
                links.note(ids.back(), inSeconds(3600 + i));
            }
            QCOMPARE(links.liveCount(inSeconds(0)), 10'000);
        }
        QVERIFY(QFileInfo(m_file).size() < 600'000);
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        QCOMPARE(links.liveCount(inSeconds(0)), 10'000);
        QVERIFY(links.expiryOf(ids[9'999]).isValid());
    }

    void whatIsLongOverIsLetGo() {
        FakeServer server;
        const FileId over = newId();
        const FileId long_over = newId();
        const FileId live = newId();
        {
            FileLinks links(server.client, m_file);
            links.setAccount(Ada);
            links.note(over, inSeconds(-3600));
            links.note(long_over, inSeconds(-40 * 24 * 3600));
            links.note(live, inSeconds(3600));
        }
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        QVERIFY(links.expiryOf(over).isValid()); // "Expired" says more than "No link"
        QVERIFY(!links.expiryOf(long_over).isValid());
        QVERIFY(!contents(m_file).contains(QByteArray::fromStdString(long_over.toString())));
        QVERIFY(contents(m_file).contains(QByteArray::fromStdString(live.toString())));
        QCOMPARE(QFile(m_file).permissions() & QFile::ReadOther, QFile::Permissions());
        links.note(newId(), inSeconds(60)); // the new file is written on
        QCOMPARE(links.liveCount(inSeconds(0)), 2);
    }

    void aBrokenFileIsReadAsFarAsItGoes_data() {
        QTest::addColumn<QByteArray>("tail");
        QTest::newRow("cut off") << QByteArray("0190aaaa-0000-7000-8000-00000000");
        QTest::newRow("cut off before the number") << QByteArray("0190aaaa-0000-7000-8000-000000000001 ");
        QTest::newRow("garbage") << QByteArray("\xff\x00\n\n@\n@@\nx y z\n - -5\n", 20);
        QTest::newRow("no line ever ends") << QByteArray(200'000, 'x');
        QTest::newRow("below zero") << QByteArray("0190aaaa-0000-7000-8000-000000000001 -7\n");
    }

    void aBrokenFileIsReadAsFarAsItGoes() {
        QFETCH(QByteArray, tail);
        FakeServer server;
        const FileId first = newId();
        const FileId second = newId();
        const QDateTime end = inSeconds(3600);
        const QByteArray line = QByteArray::fromStdString(first.toString()) + ' ' +
                                QByteArray::number(end.toSecsSinceEpoch()) + '\n';
        write(m_file, '@' + Ada.toUtf8() + '\n' + line + tail);
        {
            FileLinks links(server.client, m_file);
            links.setAccount(Ada);
            QCOMPARE(links.expiryOf(first), end);
            links.note(second, end);
        }
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        QCOMPARE(links.expiryOf(first), end);
        QCOMPARE(links.expiryOf(second), end);
        QCOMPARE(links.liveCount(inSeconds(0)), 2);
    }

    void aFileThatCannotBeWrittenCostsOnlyMemory() {
        FakeServer server;
        FileLinks links(server.client, QStringLiteral("/proc/no/such/folder/links"));
        links.setAccount(Ada);
        const FileId id = newId();
        links.note(id, inSeconds(60));
        QVERIFY(links.expiryOf(id).isValid());
    }

    void linksInTheirOrder() {
        FakeServer server;
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        std::vector<FileId> ids(9);
        std::ranges::generate(ids, newId);
        server.files.holds = [](const FakeCall&) { return true; };
        QStringList made;
        links.makeLinks(ids, seconds(86'400), this,
                        [&made](const ApiResult<QStringList>& result) { made = result.value(); });
        while (made.isEmpty()) { // the last one first
            QTRY_VERIFY(!server.files.held.empty() || !made.isEmpty());
            QVERIFY(server.files.held.size() <= 4);
            server.files.release(server.files.held.size() - 1, 1);
            QTest::qWait(1);
        }
        QCOMPARE(made.size(), 9);
        for (std::size_t i = 0; i < ids.size(); ++i) {
            QVERIFY(made[static_cast<qsizetype>(i)].endsWith(QString::fromStdString(ids[i].toString())));
            QVERIFY(qAbs(links.expiryOf(ids[i]).secsTo(inSeconds(86'400))) < 60);
        }
        QVERIFY(!contents(m_file).contains("/d/")); // never the URL
    }

    void theFirstFailureEndsIt() {
        FakeServer server;
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        std::vector<FileId> ids(50);
        std::ranges::generate(ids, newId);
        server.files.refused[ids[2]] = ErrorCode::not_found;
        int called = 0;
        std::optional<ApiError> error;
        links.makeLinks(ids, seconds(3600), this, [&](const ApiResult<QStringList>& result) {
            ++called;
            error = result.error();
        });
        QTRY_VERIFY(error.has_value());
        QTest::qWait(30);
        QCOMPARE(called, 1);
        QCOMPARE(error->problem.code, ErrorCode::not_found);
        QVERIFY(server.network.seen.size() < 10);
        QVERIFY(links.expiryOf(ids[0]).isValid());
    }

    void noneIsMadeOfNone() {
        FakeServer server;
        FileLinks links(server.client, m_file);
        bool called = false;
        links.makeLinks({}, seconds(3600), this, [&](const ApiResult<QStringList>& result) {
            called = result.ok() && result->isEmpty();
        });
        QVERIFY(!called);
        QTRY_VERIFY(called);
    }

    void whoWentIsNotCalled() {
        FakeServer server;
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        std::vector<FileId> ids(20);
        std::ranges::generate(ids, newId);
        auto page = std::make_unique<QObject>();
        int called = 0;
        links.makeLinks(ids, seconds(3600), page.get(), [&](const ApiResult<QStringList>&) { ++called; });
        page.reset();
        QTRY_VERIFY(links.expiryOf(ids[0]).isValid()); // what was made is known
        QTest::qWait(50);
        QCOMPARE(called, 0);
        QVERIFY(server.network.seen.size() < 10);
    }

    void anotherAccountGetsNoNote() {
        FakeServer server;
        FileLinks links(server.client, m_file);
        links.setAccount(Ada);
        server.files.holds = [](const FakeCall&) { return true; };
        const FileId id = newId();
        links.makeLinks({id}, seconds(3600), this, [](const ApiResult<QStringList>&) {});
        QTRY_COMPARE(server.files.held.size(), std::size_t{1});
        links.setAccount(Bob);
        server.files.release();
        QTest::qWait(20);
        QVERIFY(!links.expiryOf(id).isValid());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(FileLinksTest)
#include "tst_file_links.moc"

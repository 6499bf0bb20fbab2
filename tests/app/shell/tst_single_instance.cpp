// SPDX-License-Identifier: GPL-3.0-or-later
// The first start and the later ones, in one process and in two.
#include "app/shell/hand_over.h"
#include "app/shell/single_instance.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QtTest>

#include <thread>

using namespace dropseal::app;

namespace {

constexpr int Patience = 20000; // ms; a bound for hanging, not for speed

QString program() {
    return qEnvironmentVariable("INSTANCE_PROCESS");
}

/// handOver() on a thread of its own, since it blocks.
bool call(const QString& folder, const InstanceMessage& message, std::chrono::milliseconds limit) {
    std::atomic<int> heard{-1};
    std::thread caller([&] { heard = handOver(folder, message, limit) ? 1 : 0; });
    const bool answered = QTest::qWaitFor([&] { return heard >= 0; }, Patience);
    caller.join();
    return answered && heard == 1;
}

} // namespace

class SingleInstanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void theLockIsHeldOnce() {
        auto first = InstanceLock::take(m_folder->path());
        QVERIFY(first.lock);
        const auto second = InstanceLock::take(m_folder->path());
        QVERIFY(!second.lock);
        QCOMPARE(second.fault, InstanceLock::Fault::HeldByOther);
        first.lock.reset();
        QVERIFY(InstanceLock::take(m_folder->path()).lock);
        QCOMPARE(InstanceLock::take(m_folder->filePath(QStringLiteral("nowhere"))).fault,
                 InstanceLock::Fault::NotWritable);
    }

    void messagesSurviveTheWay_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<int>("piece");
        QTest::newRow("none") << QStringList{} << 1024;
        QTest::newRow("names with spaces and lines")
            << QStringList{QStringLiteral("/a b"), QStringLiteral("/c\nd"), QStringLiteral("/ü – €")} << 1024;
        QTest::newRow("byte by byte") << QStringList{QStringLiteral("/a"), QStringLiteral("/b")} << 1;
    }
    void messagesSurviveTheWay() {
        QFETCH(const QStringList, files);
        QFETCH(const int, piece);
        const InstanceMessage message{files, "token"};
        const QByteArray bytes = *encodeInstanceMessage(message);
        InstanceMessageReader reader;
        for (qsizetype at = 0; at < bytes.size(); at += piece) {
            const auto state =
                reader.take(QByteArrayView(bytes).sliced(at, std::min<qsizetype>(piece, bytes.size() - at)));
            const bool is_last = at + piece >= bytes.size();
            QCOMPARE(state,
                     is_last ? InstanceMessageReader::State::Done : InstanceMessageReader::State::More);
        }
        QCOMPARE(reader.message().files, files);
        QCOMPARE(reader.message().activation_token, QByteArray("token"));
    }

    void foreignBytesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("http") << QByteArray("GET / HTTP/1.1\r\n\r\n");
        QTest::newRow("another version") << QByteArray("dropseal-2 1\n\0");
        QTest::newRow("no length") << QByteArray("dropseal-1 x\n");
        QTest::newRow("nothing") << QByteArray("dropseal-1 0\n");
        QTest::newRow("negative") << QByteArray("dropseal-1 -5\n");
        QTest::newRow("huge") << QByteArray("dropseal-1 99999999999\n");
        QTest::newRow("endless head") << QByteArray("dropseal-1 ") + QByteArray(100, '1');
        QTest::newRow("no end") << QByteArray("dropseal-1 3\n\0/a", 16);
        QTest::newRow("relative path") << QByteArray("dropseal-1 3\n\0a\0", 16);
        QTest::newRow("more than said") << QByteArray("dropseal-1 1\n\0xx", 16);
    }
    void foreignBytesAreRefused() {
        QFETCH(const QByteArray, bytes);
        QCOMPARE(InstanceMessageReader().take(bytes), InstanceMessageReader::State::Refused);
    }

    void tooManyFilesAreNotEvenSent() {
        const QStringList files(3000, u'/' + QString(4000, u'a'));
        QVERIFY(!encodeInstanceMessage({files, {}}));
    }

    void theFirstHearsTheSecond() {
        SingleInstance first(InstanceLock::take(m_folder->path()).lock, m_folder->path());
        QSignalSpy spy(&first, &SingleInstance::called);
        QVERIFY(first.listen());
        QStringList files;
        for (int i = 0; i < 10000; ++i)
            files += QStringLiteral("/a folder/with a rather long name/file %1.txt").arg(i);
        QVERIFY(call(m_folder->path(), {files, "token"}, std::chrono::milliseconds(Patience)));
        QCOMPARE(spy.size(), 1);
        const auto message = spy.first().first().value<InstanceMessage>();
        QCOMPARE(message.files, files);
        QCOMPARE(message.activation_token, QByteArray("token"));
    }

    void itWaitsForOneThatIsStarting() {
        auto taken = InstanceLock::take(m_folder->path());
        SingleInstance first(std::move(taken.lock), m_folder->path());
        QTimer::singleShot(500, &first, [&first] { first.listen(); });
        QVERIFY(call(m_folder->path(), {}, std::chrono::milliseconds(Patience)));
    }

    void nobodyAnswers() {
        const auto taken = InstanceLock::take(m_folder->path());
        QVERIFY(!handOver(m_folder->path(), {}, std::chrono::milliseconds(200)));
    }

    void foreignMessagesEndTheConnectionOnly() {
        SingleInstance first(InstanceLock::take(m_folder->path()).lock, m_folder->path());
        QSignalSpy spy(&first, &SingleInstance::called);
        QVERIFY(first.listen());
        QLocalSocket foreign;
        foreign.connectToServer(InstanceLock::addressIn(m_folder->path()));
        QVERIFY(foreign.waitForConnected(Patience));
        foreign.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(foreign.state(), QLocalSocket::UnconnectedState, Patience);
        QCOMPARE(spy.size(), 0);
        QVERIFY(call(m_folder->path(), {}, std::chrono::milliseconds(Patience)));
        QCOMPARE(spy.size(), 1);
    }

    void silentConnectionsDoNotShutOthersOut() {
        SingleInstance first(InstanceLock::take(m_folder->path()).lock, m_folder->path());
        QVERIFY(first.listen());
        QLocalSocket silent;
        silent.connectToServer(InstanceLock::addressIn(m_folder->path()));
        QVERIFY(silent.waitForConnected(Patience));
        QVERIFY(call(m_folder->path(), {}, std::chrono::milliseconds(Patience)));
    }

    void onlyTheOwnerMayReadTheSocket() {
        SingleInstance first(InstanceLock::take(m_folder->path()).lock, m_folder->path());
        QVERIFY(first.listen());
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteOther;
        QVERIFY(!(QFile::permissions(InstanceLock::addressIn(m_folder->path())) & others));
    }

    void twoProcessesAndACrash() {
        QProcess holder;
        holder.start(program(), {QStringLiteral("hold"), m_folder->path()});
        QTRY_VERIFY_WITH_TIMEOUT(holder.canReadLine(), Patience);
        QCOMPARE(holder.readLine(), QByteArray("ready\n"));
        QVERIFY(!InstanceLock::take(m_folder->path()).lock);
        QCOMPARE(QProcess::execute(program(), {QStringLiteral("call"), m_folder->path(), QStringLiteral("/a"),
                                               QStringLiteral("/b")}),
                 0);
        QTRY_VERIFY_WITH_TIMEOUT(holder.canReadLine(), Patience);
        QCOMPARE(holder.readLine(), QByteArray("called /a /b\n"));

        const QString stale = InstanceLock::addressIn(m_folder->path());
        holder.kill();
        QVERIFY(holder.waitForFinished(Patience));
        QVERIFY(QFile::exists(stale));
        auto next = InstanceLock::take(m_folder->path());
        QVERIFY(next.lock);
        SingleInstance after(std::move(next.lock), m_folder->path());
        QVERIFY(after.listen());
        QVERIFY(call(m_folder->path(), {}, std::chrono::milliseconds(Patience)));
    }

    void foldersWithLongNames() {
        const QString deep = m_folder->path() + u'/' + QString(120, u'd');
        QVERIFY(QDir().mkpath(deep));
        SingleInstance first(InstanceLock::take(deep).lock, deep);
        QVERIFY(first.listen());
        QVERIFY(call(deep, {}, std::chrono::milliseconds(Patience)));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "tst_single_instance.moc"

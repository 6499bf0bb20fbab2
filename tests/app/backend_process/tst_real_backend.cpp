// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/backend_process.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QtTest>

#include <csignal>

using dropseal::app::BackendProcess;
using State = BackendProcess::State;
using Fault = BackendProcess::Fault;

namespace {

constexpr int Patience = 60000;

/// The status line of GET /health; empty where nobody answers.
QByteArray health(int port) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
    if (!socket.waitForConnected(5000))
        return {};
    socket.write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    return socket.waitForReadyRead(10000) ? socket.readLine().trimmed() : QByteArray();
}

bool isAlive(qint64 pid) {
    if (::kill(static_cast<pid_t>(pid), 0) != 0)
        return false;
    QFile status(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    return !status.readAll().contains(") Z "); // a dead one that nobody has waited for yet
}

} // namespace

/// The app's end of `dropseald serve`, with the program that people run.
class TestRealBackend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void itStartsAndGivesTheSetupToken();
    void itIsMendedOnTheSamePort();
    void aTakenPortIsSaid();
    void aFolderInUseIsSaid();
    void noOrphanIsLeft_data();
    void noOrphanIsLeft();

private:
    BackendProcess::Options options(int port = 0) const {
        BackendProcess::Options made;
        made.program = m_program;
        made.data_dir = m_folder->filePath(QStringLiteral("data"));
        made.port = port;
        return made;
    }

    QString m_program;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRealBackend::initTestCase() {
    m_program = QString::fromLocal8Bit(qgetenv("DROPSEALD"));
    QVERIFY2(QFileInfo(m_program).isExecutable(), "build the preset `release` first, as tests/run does");
}

void TestRealBackend::itStartsAndGivesTheSetupToken() {
    qint64 pid = 0;
    {
        BackendProcess backend;
        backend.start(options());
        QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Running, Patience);
        QVERIFY(backend.port() > 0);
        QVERIFY(backend.setupToken().size() >= 24);
        QVERIFY(!backend.log().contains(backend.setupToken()));
        QCOMPARE(health(backend.port()), QByteArray("HTTP/1.1 200 OK"));
        pid = backend.processId();
    }
    QVERIFY(!isAlive(pid));
}

void TestRealBackend::itIsMendedOnTheSamePort() {
    BackendProcess backend;
    backend.start(options());
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Running, Patience);
    const int port = backend.port();
    for (int times = 1; times <= 2; ++times) {
        const auto pid = backend.processId();
        QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(backend.state() == State::Running && backend.processId() != pid, Patience);
        QCOMPARE(backend.port(), port);
        QCOMPARE(backend.crashes(), times);
        QCOMPARE(health(port), QByteArray("HTTP/1.1 200 OK"));
    }
}

void TestRealBackend::aTakenPortIsSaid() {
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    BackendProcess backend;
    backend.start(options(other.serverPort()));
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Failed, Patience);
    QCOMPARE(backend.fault(), Fault::PortTaken);
    QVERIFY2(backend.faultText().contains(QString::number(other.serverPort())),
             qPrintable(backend.faultText()));
}

void TestRealBackend::aFolderInUseIsSaid() {
    BackendProcess first;
    first.start(options());
    QTRY_COMPARE_WITH_TIMEOUT(first.state(), State::Running, Patience);
    BackendProcess second;
    second.start(options());
    QTRY_COMPARE_WITH_TIMEOUT(second.state(), State::Failed, Patience);
    QCOMPARE(second.fault(), Fault::FolderLocked);
    QVERIFY(!second.faultText().isEmpty());
    QCOMPARE(health(first.port()), QByteArray("HTTP/1.1 200 OK"));
}

void TestRealBackend::noOrphanIsLeft_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("killed") << SIGKILL;
    QTest::newRow("terminated") << SIGTERM;
    QTest::newRow("crashed") << SIGSEGV;
}

void TestRealBackend::noOrphanIsLeft() {
    QFETCH(int, signal);
    QProcess parent;
    parent.start(QString::fromLocal8Bit(qgetenv("BACKEND_PARENT")), {m_program, options().data_dir});
    QTRY_VERIFY_WITH_TIMEOUT(parent.canReadLine(), Patience);
    const QList<QByteArray> words = parent.readLine().trimmed().split(' ');
    const qint64 pid = words.value(0).toLongLong();
    QVERIFY(pid > 1 && isAlive(pid));
    QCOMPARE(health(words.value(1).toInt()), QByteArray("HTTP/1.1 200 OK"));
    QCOMPARE(::kill(static_cast<pid_t>(parent.processId()), signal), 0);
    QVERIFY(parent.waitForFinished(Patience));
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(pid), Patience);
}

QTEST_GUILESS_MAIN(TestRealBackend)
#include "tst_real_backend.moc"

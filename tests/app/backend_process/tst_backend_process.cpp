// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/backend_process.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <csignal>

using dropseal::app::BackendProcess;
using State = BackendProcess::State;
using Fault = BackendProcess::Fault;

namespace {

/// Finds the inherited descriptor among the arguments, as $fd; without it the script ends.
const QByteArray Head =
    "#!/bin/bash\nwhile [ $# -gt 0 ]; do case $1 in --setup-token-fd) fd=$2;; --listen) listen=$2;; "
    "--public-url) url=$2;; esac; shift; done\n[ -n \"$fd\" ] || exit 64\n";
/// Serves until the pipe closes, as the real one does.
const QByteArray Serve = "echo \"setup token: T-1\" >&$fd\necho \"listening on http://127.0.0.1:4321\"\nread "
                         "-r -u $fd x\nexit 0\n";

} // namespace

class TestBackendProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void startsAndStops();
    void failures_data();
    void failures();
    void aMissingProgram();
    void aCrashIsMended();
    void aCrashLoopEnds();
    void aServerThatHangsAtTheEndIsKilled();
    void theLogIsARing();
    void theEnvironmentIsTheSystemsOnly();
    void sharingNamesTheAddress();
    void restartTakesNewOptions();

private:
    BackendProcess::Options options(const QByteArray& script) {
        const QString path = m_folder->filePath(QStringLiteral("server"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(Head + script) < 0)
            qFatal("cannot write the script");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        BackendProcess::Options made;
        made.program = path;
        made.data_dir = m_folder->path();
        return made;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestBackendProcess::startsAndStops() {
    BackendProcess backend;
    std::vector<State> states;
    connect(&backend, &BackendProcess::stateChanged, this, [&] { states.push_back(backend.state()); });
    backend.start(options(Serve));
    QTRY_COMPARE(backend.state(), State::Running);
    QCOMPARE(backend.port(), 4321);
    QCOMPARE(backend.base(), QUrl(QStringLiteral("http://127.0.0.1:4321")));
    QCOMPARE(backend.setupToken(), QStringLiteral("T-1"));
    const auto pid = static_cast<pid_t>(backend.processId());
    backend.stop();
    QTRY_VERIFY(::kill(pid, 0) != 0);
    QTest::qWait(500);
    QCOMPARE(states, (std::vector<State>{State::Starting, State::Running, State::Stopped}));
    QCOMPARE(backend.crashes(), 0);
}

void TestBackendProcess::failures_data() {
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<QString>("text");
    const QString words = QStringLiteral("it is so.");
    const auto row = [&](const char* name, int code, Fault fault) {
        QTest::newRow(name)
            << "echo '{\"log\":1}' >&2; echo 'dropseald: it is so.' >&2; echo more >&2; exit " +
                   QByteArray::number(code) + "\n"
            << fault << words;
    };
    row("port taken", 69, Fault::PortTaken);
    row("cannot create", 73, Fault::FolderUnwritable);
    row("in use", 75, Fault::FolderLocked);
    row("no permission", 77, Fault::FolderUnwritable);
    row("setting", 78, Fault::Other);
    row("no reason", 0, Fault::Other);
    QTest::newRow("killed") << QByteArray("kill -9 $$\n") << Fault::Other << QString();
    QTest::newRow("garbage") << QByteArray(
                                    "echo listening on the beach; head -c 300000 /dev/urandom; exit 1\n")
                             << Fault::Other << QString();
}

void TestBackendProcess::failures() {
    QFETCH(QByteArray, script);
    QFETCH(Fault, fault);
    QFETCH(QString, text);
    BackendProcess backend;
    backend.start(options(script));
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Failed, 20000);
    QCOMPARE(backend.fault(), fault);
    QCOMPARE(backend.faultText(), text);
    QCOMPARE(backend.crashes(), 0);
    backend.start(options(Serve)); // "Try again"
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Running, 20000);
    QCOMPARE(backend.fault(), Fault::None);
}

void TestBackendProcess::aMissingProgram() {
    BackendProcess backend;
    BackendProcess::Options missing;
    missing.program = m_folder->filePath(QStringLiteral("dropseald"));
    missing.data_dir = m_folder->path();
    backend.start(missing);
    QTRY_COMPARE(backend.state(), State::Failed);
    QCOMPARE(backend.fault(), Fault::ProgramMissing);
    QCOMPARE(backend.faultText(), missing.program);
    QFile broken(missing.program);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("#!/no/such/interpreter\n");
    broken.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    broken.close();
    backend.start(missing);
    QTRY_COMPARE(backend.state(), State::Failed);
    QCOMPARE(backend.fault(), Fault::ProgramMissing);
}

void TestBackendProcess::aCrashIsMended() {
    BackendProcess backend;
    int said = 0;
    connect(&backend, &BackendProcess::crashed, this, [&] { ++said; });
    backend.start(options(Serve));
    QTRY_COMPARE(backend.state(), State::Running);
    const auto pid = static_cast<pid_t>(backend.processId());
    QCOMPARE(::kill(pid, SIGKILL), 0);
    QTRY_COMPARE_WITH_TIMEOUT(said, 1, 20000);
    QCOMPARE(backend.state(), State::Starting);
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Running, 20000);
    QVERIFY(backend.processId() != pid);
    QCOMPARE(backend.crashes(), 1);
}

void TestBackendProcess::aCrashLoopEnds() {
    const QString mark = m_folder->filePath(QStringLiteral("was_there"));
    BackendProcess backend;
    backend.start(options("[ -e " + mark.toUtf8() + " ] && exit 74\ntouch " + mark.toUtf8() +
                          "\necho listening on http://127.0.0.1:1\nexit 74\n"));
    QTRY_COMPARE_WITH_TIMEOUT(backend.state(), State::Failed, 120000);
    QCOMPARE(backend.crashes(), 1);
}

void TestBackendProcess::aServerThatHangsAtTheEndIsKilled() {
    auto backend = std::make_unique<BackendProcess>();
    backend->start(
        options("trap '' TERM\necho listening on http://127.0.0.1:1\nwhile :; do sleep 0.1; done\n"));
    QTRY_COMPARE(backend->state(), State::Running);
    const auto pid = static_cast<pid_t>(backend->processId());
    backend.reset();
    QVERIFY(::kill(pid, 0) != 0);
}

void TestBackendProcess::theLogIsARing() {
    BackendProcess backend;
    backend.start(options("for i in $(seq 1000); do echo \"line $i\" >&2; done\n" + Serve));
    QTRY_COMPARE(backend.state(), State::Running);
    QTRY_VERIFY(backend.log().endsWith(QLatin1String("line 1000")));
    QCOMPARE(backend.log().count(QLatin1Char('\n')), 199);
}

void TestBackendProcess::theEnvironmentIsTheSystemsOnly() {
    qputenv("DATABASE_URL", "postgres://elsewhere");
    qputenv("SECRET_KEY", "x");
    BackendProcess backend;
    backend.start(options("env >&2\npwd >&2\n" + Serve));
    QTRY_COMPARE(backend.state(), State::Running);
    QTRY_VERIFY(backend.log().endsWith(QLatin1String("\n/")));
    QVERIFY(backend.log().contains(QLatin1String("PATH=")));
    QVERIFY(!backend.log().contains(QLatin1String("DATABASE_URL")) &&
            !backend.log().contains(QLatin1String("SECRET_KEY")));
    QVERIFY(!backend.log().contains(QLatin1String("REGISTRATION")));
    QVERIFY(!backend.log().contains(QLatin1String("T-1")));
}

void TestBackendProcess::sharingNamesTheAddress() {
    BackendProcess backend;
    auto shared = options("echo \"$listen $url $REGISTRATION.\" >&2\n" + Serve);
    shared.share_on_network = true;
    backend.start(shared);
    QTRY_COMPARE(backend.state(), State::Running);
    const QString address = dropseal::app::lanAddress();
    QTRY_VERIFY(backend.log().endsWith(QLatin1String(" off.")));
    QVERIFY2(backend.log().startsWith(QLatin1String("0.0.0.0:")), qPrintable(backend.log()));
    QVERIFY(!backend.log().startsWith(QLatin1String("0.0.0.0:0 ")));
    if (!address.isEmpty())
        QVERIFY(backend.log().contains(QStringLiteral("http://%1:").arg(address)));
}

void TestBackendProcess::restartTakesNewOptions() {
    BackendProcess backend;
    backend.start(options(Serve));
    QTRY_COMPARE(backend.state(), State::Running);
    const auto pid = backend.processId();
    auto other = options("echo \"$listen\" >&2\n" + Serve);
    other.port = 5555;
    backend.restart(other);
    QTRY_VERIFY(backend.state() == State::Running && backend.processId() != pid);
    QTRY_COMPARE(backend.log(), QStringLiteral("127.0.0.1:5555"));
    QCOMPARE(backend.crashes(), 0);
}

QTEST_GUILESS_MAIN(TestBackendProcess)
#include "tst_backend_process.moc"

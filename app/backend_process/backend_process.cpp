// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/backend_process.h"

#include "app/backend_process/network_address.h"
#include "app/backend_process/parent_pipe.h"
#include "app/backend_process/server_environment.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <array>

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds TerminateLimit{5};
constexpr std::chrono::minutes StartLimit{2}; // a migration of a large database takes its time
constexpr std::chrono::milliseconds FirstRestart{250};
constexpr std::chrono::milliseconds LongestRestart{30000};
constexpr std::chrono::minutes CalmAfter{1}; // running so long, the next crash counts as the first
constexpr int CrashesInARow = 6;
constexpr qsizetype LogLines = 200;
constexpr qsizetype LineLimit = 4096;

struct FaultRow {
    int exit_code;
    BackendProcess::Fault fault;
};

/// backend/README.md, "Exit codes".
constexpr auto Faults = std::to_array<FaultRow>({
    {69, BackendProcess::Fault::PortTaken},
    {73, BackendProcess::Fault::FolderUnwritable},
    {75, BackendProcess::Fault::FolderLocked},
    {77, BackendProcess::Fault::FolderUnwritable},
});

BackendProcess::Fault faultOf(int exit_code) {
    for (const FaultRow& row : Faults) {
        if (row.exit_code == exit_code)
            return row.fault;
    }
    return BackendProcess::Fault::Other;
}

/// Takes the whole lines out of `text`; what has no end yet stays, unless it is too long to be one.
QStringList takeLines(QByteArray& text) {
    QStringList lines;
    qsizetype end = 0;
    while ((end = text.indexOf('\n')) >= 0) {
        lines += QString::fromUtf8(text.left(end));
        text.remove(0, end + 1);
    }
    if (text.size() > LineLimit)
        text.clear();
    return lines;
}

} // namespace

BackendProcess::BackendProcess(QObject* parent) : QObject(parent) {
    for (QTimer* timer : {&m_restart, &m_start_limit, &m_kill})
        timer->setSingleShot(true);
    m_start_limit.setInterval(StartLimit);
    m_kill.setInterval(TerminateLimit);
    connect(&m_restart, &QTimer::timeout, this, &BackendProcess::launch);
    connect(&m_start_limit, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->kill(); // ended() says the rest
    });
    connect(&m_kill, &QTimer::timeout, this, [this] {
        if (m_process)
            m_process->kill();
    });
}

BackendProcess::~BackendProcess() {
    m_restart.stop();
    endProcess(TerminateLimit);
}

void BackendProcess::endProcess(std::chrono::milliseconds patience) {
    if (!m_process)
        return;
    m_process->disconnect(this);
    if (m_process->state() != QProcess::NotRunning) {
        m_process->terminate();
        if (!m_process->waitForFinished(static_cast<int>(patience.count()))) {
            m_process->kill();
            m_process->waitForFinished(static_cast<int>(patience.count()));
        }
    }
    m_process.reset();
    m_pipe.reset();
}

void BackendProcess::start(const Options& options) {
    if (m_process) {
        restart(options);
        return;
    }
    m_restart.stop();
    m_options = options;
    m_port = options.port;
    m_was_running = false;
    m_crashes_in_a_row = 0;
    launch();
}

void BackendProcess::restart(const Options& options) {
    if (!m_process) {
        start(options);
        return;
    }
    stop();
    m_options = options;
    m_port = options.port;
    m_start_after_end = true;
    setState(State::Starting);
}

void BackendProcess::stop() {
    m_restart.stop();
    m_start_limit.stop();
    m_start_after_end = false;
    m_was_running = false;
    if (m_process && !m_kill.isActive()) { // a second SIGTERM would cut what is still being answered
        m_process->terminate();
        m_kill.start();
    }
    setState(State::Stopped);
}

QStringList BackendProcess::arguments() const {
    const QString host = m_options.share_on_network ? QStringLiteral("0.0.0.0") : QStringLiteral("127.0.0.1");
    QStringList list{QStringLiteral("serve"),
                     QStringLiteral("--listen"),
                     host + u':' + QString::number(m_port),
                     QStringLiteral("--data-dir"),
                     m_options.data_dir,
                     QStringLiteral("--setup-token-fd"),
                     QString::number(m_pipe->childEnd())};
    const QString address = m_options.share_on_network ? lanAddress() : QString();
    if (!address.isEmpty())
        list << QStringLiteral("--public-url") << QStringLiteral("http://%1:%2").arg(address).arg(m_port);
    return list;
}

void BackendProcess::launch() {
    m_fault = Fault::None;
    m_output.clear();
    m_errors.clear();
    m_setup_token.clear();
    if (m_port == 0 && m_options.share_on_network)
        m_port = freePort(); // the public URL must name it before the server knows it
    m_pipe = std::make_unique<Pipe>([this](const QString& line) { takePipeLine(line); });
    const QFileInfo program(m_options.program);
    if (!m_pipe->isOpen() || !program.isAbsolute() || !program.isExecutable()) {
        fail(m_pipe->isOpen() ? Fault::ProgramMissing : Fault::Other);
        return;
    }
    m_process = std::make_unique<QProcess>();
    QProcess* const process = m_process.get();
    process->setProgram(m_options.program);
    process->setArguments(arguments());
    process->setProcessEnvironment(serverEnvironment(m_options.share_on_network));
    process->setWorkingDirectory(QStringLiteral("/"));
    process->setStandardInputFile(QProcess::nullDevice());
    process->setChildProcessModifier([pipe = m_pipe.get()] { pipe->keepInChild(); });
    connect(process, &QProcess::readyReadStandardOutput, this, &BackendProcess::readOutput);
    connect(process, &QProcess::readyReadStandardError, this, &BackendProcess::readErrors);
    connect(process, &QProcess::finished, this, [this](int exit_code, QProcess::ExitStatus status) {
        ended(exit_code, status == QProcess::CrashExit);
    });
    connect(process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failToStart();
    });
    m_start_limit.start();
    setState(State::Starting);
    process->start(QIODevice::ReadOnly);
    if (m_pipe)
        m_pipe->closeChildEnd();
}

void BackendProcess::readOutput() {
    m_output += m_process->readAllStandardOutput();
    for (const QString& line : takeLines(m_output))
        takeReadyLine(line);
}

void BackendProcess::readErrors() {
    m_errors += m_process->readAllStandardError();
    const QStringList lines = takeLines(m_errors);
    if (lines.isEmpty())
        return;
    m_log += lines;
    if (m_log.size() > LogLines)
        m_log.remove(0, m_log.size() - LogLines);
    Q_EMIT logChanged();
}

void BackendProcess::takePipeLine(const QString& line) {
    const QLatin1String prefix("setup token: ");
    if (line.startsWith(prefix))
        m_setup_token = line.mid(prefix.size());
}

void BackendProcess::takeReadyLine(const QString& line) {
    if (!line.startsWith(QLatin1String("listening on ")) || m_state != State::Starting)
        return;
    bool is_number = false;
    const int port = line.section(u':', -1).toInt(&is_number);
    if (!is_number || port <= 0)
        return;
    m_pipe->drain(); // the token was written before this line
    m_port = port;
    m_start_limit.stop();
    m_was_running = true;
    m_since_running.start();
    setState(State::Running);
}

void BackendProcess::failToStart() {
    m_process.release()->deleteLater(); // this is called from one of its signals
    fail(Fault::ProgramMissing);
}

void BackendProcess::ended(int exit_code, bool by_signal) {
    readOutput();
    readErrors();
    m_process.release()->deleteLater();
    m_pipe.reset();
    m_kill.stop();
    m_start_limit.stop();
    if (m_start_after_end) {
        m_start_after_end = false;
        m_crashes_in_a_row = 0;
        launch();
        return;
    }
    if (m_state == State::Stopped)
        return;
    if (m_was_running)
        scheduleRestart();
    else
        fail(by_signal ? Fault::Other : faultOf(exit_code));
}

void BackendProcess::scheduleRestart() {
    if (m_state == State::Running) {
        ++m_crashes;
        if (std::chrono::milliseconds(m_since_running.elapsed()) >= CalmAfter)
            m_crashes_in_a_row = 0;
    }
    const bool was_running = m_state == State::Running;
    if (++m_crashes_in_a_row > CrashesInARow) {
        fail(Fault::Other);
        return;
    }
    const auto pause = FirstRestart * (1 << (m_crashes_in_a_row - 1));
    m_restart.start(std::min<std::chrono::milliseconds>(pause, LongestRestart));
    setState(State::Starting);
    if (was_running)
        Q_EMIT crashed();
}

void BackendProcess::fail(Fault fault) {
    m_pipe.reset();
    m_start_limit.stop();
    m_fault = fault;
    setState(State::Failed);
}

void BackendProcess::setState(State state) {
    m_state = state;
    Q_EMIT stateChanged();
}

const BackendProcess::Options& BackendProcess::options() const {
    return m_options;
}

qint64 BackendProcess::processId() const {
    return m_process ? m_process->processId() : 0;
}

BackendProcess::State BackendProcess::state() const {
    return m_state;
}

BackendProcess::Fault BackendProcess::fault() const {
    return m_fault;
}

QString BackendProcess::faultText() const {
    if (m_fault == Fault::ProgramMissing)
        return m_options.program;
    const QLatin1String prefix("dropseald: ");
    for (auto line = m_log.crbegin(); line != m_log.crend(); ++line) {
        if (line->startsWith(prefix))
            return line->mid(prefix.size());
    }
    return m_log.isEmpty() ? QString() : m_log.last();
}

QUrl BackendProcess::base() const {
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

int BackendProcess::port() const {
    return m_port;
}

QString BackendProcess::setupToken() const {
    return m_setup_token;
}

QString BackendProcess::log() const {
    return m_log.join(u'\n');
}

int BackendProcess::crashes() const {
    return m_crashes;
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QProcess>
#include <QtCore/QStringList>
#include <QtCore/QTimer>
#include <QtCore/QUrl>

#include <memory>

namespace dropseal::app {

/// The bundled server: started from beside the app, watched, restarted when it dies, ended with the app (it
/// ends by itself when the inherited pipe closes, so that a killed app leaves no orphan). GUI thread.
class BackendProcess : public QObject {
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Failed };
    enum class Fault { None, ProgramMissing, PortTaken, FolderLocked, FolderUnwritable, Other };
    Q_ENUM(State)

    struct Options {
        QString program; ///< dropseald; by default beside the app's own binary
        QString data_dir;
        int port = 0;                  ///< 0: let it choose; kept by the caller afterwards
        bool share_on_network = false; ///< listen on 0.0.0.0 with --public-url of the LAN address
    };

    explicit BackendProcess(QObject* parent = nullptr);
    ~BackendProcess() override; ///< SIGTERM, and SIGKILL after 5 s

    void start(const Options& options);
    void restart(const Options& options);
    void stop();

    const Options& options() const; ///< those of the last start
    qint64 processId() const;       ///< 0 while there is none
    State state() const;
    Fault fault() const;
    QString faultText() const; ///< the server's own last line
    QUrl base() const;         ///< http://127.0.0.1:PORT
    int port() const;
    QString setupToken() const; ///< empty once there is an admin
    QString log() const;        ///< the last 200 lines of stderr
    int crashes() const;

Q_SIGNALS:
    void stateChanged();
    /// It died by itself and is being started again.
    void crashed();
    void logChanged();

private:
    class Pipe;

    void launch();
    QStringList arguments() const;
    void readOutput();
    void readErrors();
    void takeReadyLine(const QString& line);
    void takePipeLine(const QString& line);
    void ended(int exit_code, bool by_signal);
    void failToStart();
    void fail(Fault fault);
    void scheduleRestart();
    void setState(State state);
    void endProcess(std::chrono::milliseconds patience);

    Options m_options;
    State m_state = State::Stopped;
    Fault m_fault = Fault::None;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<Pipe> m_pipe;
    QTimer m_restart;
    QTimer m_start_limit;
    QTimer m_kill;
    QElapsedTimer m_since_running;
    QStringList m_log;
    QByteArray m_output;
    QByteArray m_errors;
    QString m_setup_token;
    int m_port = 0;
    int m_crashes = 0;
    int m_crashes_in_a_row = 0;
    bool m_was_running = false; ///< since start(): then its death is a crash, else a failed start
    bool m_start_after_end = false;
};

/// This computer's address on the local network; empty where there is none.
QString lanAddress();

} // namespace dropseal::app

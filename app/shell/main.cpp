// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/app.h"
#include "app/shell/command_line.h"
#include "app/shell/hand_over.h"
#include "app/shell/unix_signals.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtWidgets/QApplication>

#include <cstdio>

namespace {

using namespace dropseal::app;

// sysexits.h
constexpr int WrongUsage = 64;
constexpr int CannotCreate = 73;
constexpr int TryAgain = 75;
constexpr std::chrono::seconds HandOverLimit{10};

void say(std::FILE* stream, const QString& text) {
    std::fputs(text.toLocal8Bit().constData(), stream);
}

QStringList argumentsOf(int argc, char** argv) {
    QStringList list;
    for (int i = 1; i < argc; ++i)
        list += QFile::decodeName(argv[i]);
    return list;
}

int handOverTo(const QString& folder, const QStringList& files) {
    if (handOver(folder, {files, qgetenv("XDG_ACTIVATION_TOKEN")}, HandOverLimit))
        return 0;
    say(stderr, QStringLiteral("dropseal: runs already, but does not answer; end it, then start it again\n"));
    return TryAgain;
}

int run(int argc, char** argv, const AppPaths& paths, std::unique_ptr<InstanceLock> lock,
        const QStringList& files) {
    qunsetenv("QT_NO_GLIB"); // QtKeychain's answers come through GLib
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const UnixSignals signals_of_unix;
    App app(paths, std::move(lock));
    QObject::connect(&signals_of_unix, &UnixSignals::askedToEnd, &app, &App::quit);
    app.start(files);
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("dropseal"));
    QCoreApplication::setApplicationVersion(QStringLiteral(DROPSEAL_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Dropseal"));
    QGuiApplication::setDesktopFileName(QStringLiteral("dropseal"));
    const CommandLine line = CommandLine::parse(argumentsOf(argc, argv), QDir::currentPath());
    switch (line.act) {
    case CommandLine::Act::Help:
        say(stdout, CommandLine::usage());
        return 0;
    case CommandLine::Act::Version:
        say(stdout, QStringLiteral("dropseal " DROPSEAL_VERSION "\n"));
        return 0;
    case CommandLine::Act::Refuse:
        say(stderr, QStringLiteral("dropseal: does not know %1; see dropseal --help\n").arg(line.error));
        return WrongUsage;
    case CommandLine::Act::Run:
        break;
    }
    const QString program = QFileInfo(QStringLiteral("/proc/self/exe")).canonicalFilePath();
    const AppPaths paths = AppPaths::standard(QFileInfo(program).path());
    InstanceLock::Taken taken;
    if (paths.makeFolders())
        taken = InstanceLock::take(paths.app);
    if (!taken.lock && taken.fault == InstanceLock::Fault::HeldByOther)
        return handOverTo(paths.app, line.files);
    if (!taken.lock) {
        say(stderr, QStringLiteral("dropseal: cannot write to %1\n").arg(paths.app));
        return CannotCreate;
    }
    return run(argc, argv, paths, std::move(taken.lock), line.files);
}

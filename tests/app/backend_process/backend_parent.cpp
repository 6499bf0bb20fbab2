// SPDX-License-Identifier: GPL-3.0-or-later
// backend_parent PROGRAM DATA_DIR: starts the server as the app does, prints "PID PORT" once it runs, and
// stays until it is killed.
#include "app/backend_process/backend_process.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

using dropseal::app::BackendProcess;

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (application.arguments().size() != 3)
        return 64;
    BackendProcess backend;
    QObject::connect(&backend, &BackendProcess::stateChanged, &backend, [&backend] {
        if (backend.state() == BackendProcess::State::Failed)
            QCoreApplication::exit(1);
        if (backend.state() != BackendProcess::State::Running)
            return;
        std::printf("%lld %d\n", static_cast<long long>(backend.processId()), backend.port());
        std::fflush(stdout);
    });
    BackendProcess::Options options;
    options.program = application.arguments().at(1);
    options.data_dir = application.arguments().at(2);
    backend.start(options);
    return QCoreApplication::exec();
}

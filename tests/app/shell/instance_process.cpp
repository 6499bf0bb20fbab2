// SPDX-License-Identifier: GPL-3.0-or-later
// instance_process hold FOLDER: the first start; prints "called FILE…" for each call, until it is killed.
// instance_process call FOLDER FILE…: the second one; exits with 0 where it was heard.
#include "app/shell/hand_over.h"
#include "app/shell/single_instance.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>

#include <cstdio>

using namespace dropseal::app;

namespace {

void print(const QString& line) {
    std::puts(line.toUtf8().constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString folder = arguments.at(2);
    if (arguments.at(1) == QLatin1String("call"))
        return handOver(folder, {arguments.mid(3), {}}, std::chrono::seconds(20)) ? 0 : 1;
    auto taken = InstanceLock::take(folder);
    if (!taken.lock)
        return 1;
    SingleInstance instance(std::move(taken.lock), folder);
    if (!instance.listen())
        return 1;
    QObject::connect(&instance, &SingleInstance::called, &instance, [](const InstanceMessage& message) {
        print(QStringLiteral("called ") + message.files.join(u' '));
    });
    print(QStringLiteral("ready"));
    return QCoreApplication::exec();
}

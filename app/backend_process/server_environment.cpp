// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/server_environment.h"

#include <array>

namespace dropseal::app {

namespace {

constexpr std::array Names = {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "TMPDIR"};
constexpr std::array Prefixes = {"LC_", "XDG_", "LD_", "QT_", "ASAN_", "TSAN_", "UBSAN_"};

bool isForServer(const QString& name) {
    const auto is_name = [&name](const char* one) { return name == QLatin1String(one); };
    const auto is_prefix = [&name](const char* one) { return name.startsWith(QLatin1String(one)); };
    return std::any_of(Names.begin(), Names.end(), is_name) ||
           std::any_of(Prefixes.begin(), Prefixes.end(), is_prefix);
}

} // namespace

QProcessEnvironment serverEnvironment(bool share_on_network) {
    const QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment some;
    for (const QString& name : all.keys()) {
        if (isForServer(name))
            some.insert(name, all.value(name));
    }
    if (share_on_network)
        some.insert(QStringLiteral("REGISTRATION"), QStringLiteral("off"));
    return some;
}

} // namespace dropseal::app

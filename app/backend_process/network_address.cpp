// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/network_address.h"

#include "app/backend_process/backend_process.h"

#include <QtNetwork/QNetworkInterface>
#include <QtNetwork/QTcpServer>

#include <array>

namespace dropseal::app {

namespace {

/// Bridges to containers and virtual machines of this computer: nobody else is there.
bool isVirtual(const QString& name) {
    static constexpr std::array Prefixes = {"docker", "br-",     "veth", "virbr",
                                            "vmnet",  "vboxnet", "lxc",  "podman"};
    return std::any_of(Prefixes.begin(), Prefixes.end(),
                       [&name](const char* prefix) { return name.startsWith(QLatin1String(prefix)); });
}

bool isOnNetwork(const QNetworkInterface& interface) {
    const auto flags = interface.flags();
    return flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning) &&
           !flags.testFlag(QNetworkInterface::IsLoopBack) &&
           !flags.testFlag(QNetworkInterface::IsPointToPoint) && !isVirtual(interface.name());
}

} // namespace

QString lanAddress() {
    for (const QNetworkInterface& interface : QNetworkInterface::allInterfaces()) {
        if (!isOnNetwork(interface))
            continue;
        for (const QNetworkAddressEntry& entry : interface.addressEntries()) {
            const QHostAddress address = entry.ip();
            if (address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLinkLocal())
                return address.toString();
        }
    }
    return {};
}

int freePort() {
    QTcpServer probe;
    return probe.listen(QHostAddress::AnyIPv4, 0) ? probe.serverPort() : 0;
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/app_paths.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QStandardPaths>

namespace dropseal::app {

AppPaths AppPaths::standard(const QString& program_folder) {
    const QString root = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                         QStringLiteral("/dropseal-desktop");
    AppPaths paths;
    paths.app = root + QStringLiteral("/app");
    paths.server = root + QStringLiteral("/server");
    paths.settings_file = paths.app + QStringLiteral("/settings.ini");
    paths.links_file = paths.app + QStringLiteral("/links.ini");
    paths.program = program_folder + QStringLiteral("/dropseald");
    return paths;
}

bool AppPaths::makeFolders() const {
    constexpr auto OwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    const QString root = QFileInfo(app).path();
    return QDir().mkpath(app) && QFile::setPermissions(root, OwnerOnly) &&
           QFile::setPermissions(app, OwnerOnly);
}

} // namespace dropseal::app

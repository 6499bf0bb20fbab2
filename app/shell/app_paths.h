// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace dropseal::app {

/// Where this person's data lies: $XDG_DATA_HOME/dropseal-desktop, nobody else may look into it.
struct AppPaths {
    QString app;           ///< the program's own: settings, journal of transfers, lock
    QString server;        ///< the bundled server's data folder; it makes it
    QString settings_file; ///< settings.ini
    QString links_file;    ///< until when the last link of each file lives
    QString program;       ///< dropseald, beside this program

    static AppPaths standard(const QString& program_folder);
    bool makeFolders() const;
};

} // namespace dropseal::app

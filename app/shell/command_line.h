// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace dropseal::app {

/// What `dropseal` was asked for. Qt's own options (-reverse, -platform …) are let through.
struct CommandLine {
    enum class Act { Run, Help, Version, Refuse };
    Act act = Act::Run;
    QStringList files; ///< absolute paths
    QString error;     ///< with Refuse

    /// `arguments` without the program's name; relative paths count from `folder`.
    static CommandLine parse(const QStringList& arguments, const QString& folder);
    static QString usage();
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/command_line.h"

#include <QtCore/QDir>
#include <QtCore/QUrl>

#include <array>

namespace dropseal::app {

namespace {

/// Options of Qt itself, as QApplication's documentation lists them; the second part take a value.
constexpr std::array QtFlags = {"-reverse", "-nograb", "-dograb", "-sync"};
constexpr std::array QtOptions = {"-platform",        "-platformpluginpath",
                                  "-platformtheme",   "-plugin",
                                  "-qwindowgeometry", "-qwindowicon",
                                  "-qwindowtitle",    "-style",
                                  "-stylesheet",      "-display",
                                  "-geometry",        "-session",
                                  "-fontengine"};

template <class Names>
bool isOneOf(const Names& names, const QString& argument) {
    const QString single = argument.startsWith(QLatin1String("--")) ? argument.mid(1) : argument;
    return std::ranges::any_of(names, [&single](const char* name) { return single == QLatin1String(name); });
}

/// A file manager may hand over "file:///…" instead of a path.
QString absolutePath(const QString& argument, const QString& folder) {
    const QUrl url(argument);
    const QString path = url.isLocalFile() ? url.toLocalFile() : argument;
    return QDir::cleanPath(QDir(folder).absoluteFilePath(path));
}

} // namespace

CommandLine CommandLine::parse(const QStringList& arguments, const QString& folder) {
    CommandLine line;
    bool options_end = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        if (options_end || !argument.startsWith(u'-') || argument == QLatin1String("-")) {
            if (!argument.isEmpty())
                line.files += absolutePath(argument, folder);
        } else if (argument == QLatin1String("--")) {
            options_end = true;
        } else if (argument == QLatin1String("--help") || argument == QLatin1String("-h")) {
            line.act = Act::Help;
        } else if (argument == QLatin1String("--version")) {
            line.act = Act::Version;
        } else if (isOneOf(QtOptions, argument)) {
            ++i;
        } else if (!isOneOf(QtFlags, argument)) {
            line.act = Act::Refuse;
            line.error = argument;
            return line;
        }
    }
    return line;
}

QString CommandLine::usage() {
    return QStringLiteral(
        "usage: dropseal [FILE…]\n"
        "\n"
        "Opens the window and seals the files that are named. Where Dropseal runs already, its\n"
        "window comes to the front and takes them.\n"
        "\n"
        "  --version  the version\n"
        "  --help     this text\n"
        "\n"
        "Data lies in $XDG_DATA_HOME/dropseal-desktop. Exit codes: 0 ok, 64 wrong usage, 73 the\n"
        "data folder cannot be written, 75 Dropseal runs already but does not answer.\n");
}

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <optional>

namespace dropseal::app {

/// What a person typed or pasted as a server: "files.example.org", "localhost:8000",
/// "https://files.example.org/some/page". Gives scheme, host and port only; https where no scheme is given,
/// http for this computer. None where it is no address, or has a name in it.
std::optional<QUrl> parseServerAddress(const QString& typed);
/// "files.example.org", with the port where it is not the scheme's own.
QString shownServer(const QUrl& base);
int portOf(const QUrl& base);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace dropseal::app {

/// "photos" and "a.jpg" become "photos – a.jpg": until the server knows folders the name says where it was.
QString joinNames(const QString& folder, const QString& name);

/// At most 255 bytes of UTF-8, as the server takes them: a longer name loses its middle, never its extension,
/// and never half a character.
QString shortenName(const QString& name);

} // namespace dropseal::app

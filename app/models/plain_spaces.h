// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace dropseal::app {

/// The same words with ordinary spaces: what is shown may not break between number and unit; what is read out
/// and found by name has no need of that.
inline QString plainSpaces(QString text) {
    return text.replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

} // namespace dropseal::app

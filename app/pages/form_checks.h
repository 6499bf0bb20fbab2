// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

/// What can be said of a field before the server is asked; empty: nothing is wrong.
namespace dropseal::app {

QString wrongLogin(const QString& text);       ///< e-mail, user name or employee number: anything but nothing
QString wrongEmail(const QString& text);       ///< of a new account
QString wrongPassword(const QString& text);    ///< of an account that is there
QString wrongNewPassword(const QString& text); ///< long enough, not too long

} // namespace dropseal::app

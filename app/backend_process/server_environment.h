// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcessEnvironment>

namespace dropseal::app {

/// What the bundled server gets of our environment: the system's part only, so that a DATABASE_URL or a
/// SECRET_KEY of somebody's shell does not turn it into another server. While it is shared on the network
/// nobody registers by himself (SECURITY.md 4.29).
QProcessEnvironment serverEnvironment(bool share_on_network);

} // namespace dropseal::app

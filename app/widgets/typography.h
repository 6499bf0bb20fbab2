// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QFont>

namespace dropseal::app {

/// UI.md 2.2. Label is body at weight 500, Strong body at 600.
enum class TextRole {
    Hero,
    Page,
    Section,
    Body,
    Label,
    Strong,
    Small,
    SmallLabel,
    SmallStrong,
    Caption,
    Mono
};

/// The application font in that size and weight, never under the system's smallest readable one; Mono is the
/// system's fixed font.
QFont textFont(TextRole role);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/seal_style.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace dropseal::app {

/// A button with text; its accessible name is that text and stays when the text changes ("Signing in" is
/// still named "Sign in"). `icon_name` may be empty.
QPushButton* makeButton(const QString& text, ButtonRole role, const QString& icon_name = {},
                        QWidget* parent = nullptr);

/// A square button that shows only its icon; `name` is its accessible name and its tool tip.
QToolButton* makeIconButton(const QString& icon_name, const QString& name, QWidget* parent = nullptr);

/// A button that stands for an action and follows it (enabled, tool tip, trigger); named by `name`, without
/// dots.
QPushButton* makeActionButton(QAction* action, const QString& name, ButtonRole role,
                              const QString& icon_name = {}, QWidget* parent = nullptr);

/// A link button of the footer: small text.
QPushButton* makeFooterLink(const QString& text, QWidget* parent = nullptr);

/// Takes the room at its sides away: for a link button that stands in a line of text or over a field's edge.
void setFlush(QPushButton* button);

/// Enabled, or disabled with a tool tip that says why (UI.md 4, action row).
void setEnabledOrWhy(QWidget* button, bool enabled, const QString& why_not);

} // namespace dropseal::app

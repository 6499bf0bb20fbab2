// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

class QDialog;
class QDialogButtonBox;
class QVBoxLayout;

namespace dropseal::app {

/// A question: icon, sentence, a second one in small below (may be empty), buttons in the platform's order.
void layOutDialog(QDialog* dialog, const QString& icon_name, const QString& sentence, const QString& help,
                  QDialogButtonBox* buttons);

/// The column of a dialog, with its margins.
QVBoxLayout* dialogColumn(QDialog* dialog);

} // namespace dropseal::app

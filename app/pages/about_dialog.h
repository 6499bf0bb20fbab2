// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

namespace dropseal::app {

struct PageContext;

/// Version, where it runs, the last errors with their request ids, and the licences. What "Copy details" puts
/// on the clipboard is what a person sends who asks for help: no link, no token, no e-mail.
class AboutDialog : public QDialog {
    Q_OBJECT
public:
    /// `last_errors`: ErrorWords::details of the last ones, the newest first.
    AboutDialog(const PageContext& context, const QStringList& last_errors, QWidget* parent = nullptr);

    static QString details(const PageContext& context, const QStringList& last_errors);
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/journal_row.h"

namespace dropseal::app {

/// The folder of pasted bytes (0700), whose files (0600) have names of their own.
class PastedFiles {
public:
    explicit PastedFiles(const QString& folder);

    /// The row of an upload of these bytes: Failed where they cannot be kept.
    JournalRow keep(const QString& name, const QByteArray& bytes) const;
    void remove(const QString& path) const;
    /// Removes those that no row speaks of.
    void sweep(const std::vector<JournalRow>& rows) const;

private:
    QString m_folder;
};

/// Makes it with mode 0700 where it is missing; one that is there gets that mode.
bool makePrivateFolder(const QString& folder);

} // namespace dropseal::app

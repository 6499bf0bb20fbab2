// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_client.h"

#include <QtCore/QDateTime>

namespace dropseal::app {

/// One file of the list, ready to work with.
struct FileEntry {
    FileId id;
    QString name; ///< as the server has it; shown through safeFileName()
    qint64 size = 0;
    QString sha256;
    QDateTime added;
    QDateTime deleted; ///< valid: it lies in the trash

    bool operator==(const FileEntry&) const = default;
};

FileEntry fileEntryOf(const api::File& file);
QDateTime dateTimeOf(Timestamp at);

} // namespace dropseal::app

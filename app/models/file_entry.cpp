// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/file_entry.h"

namespace dropseal::app {

QDateTime dateTimeOf(Timestamp at) {
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC);
}

FileEntry fileEntryOf(const api::File& file) {
    FileEntry entry;
    entry.id = file.id;
    entry.name = QString::fromStdString(file.filename);
    entry.size = file.size;
    entry.sha256 = QString::fromStdString(file.sha256);
    entry.added = dateTimeOf(file.created_at);
    if (file.deleted_at)
        entry.deleted = dateTimeOf(*file.deleted_at);
    return entry;
}

} // namespace dropseal::app

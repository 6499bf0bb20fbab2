// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"

namespace dropseal::app {

struct PageContext;

/// Makes links and puts them on the clipboard, and says so in the notice. GUI thread.
class LinkCopier : public QObject {
    Q_OBJECT
public:
    explicit LinkCopier(PageContext& context, QObject* parent = nullptr);
    /// New links of that life for these files; one per line where there are several.
    void copyNew(const std::vector<FileEntry>& files, std::chrono::seconds life);
    /// A link that is there already (a transfer's).
    void copy(const QString& link);
    static void toClipboard(const QString& text);

private:
    PageContext& m_context;
};

} // namespace dropseal::app

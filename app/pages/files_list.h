// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"
#include "app/widgets/file_delegate.h"

#include <QtWidgets/QTreeView>

namespace dropseal::app {

struct PageContext;

/// The tree "Files": rows as FileDelegate paints them; widths, order and sorting of the columns are kept.
class FilesList : public QTreeView {
    Q_OBJECT
public:
    explicit FilesList(PageContext& context, QWidget* parent = nullptr);

    std::vector<FileEntry> chosen() const; ///< in the order of the rows
    int topChosenRow() const;              ///< -1: none
    void chooseRow(int row);               ///< the nearest there is, and makes it current
    void setGreyed(bool greyed);           ///< the list is an old one

Q_SIGNALS:
    void chosenChanged();

protected:
    void focusInEvent(QFocusEvent* event) override;

private:
    FileRow rowOf(const QModelIndex& index) const;
    void keepHeader();
    void sortShown(int column);
    void setCompact();

    PageContext& m_context;
    FileDelegate* m_delegate;
    QTimer m_header_changed;
    QTimer m_minute; ///< "Expires in 21 hours" goes on
    bool m_greyed = false;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

#include <functional>

class QTreeView;

namespace dropseal::app {

/// One file as it is painted. All text comes ready to show (display_text.h).
struct FileRow {
    enum class Link { None, Sealed, ExpiresSoon, Dead };
    QString name;
    QString size;
    QString added;
    Link link = Link::None;
    QString link_text;   ///< "Expires in 7 days", "No link"
    bool greyed = false; ///< offline: the last list, shown as old
};

/// Paints the Files list: Name (kind icon, elided in the middle), Size (at the right), Added, Link (seal or
/// clock, words).
class FileDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    struct Columns {
        int name = 0;
        int size = 1;
        int added = 2;
        int link = 3;
    };
    using RowOf = std::function<FileRow(const QModelIndex&)>;

    FileDelegate(RowOf row_of, Columns columns, QObject* parent = nullptr);

    /// Row height and column widths, behaviour of a table (UI.md 4): whole rows, sorting, movable columns, no
    /// root decoration.
    void installOn(QTreeView* view);
    void setCompact(bool compact);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    RowOf m_row_of;
    Columns m_columns;
    bool m_compact = false;
};

/// What every table of the app is: selection by rows, extended; no branches, no zebra, uniform rows, sorting,
/// tab leaves it.
void makeTable(QTreeView* view, const QString& accessible_name);

/// Ten still rows while a list is being loaded; show it after SkeletonAfterMs.
class SkeletonRows : public QWidget {
    Q_OBJECT
public:
    explicit SkeletonRows(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace dropseal::app

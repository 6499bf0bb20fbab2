// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QTreeView>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QMouseEvent;

namespace dropseal::app {

class TransferMotion;

enum class TransferRowState { Waiting, Sending, Paused, Checking, Sealed, Failed, Changed, Offline };
enum class TransferAct { StartNow, Pause, Resume, Retry, Cancel, Remove, Clear };

/// One transfer as it is painted. All text comes ready to show.
struct TransferRow {
    qint64 key = 0; ///< tells rows apart while they move (the number of the transfer)
    QString name;
    TransferRowState state = TransferRowState::Waiting;
    double fraction = 0; ///< 0 … 1; below 0: unknown length, a still striped bar
    QString word;    ///< at the right of the name: "61 %", "Waiting", "Sealed"; empty: the state's own word
    QString details; ///< second line
    QString link;    ///< full URL, empty while there is none
    bool copied = false; ///< the chip says "Copied"
};

/// The acts of a state, in the order in which they are shown.
std::vector<TransferAct> transferActs(TransferRowState state);
QString transferActName(TransferAct act); ///< "Cancel transfer": tool tip and accessible wording
QString transferActIcon(TransferAct act);

/// Paints a transfer over the columns of a QTreeView: Name (icon, name, word, bar, second line), State (the
/// acts at the row's end) and Link (the chip). Give the view the columns in the order Name, State, Link and
/// move State to the end: installOn() does. Its painted buttons are for the mouse only; the page offers each
/// act elsewhere too.
class TransferDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    struct Columns {
        int name = 0;
        int state = 1;
        int link = 2;
    };
    using RowOf = std::function<TransferRow(const QModelIndex&)>;

    TransferDelegate(RowOf row_of, Columns columns, QObject* parent = nullptr);
    ~TransferDelegate() override;

    /// Row height, header hidden, column widths and order, mouse tracking. Call after the model is set, and
    /// again on a new model.
    void installOn(QTreeView* view);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

    static QRect actRect(const QRect& cell, int position, int count, Qt::LayoutDirection direction);
    static QRect chipRect(const QRect& cell, Qt::LayoutDirection direction);

Q_SIGNALS:
    void acted(const QModelIndex& index, dropseal::app::TransferAct act);
    void copyLinkRequested(const QModelIndex& index);

private:
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row) const;
    double shownFraction(const TransferRow& row) const;
    bool dragsLink(const QStyleOptionViewItem& option, const QMouseEvent& mouse, const TransferRow& row);
    void paintFailure(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row) const;
    void paintActs(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row) const;
    void paintLink(QPainter& painter, const QStyleOptionViewItem& option, const TransferRow& row) const;

    RowOf m_row_of;
    Columns m_columns;
    QPointer<QTreeView> m_view;
    std::unique_ptr<TransferMotion> m_motion;
    QElapsedTimer m_clock;
    mutable QTimer m_frame;             ///< while something moves
    std::optional<QPoint> m_pressed_at; ///< on a chip
};

} // namespace dropseal::app

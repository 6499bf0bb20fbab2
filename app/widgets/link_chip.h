// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/seal_mark.h"

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QPushButton;

namespace dropseal::app {

/// How a link chip looks: seal state, link without scheme in fixed pitch, "Copy" which says "Copied" for 2 s.
struct LinkChipLook {
    QString link; ///< full URL
    SealState seal = SealState::Dashed;
    bool copied = false;
    bool copy_hovered = false;
    bool enabled = true;
    Qt::LayoutDirection direction = Qt::LeftToRight;
};

void drawLinkChip(QPainter& painter, const QRect& rect, const LinkChipLook& look);
/// The part of a chip that copies, for the mouse.
QRect linkChipCopyRect(const QRect& rect, Qt::LayoutDirection direction);

/// The chip as a widget. It can be dragged out as text and URL. Copying is the owner's: copyRequested().
class LinkChip : public QWidget {
    Q_OBJECT
public:
    explicit LinkChip(QWidget* parent = nullptr);
    void setLink(const QString& url, SealState seal);
    void showCopied(); ///< for 2 s
    QSize sizeHint() const override;

Q_SIGNALS:
    void copyRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    LinkChipLook m_look;
    QPushButton* m_copy;
    QTimer m_copied_life;
    QPoint m_pressed_at;
};

/// Starts dragging a link as text and URL; returns when the drag has ended.
void dragLink(QWidget* source, const QString& url);

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/file_delegate.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"

#include <QtWidgets/QHeaderView>
#include <QtWidgets/QTreeView>

#include <array>

namespace dropseal::app {

void makeTable(QTreeView* view, const QString& accessible_name) {
    view->setAccessibleName(accessible_name);
    view->setFrameShape(QFrame::NoFrame);
    view->setRootIsDecorated(false);
    view->setItemsExpandable(false);
    view->setIndentation(0);
    view->setUniformRowHeights(true);
    view->setAlternatingRowColors(false);
    view->setAllColumnsShowFocus(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setTabKeyNavigation(false);
    view->setMouseTracking(true);
    view->setSortingEnabled(true);
    view->setExpandsOnDoubleClick(false);
    QHeaderView* header = view->header();
    header->setSectionsMovable(true);
    header->setFirstSectionMovable(false); // column 0 stays the name, as readers expect it
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setFixedHeight(metrics::header());
}

SkeletonRows::SkeletonRows(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SkeletonRows::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(ColorRole::Surface));
    constexpr int Rows = 10;
    constexpr std::array Widths{0.42, 0.31, 0.37, 0.26, 0.34, 0.44, 0.29, 0.38, 0.24, 0.33};
    const auto placed = [this](const QRectF& part) {
        return QStyle::visualRect(layoutDirection(), rect(), part.toAlignedRect());
    };
    for (int row = 0; row < Rows; ++row) {
        const QRect line(0, row * metrics::row(), width(), metrics::row());
        drawHairline(painter, line, Qt::BottomEdge);
        const double bar = metrics::space(3);
        const double top = line.top() + (line.height() - bar) / 2;
        const double left = metrics::units(11);
        const QColor color = Theme::color(ColorRole::Hover);
        drawRounded(painter, placed({double(metrics::units(3)), top, bar * 2, bar}), bar / 2, color);
        drawRounded(painter, placed({left, top, width() * Widths.at(std::size_t(row)), bar}), bar / 2, color);
        drawRounded(painter, placed({width() * 0.72, top, width() * 0.08, bar}), bar / 2, color);
    }
}

} // namespace dropseal::app

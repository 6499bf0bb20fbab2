// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/typography.h"

#include <QtCore/QEvent>
#include <QtCore/QItemSelectionModel>
#include <QtGui/QStandardItemModel>
#include <QtWidgets/QStyledItemDelegate>

namespace dropseal::app {

namespace {

enum Role { KeyRole = Qt::UserRole + 1, IconRole, GroupRole, CounterRole, CounterActiveRole };

int gapBelow() {
    return qMax(1, metrics::units(0.5));
}
int groupHeight() {
    return metrics::units(9.5);
}

/// Paints a place, and above the first of a group the group's heading.
class PlaceDelegate : public QStyledItemDelegate {
public:
    explicit PlaceDelegate(PlaceList* list) : QStyledItemDelegate(list), m_list(list) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        const bool heads = !index.data(GroupRole).toString().isEmpty() && !m_list->iconsOnly();
        return {metrics::sidebarCollapsed(),
                metrics::controlHeight() + gapBelow() + (heads ? groupHeight() : 0)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->setLayoutDirection(option.direction);
        QRect rect = option.rect.adjusted(0, 0, 0, -gapBelow());
        const QString group = index.data(GroupRole).toString();
        const int side = metrics::units(2.5);
        if (!group.isEmpty() && !m_list->iconsOnly()) {
            QRect head(rect.left(), rect.top() + metrics::space(4), rect.width(),
                       groupHeight() - metrics::space(4));
            drawText(*painter, head.adjusted(side, 0, -side, -metrics::units(1)), group,
                     textFont(TextRole::Caption), Theme::color(ColorRole::TextMuted));
            rect.setTop(rect.top() + groupHeight());
        }
        paintPlace(*painter, option, index, rect);
    }

private:
    void paintPlace(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                    const QRect& rect) const {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
        const bool on_filled = chosen && Theme::isHighContrast();
        if (chosen || hovered) {
            const ColorRole chosen_fill =
                m_list->isActiveWindow() ? ColorRole::Selection : ColorRole::SelectionInactive;
            drawRounded(painter, rect, metrics::radiusControl(),
                        Theme::color(chosen ? chosen_fill : ColorRole::Hover));
        }
        const int side = metrics::units(2.5);
        const auto placed = [&](const QRect& part) {
            return QStyle::visualRect(option.direction, rect, part);
        };
        const int at = m_list->iconsOnly() ? (rect.width() - metrics::ControlIcon) / 2 : side;
        const QRect square(rect.left() + at, rect.top() + (rect.height() - metrics::ControlIcon) / 2,
                           metrics::ControlIcon, metrics::ControlIcon);
        ColorRole icon_color = chosen ? ColorRole::Accent : ColorRole::TextMuted;
        icon_color = on_filled ? ColorRole::TextOnSelection : icon_color;
        drawIcon(painter, index.data(IconRole).toString(), placed(square), Theme::color(icon_color),
                 option.direction);
        if (!m_list->iconsOnly()) {
            paintWords(painter, option, index, rect);
        }
        if (option.state.testFlag(QStyle::State_HasFocus)) {
            QStyleOptionFocusRect ring;
            ring.rect = rect;
            m_list->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, m_list);
        }
    }

    void paintWords(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                    const QRect& rect) const {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const int side = metrics::units(2.5);
        const auto placed = [&](const QRect& part) {
            return QStyle::visualRect(option.direction, rect, part);
        };
        const QString counter = index.data(CounterRole).toString();
        const bool active = index.data(CounterActiveRole).toBool();
        QFont counter_font = textFont(TextRole::Caption);
        if (!active) {
            counter_font.setWeight(QFont::Medium);
        }
        const int counter_width =
            counter.isEmpty() ? 0 : QFontMetrics(counter_font).horizontalAdvance(counter) + 1;
        ColorRole counter_color = active ? ColorRole::Accent : ColorRole::TextMuted;
        if (chosen && Theme::isHighContrast()) {
            counter_color = ColorRole::TextOnSelection;
        }
        const int right = rect.right() + 1 - side;
        drawText(painter, placed(QRect(right - counter_width, rect.top(), counter_width, rect.height())),
                 counter, counter_font, Theme::color(counter_color));
        const int left = rect.left() + side + metrics::ControlIcon + metrics::units(2.5);
        const int width = right - counter_width - metrics::space(1) - left;
        drawText(painter, placed(QRect(left, rect.top(), width, rect.height())), index.data().toString(),
                 textFont(chosen ? TextRole::Strong : TextRole::Body),
                 Theme::color(chosen ? ColorRole::TextOnSelection : ColorRole::Text));
    }

    PlaceList* m_list;
};

} // namespace

PlaceList::PlaceList(const QString& accessible_name, QWidget* parent)
    : QListView(parent), m_model(new QStandardItemModel(this)) {
    setAccessibleName(accessible_name);
    setModel(m_model);
    setItemDelegate(new PlaceDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &PlaceList::onSelection);
}

void PlaceList::setPlaces(const std::vector<Place>& places) {
    m_silent = true;
    m_model->clear();
    QString group;
    for (const Place& place : places) {
        auto* item = new QStandardItem(place.name);
        item->setData(place.key, KeyRole);
        item->setData(place.icon_name, IconRole);
        if (place.group != group) {
            group = place.group;
            item->setData(group, GroupRole);
        }
        item->setToolTip(m_icons_only ? place.name : QString());
        m_model->appendRow(item);
    }
    m_silent = false;
    choose(m_key);
}

void PlaceList::setCounter(const QString& key, const QString& counter, bool active) {
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStandardItem* item = m_model->item(row);
        if (item->data(KeyRole).toString() == key) {
            item->setData(counter, CounterRole);
            item->setData(active, CounterActiveRole);
        }
    }
}

void PlaceList::choose(const QString& key) {
    m_key = key;
    m_silent = true;
    selectionModel()->clearSelection();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->item(row)->data(KeyRole).toString() == key) {
            selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::ClearAndSelect);
        }
    }
    m_silent = false;
}

QString PlaceList::chosenKey() const {
    return m_key;
}

void PlaceList::onSelection() {
    if (m_silent) {
        return;
    }
    const QModelIndexList rows = selectionModel()->selectedIndexes();
    if (rows.isEmpty()) {
        // Not from within the change itself: the selection model is still at work.
        QMetaObject::invokeMethod(
            this, [this] { choose(m_key); }, Qt::QueuedConnection);
        return;
    }
    const QString key = rows.first().data(KeyRole).toString();
    if (key != m_key) {
        m_key = key;
        Q_EMIT chosen(key);
    }
}

void PlaceList::setIconsOnly(bool icons_only) {
    m_icons_only = icons_only;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        m_model->item(row)->setToolTip(icons_only ? m_model->item(row)->text() : QString());
    }
    scheduleDelayedItemsLayout();
    updateGeometry();
}

QSize PlaceList::sizeHint() const {
    return {m_icons_only ? metrics::sidebarCollapsed() : metrics::sidebarWidth(), metrics::units(40)};
}

void PlaceList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        scheduleDelayedItemsLayout();
    }
}

} // namespace dropseal::app

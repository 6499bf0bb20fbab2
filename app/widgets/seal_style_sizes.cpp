// SPDX-License-Identifier: GPL-3.0-or-later
// The half of SealStyle that answers how large things are and how they behave.
#include "app/widgets/metrics.h"
#include "app/widgets/seal_style.h"
#include "app/widgets/style_parts.h"

#include <QtGui/QPainterPath>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QTreeView>

namespace dropseal::app {

namespace {

QRegion roundedMask(const QRect& rect) {
    QPainterPath path;
    path.addRoundedRect(rect, metrics::radiusControl(), metrics::radiusControl());
    return QRegion(path.toFillPolygon().toPolygon());
}

int rowHeight(const QWidget* widget) {
    return qobject_cast<const QTreeView*>(widget) ? metrics::row() : metrics::rowCompact();
}

} // namespace

QRect SealStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    if (element == SE_LineEditContents) {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth <= 0) {
            return option->rect;
        }
        const int side = metrics::units(2);
        return visualRect(option->direction, option->rect, option->rect.adjusted(side, 0, -side, 0));
    }
    if (element == SE_RadioButtonClickRect || element == SE_CheckBoxClickRect) {
        return option->rect;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect SealStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                const QWidget* widget) const {
    switch (control) {
    case CC_ComboBox:
        if (part == SC_ComboBoxListBoxPopup) {
            return option->rect;
        }
        return style::comboPart(*option, part);
    case CC_SpinBox:
        return style::spinPart(*option, part);
    case CC_ScrollBar:
        if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            return style::scrollBarPart(*slider, part);
        }
        break;
    default:
        break;
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize SealStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                  const QWidget* widget) const {
    const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int height = style::isSmall(widget) ? metrics::controlHeightSmall() : metrics::controlHeight();
    switch (type) {
    case CT_PushButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            return style::buttonSize(*button, widget);
        }
        break;
    case CT_ToolButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            QStyleOptionButton like;
            like.text = button->toolButtonStyle == Qt::ToolButtonIconOnly ? QString() : button->text;
            like.icon = button->icon;
            const QSize wanted = style::buttonSize(like, widget);
            return like.text.isEmpty() ? QSize(height, height) : wanted;
        }
        break;
    case CT_RadioButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
            button && style::isSegment(widget)) {
            return style::segmentSize(*button);
        }
        return {base.width(), qMax(base.height(), metrics::SmallestHitArea)};
    case CT_CheckBox:
        return {base.width(), qMax(base.height(), metrics::SmallestHitArea)};
    case CT_LineEdit:
        return {size.width() + 2 * metrics::units(2), height};
    case CT_SpinBox:
        return {size.width() + metrics::units(9), height};
    case CT_ComboBox:
        return {size.width() + metrics::units(11), height};
    case CT_ItemViewItem:
        return {base.width(), qMax(base.height(), rowHeight(widget))};
    case CT_HeaderSection:
        return {base.width() + metrics::units(5), metrics::header()};
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            return style::menuItemSize(*item, size);
        }
        break;
    case CT_MenuBarItem:
        return {base.width() + metrics::space(2), metrics::controlHeightSmall()};
    case CT_ProgressBar:
        return {size.width(), metrics::progressHeight()};
    default:
        break;
    }
    return base;
}

int SealStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::indicator();
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return metrics::units(2.25);
    case PM_ScrollBarExtent:
        return metrics::scrollBar();
    case PM_ScrollBarSliderMin:
        return metrics::units(6);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
        return metrics::ControlIcon;
    case PM_LargeIconSize:
    case PM_MessageBoxIconSize:
        return metrics::DialogIcon;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return metrics::space(2);
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return metrics::pageMargin();
    case PM_MenuPanelWidth:
        return qCeil(metrics::hairline(1));
    case PM_MenuHMargin:
        return 0;
    case PM_MenuVMargin:
        return metrics::space(1);
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return metrics::FocusWidth + metrics::FocusGap;
    case PM_SplitterWidth:
        return qCeil(metrics::hairline(1));
    case PM_ToolTipLabelFrameWidth:
        return metrics::space(2);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_HeaderMargin:
        return metrics::space(1);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SealStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                         QStyleHintReturn* result) const {
    switch (hint) {
    case SH_Menu_Mask:
    case SH_ToolTip_Mask:
        if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(result); mask && option) {
            mask->region = roundedMask(option->rect);
            return 1;
        }
        return 0;
    case SH_FocusFrame_AboveWidget:
    case SH_ItemView_ShowDecorationSelected:
    case SH_Menu_MouseTracking:
    case SH_ComboBox_ListMouseTracking:
        return 1;
    case SH_FocusFrame_Mask:
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_DrawMenuBarSeparator:
        return 0;
    case SH_Widget_Animation_Duration:
    case SH_Widget_Animate:
        return m_reduced_motion ? 0 : QProxyStyle::styleHint(hint, option, widget, result);
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

} // namespace dropseal::app

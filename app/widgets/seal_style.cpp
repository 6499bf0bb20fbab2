// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/seal_style.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/style_parts.h"

#include <QtGui/QFocusEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QStyleFactory>
#include <QtWidgets/QStyleOption>

namespace dropseal::app {

namespace {

bool isKeyboardReason(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

/// Focus that comes back by itself looks as it did when it left.
bool keepsFocusLook(Qt::FocusReason reason) {
    return reason == Qt::ActiveWindowFocusReason || reason == Qt::PopupFocusReason ||
           reason == Qt::OtherFocusReason;
}

void fillScrollBar(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const QWidget* area = widget;
    while (area && !qobject_cast<const QAbstractScrollArea*>(area)) {
        area = area->parentWidget();
    }
    const auto* scrolled = qobject_cast<const QAbstractScrollArea*>(area);
    const QWidget* ground = scrolled ? scrolled->viewport() : widget;
    painter.fillRect(option.rect, ground ? ground->palette().brush(ground->backgroundRole())
                                         : option.palette.brush(QPalette::Window));
}

} // namespace

SealStyle::SealStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {
}

void SealStyle::setTheme(ThemeName theme, bool reduced_motion) {
    m_theme = theme;
    m_reduced_motion = reduced_motion;
}

QPalette SealStyle::standardPalette() const {
    return themePalette(m_theme);
}

void SealStyle::polish(QPalette& palette) {
    palette = themePalette(m_theme);
}

void SealStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    const bool button = qobject_cast<QAbstractButton*>(widget) != nullptr;
    if (button) {
        widget->setAttribute(Qt::WA_Hover);
        if (qobject_cast<QPushButton*>(widget) && !widget->property("role").isValid()) {
            QFont font;
            font.setWeight(QFont::Medium);
            widget->setFont(font);
        }
    }
    if (button || qobject_cast<QAbstractItemView*>(widget)) {
        widget->installEventFilter(this);
    }
}

bool SealStyle::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        const auto* focus = static_cast<QFocusEvent*>(event);
        if (event->type() == QEvent::FocusIn && !keepsFocusLook(focus->reason())) {
            m_by_keyboard = isKeyboardReason(focus->reason());
        }
        showFocusOf(static_cast<QWidget*>(watched), event->type() == QEvent::FocusIn);
    }
    return QProxyStyle::eventFilter(watched, event);
}

void SealStyle::showFocusOf(QWidget* widget, bool has_focus) {
    if (!qobject_cast<QAbstractButton*>(widget) || style::isSegment(widget)) {
        widget->update();
        return;
    }
    if (has_focus && m_by_keyboard) {
        if (!m_ring) {
            m_ring = new QFocusFrame(widget);
        }
        m_ring->setWidget(widget);
    } else if (m_ring && m_ring->widget() == widget) {
        m_ring->setWidget(nullptr);
    }
}

void SealStyle::drawFrame(QPainter& painter, const QStyleOption& option) const {
    drawRounded(painter, option.rect, 0, {}, Theme::color(ColorRole::Border), hairlineOf(painter));
}

void SealStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    switch (element) {
    case PE_FrameFocusRect:
        if (m_by_keyboard && qobject_cast<const QAbstractItemView*>(widget)) {
            drawFocusRing(*painter, option->rect, metrics::radiusIndicator());
        }
        return;
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame && frame->lineWidth > 0) {
            style::drawField(*painter, *option, widget);
        }
        return;
    }
    case PE_FrameLineEdit:
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_IndicatorHeaderArrow:
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        style::drawCheckMark(*painter, *option);
        return;
    case PE_IndicatorRadioButton:
        style::drawRadioMark(*painter, *option);
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:

        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            style::drawRowBackground(*painter, *item, widget);
        }
        return;
    case PE_IndicatorBranch:
        style::drawBranch(*painter, *option);
        return;
    case PE_IndicatorItemViewItemDrop:
        drawFocusRing(*painter, option->rect, 0);
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
    case PE_PanelTipLabel:
        drawRounded(*painter, option->rect, metrics::radiusControl(),
                    element == PE_FrameMenu ? QColor() : Theme::color(ColorRole::Raised),
                    Theme::color(ColorRole::Border), hairlineOf(*painter));
        return;
    case PE_Frame:
        drawFrame(*painter, *option);
        return;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, Theme::color(ColorRole::Surface));
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void SealStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                            const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const auto* menu_item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    if (element == CE_PushButtonBevel && button) {
        style::drawButtonBevel(*painter, *button, widget);
    } else if (element == CE_PushButtonLabel && button) {
        style::drawButtonLabel(*painter, *button, widget);
    } else if (element == CE_RadioButton && button && style::isSegment(widget)) {
        QStyleOptionButton segment = *button;
        segment.state.setFlag(State_KeyboardFocusChange, m_by_keyboard);
        style::drawSegment(*painter, segment, widget);
    } else if (element == CE_ComboBoxLabel) {
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            style::drawComboLabel(*painter, *combo);
        }
    } else if (element == CE_Header || element == CE_HeaderSection || element == CE_HeaderLabel) {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        if (header && element == CE_Header) {
            style::drawHeader(*painter, *header, widget);
        } else if (element == CE_HeaderSection) {
            style::drawHeaderBackground(*painter, option->rect);
        }
    } else if (element == CE_HeaderEmptyArea) {
        style::drawHeaderBackground(*painter, option->rect);
    } else if (element == CE_ProgressBar) {
        if (const auto* progress = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            style::drawProgress(*painter, *progress);
        }
    } else if (element == CE_MenuItem && menu_item) {
        style::drawMenuItem(*painter, *menu_item);
    } else if (element == CE_MenuBarItem && menu_item) {
        style::drawMenuBarItem(*painter, *menu_item);
    } else if (element == CE_MenuBarEmptyArea) {
        painter->fillRect(option->rect, Theme::color(ColorRole::Window));
    } else if (element == CE_FocusFrame) {
        drawFocusRing(*painter, option->rect, metrics::radiusControl() + metrics::FocusGap);
    } else if (element == CE_Splitter) {
        painter->fillRect(option->rect, Theme::color(ColorRole::Border));
    } else if (element == CE_ShapedFrame) {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        const bool line = frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine);
        if (line) {
            drawHairline(*painter, option->rect,
                         frame->frameShape == QFrame::HLine ? Qt::TopEdge : Qt::LeftEdge);
        } else if (frame && frame->frameShape != QFrame::NoFrame) {
            drawFrame(*painter, *option);
        }
    } else {
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void SealStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                   QPainter* painter, const QWidget* widget) const {
    if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
        style::drawToolButton(*painter, *button, widget);
    } else if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
        style::drawCombo(*painter, *combo, widget);
    } else if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
        style::drawSpin(*painter, *spin, widget);
    } else if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
               slider && control == CC_ScrollBar) {
        fillScrollBar(*painter, *option, widget);
        style::drawScrollBar(*painter, *slider);
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QIcon SealStyle::standardIcon(StandardPixmap name, const QStyleOption* option, const QWidget* widget) const {
    switch (name) {
    case SP_LineEditClearButton:
    case SP_DialogCloseButton:
        return icon(QStringLiteral("x"));
    case SP_MessageBoxWarning:
        return icon(QStringLiteral("triangle-alert"), ColorRole::Warning);
    case SP_MessageBoxCritical:
        return icon(QStringLiteral("circle-alert"), ColorRole::Danger);
    case SP_MessageBoxInformation:
    case SP_MessageBoxQuestion:
        return icon(QStringLiteral("info"), ColorRole::Info);
    case SP_DirIcon:
    case SP_DirOpenIcon:
    case SP_DirClosedIcon:
        return icon(QStringLiteral("folder"));
    case SP_FileIcon:
        return icon(QStringLiteral("file"));
    default:
        return QProxyStyle::standardIcon(name, option, widget);
    }
}

} // namespace dropseal::app

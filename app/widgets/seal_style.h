// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QFocusFrame>
#include <QtWidgets/QProxyStyle>

namespace dropseal::app {

/// What a QPushButton or QToolButton looks like: setButtonRole(), or the dynamic property `role` = "primary",
/// "flat", "danger", "link". Raised is what it is without: a framed button. Danger is a flat red button;
/// FilledDanger stands in dialogs that destroy.
enum class ButtonRole { Raised, Primary, Flat, Danger, FilledDanger, Link };
void setButtonRole(QWidget* button, ButtonRole role);

/// The look, over Fusion. Made and installed by Theme::apply(). It reads dynamic properties of widgets:
/// `role` (buttons), `segment` (radio buttons: "first", "middle", "last", "only"), `invalid` (inputs with an
/// error: true), `small` (7 u buttons: true), `surface` (panels: the name of a colour role).
class SealStyle : public QProxyStyle {
    Q_OBJECT
public:
    SealStyle();

    void setTheme(ThemeName theme, bool reduced_motion);
    ThemeName theme() const { return m_theme; }
    bool reducedMotion() const { return m_reduced_motion; }

    void polish(QWidget* widget) override;
    void polish(QPalette& palette) override;
    QPalette standardPalette() const override;
    using QProxyStyle::polish;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override;
    QIcon standardIcon(StandardPixmap icon, const QStyleOption* option, const QWidget* widget) const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showFocusOf(QWidget* widget, bool has_focus);
    void drawFrame(QPainter& painter, const QStyleOption& option) const;

    QPointer<QFocusFrame> m_ring; ///< around the button that has the keyboard's focus; child of its window
    bool m_by_keyboard = false;   ///< how the focus came to where it is
    ThemeName m_theme = ThemeName::Light;
    bool m_reduced_motion = false;
};

} // namespace dropseal::app

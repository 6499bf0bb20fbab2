// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QtGlobal>

/// Every size of the app. All follow the application font through one unit, u = max(3, round(font height
/// / 4.5)), which is 4 px with a 10 pt font at 96 dpi. Device-independent pixels throughout. No pixel number
/// stands outside this file. GUI thread.
namespace dropseal::app::metrics {

int unit();              ///< u
int units(double count); ///< count × u, rounded
int space(int step);     ///< space_1 … space_6: 1, 2, 3, 4, 6, 8 u

inline constexpr int SmallestHitArea = 24; ///< nothing that is clicked is smaller (WCAG 2.5.8)
inline constexpr int FocusWidth = 2;
inline constexpr int FocusGap = 2; ///< between a control and its ring; 0 on inputs
inline constexpr int SmallIcon = 14;
inline constexpr int ControlIcon = 16;
inline constexpr int RowIcon = 18;
inline constexpr int DialogIcon = 24;
inline constexpr double SquareBorder = 1.5; ///< line of check boxes, radio buttons and the dashed zone
inline constexpr int ShadowReach = 24;      ///< how far the shadow of what floats goes
inline constexpr int ShadowDrop = 6;
inline constexpr int ShadowBlur = 20;
inline constexpr double ShadowAlpha = 0.18;
inline constexpr double ContrastShadowBorder = 2; ///< instead of the shadow in high contrast
inline constexpr double DisabledIndicatorOpacity = 0.55;
inline constexpr double ScrimOpacity = 0.4;

// Times in ms (UI.md 2.4); reduced motion makes the first three 0: see Theme::duration().
inline constexpr int QuickMs = 120;
inline constexpr int SealMs = 180;
inline constexpr int ProgressMs = 250;
inline constexpr int FrameMs = 16;
inline constexpr double StampFrom = 1.12; ///< scale at which the stamp begins
inline constexpr double StampOvershoot = 1.1;
inline constexpr int ToastMs = 8000;
inline constexpr int ToastScreenReaderMs = 20000;
inline constexpr int CopiedMs = 2000;
inline constexpr int SkeletonAfterMs = 300;

inline int controlHeight() {
    return qMax(units(8), SmallestHitArea);
}
inline int controlHeightSmall() {
    return qMax(units(7), SmallestHitArea);
}
inline int row() {
    return units(10);
}
inline int rowCompact() {
    return units(8);
}
inline int rowTwoLine() {
    return units(14);
}
inline int chipHeight() {
    return units(6.5);
}
inline int chipWidth() {
    return units(85);
} ///< with its link
inline int chipCopyWidth() {
    return units(20.5);
} ///< at least; the text may need more
inline int actsWidth() {
    return units(19);
}
inline int progressHeight() {
    return units(1);
}
inline int header() {
    return units(7.5);
} ///< heading row of a table
inline int pageHeader() {
    return units(13);
}
inline int actionRow() {
    return units(11);
}
inline int footer() {
    return units(9);
}
inline int dockHead() {
    return units(9);
}
inline int bannerHeight() {
    return units(12);
}
inline int toastHeight() {
    return units(11);
}
inline int sidebarWidth() {
    return units(51);
}
inline int sidebarMin() {
    return units(40);
}
inline int sidebarMax() {
    return units(70);
}
inline int sidebarCollapsed() {
    return units(14);
}
inline int sidebarCollapsesUnder() {
    return units(190);
} ///< window width
inline int searchWidth() {
    return units(55);
}
inline int formWidth() {
    return units(82);
}
inline int pageMargin() {
    return units(4);
}
inline int windowMinWidth() {
    return units(150);
}
inline int windowMinHeight() {
    return units(110);
}
inline int windowFirstWidth() {
    return units(280);
}
inline int windowFirstHeight() {
    return units(180);
}
inline int avatar() {
    return units(7);
}
inline int indicator() {
    return units(4);
} ///< check box, radio button
inline int scrollBar() {
    return units(3);
}
inline int blankSeal() {
    return units(35);
}
inline int headingSeal() {
    return units(10);
}
inline double radiusControl() {
    return 1.5 * unit();
}
inline double radiusFloat() {
    return 2.0 * unit();
}
inline double radiusZone() {
    return 3.0 * unit();
}
inline double radiusIndicator() {
    return 1.0 * unit();
}

/// A line of `width`, made whole device pixels, never less than one.
double snapped(double width, double device_pixel_ratio);

/// The line that separates: one device-independent pixel, made whole device pixels.
double hairline(double device_pixel_ratio);

} // namespace dropseal::app::metrics

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/metrics.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QApplication>

#include <array>
#include <cmath>

namespace dropseal::app::metrics {

namespace {
constexpr int SmallestUnit = 3;
constexpr double UnitsPerLine = 4.5;
constexpr std::array Steps{1, 2, 3, 4, 6, 8};
} // namespace

int unit() {
    return qMax(SmallestUnit, qRound(QFontMetrics(QApplication::font()).height() / UnitsPerLine));
}

int units(double count) {
    return qRound(count * unit());
}

int space(int step) {
    return Steps.at(static_cast<std::size_t>(qBound(1, step, 6) - 1)) * unit();
}

double snapped(double width, double device_pixel_ratio) {
    const double ratio = qMax(1.0, device_pixel_ratio);
    return qMax(1.0, std::floor(width * ratio)) / ratio;
}

double hairline(double device_pixel_ratio) {
    return qMax(1.0, static_cast<double>(qRound(device_pixel_ratio))) / qMax(1.0, device_pixel_ratio);
}

} // namespace dropseal::app::metrics

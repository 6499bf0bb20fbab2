// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/typography.h"

#include <QtGui/QFontDatabase>
#include <QtWidgets/QApplication>

namespace dropseal::app {

namespace {

struct Type {
    double scale;
    QFont::Weight weight;
};

Type typeOf(TextRole role) {
    switch (role) {
    case TextRole::Hero:
        return {1.5, QFont::DemiBold};
    case TextRole::Page:
        return {1.3, QFont::DemiBold};
    case TextRole::Section:
        return {1.1, QFont::DemiBold};
    case TextRole::Body:
        return {1.0, QFont::Normal};
    case TextRole::Label:
        return {1.0, QFont::Medium};
    case TextRole::Strong:
        return {1.0, QFont::DemiBold};
    case TextRole::Small:
        return {0.9, QFont::Normal};
    case TextRole::SmallLabel:
        return {0.9, QFont::Medium};
    case TextRole::SmallStrong:
        return {0.9, QFont::DemiBold};
    case TextRole::Caption:
        return {0.86, QFont::DemiBold};
    case TextRole::Mono:
        return {0.92, QFont::Normal};
    }
    return {1.0, QFont::Normal};
}

// Where the platform knows no smaller font it answers with the general one, which would make all text one
// size.
double smallestPoints(double body_points) {
    const double smallest = QFontDatabase::systemFont(QFontDatabase::SmallestReadableFont).pointSizeF();
    return smallest > 0 && smallest < body_points ? smallest : 0;
}

} // namespace

QFont textFont(TextRole role) {
    const Type type = typeOf(role);
    const QFont body = QApplication::font();
    QFont font = body;
    if (role == TextRole::Mono) {
        font.setFamilies(QFontDatabase::systemFont(QFontDatabase::FixedFont).families());
        font.setFixedPitch(true);
        font.setStyleHint(QFont::Monospace);
    }
    if (body.pointSizeF() > 0) {
        font.setPointSizeF(qMax(body.pointSizeF() * type.scale, smallestPoints(body.pointSizeF())));
    } else {
        font.setPixelSize(qRound(body.pixelSize() * type.scale));
    }
    font.setWeight(type.weight);
    return font;
}

} // namespace dropseal::app

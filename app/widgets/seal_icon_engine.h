// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtGui/QIconEngine>

namespace dropseal::app {

/// Renders one Lucide drawing in a colour of the theme that holds at the time of painting.
class SealIconEngine : public QIconEngine {
public:
    SealIconEngine(QString name, ColorRole color);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QSize actualSize(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QString iconName() override;
    QString key() const override;
    QIconEngine* clone() const override;

private:
    QColor colorOf(QIcon::Mode mode) const;

    QString m_name;
    ColorRole m_color;
};

} // namespace dropseal::app

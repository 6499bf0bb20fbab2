// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtWidgets/QWidget>

namespace dropseal::app {

/// An icon that stands beside words and says nothing that they do not: readers pass over it.
class IconView : public QWidget {
    Q_OBJECT
public:
    explicit IconView(const QString& name, int size, ColorRole color, QWidget* parent = nullptr);
    void setIcon(const QString& name, ColorRole color);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    int m_size;
    ColorRole m_color;
};

} // namespace dropseal::app

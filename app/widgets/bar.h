// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"

#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QWidget>

namespace dropseal::app {

/// A band over the page's width with a background of the theme and hairlines; its row() takes the content.
class Bar : public QWidget {
    Q_OBJECT
public:
    enum class Kind { PageHeader, ActionRow, Footer, DockHead };
    explicit Bar(Kind kind, QWidget* parent = nullptr);

    QHBoxLayout* row() const { return m_row; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int fixedHeight() const;
    void resizeToFont();

    Kind m_kind;
    QHBoxLayout* m_row;
};

} // namespace dropseal::app

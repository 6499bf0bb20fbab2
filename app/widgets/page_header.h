// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/bar.h"

#include <QtWidgets/QLineEdit>

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace dropseal::app {

class TextLabel;

/// A search field with its icon and its shortcut written in it; `name` is its accessible name and its prompt
/// ("Search files"). Esc clears it. It takes no drops: files dropped on it belong to the page.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& name, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeRoom();
};

/// Heading, filter, stretch, search, primary button, Menu (UI.md 4). What a page does not have is not there.
class PageHeader : public Bar {
    Q_OBJECT
public:
    explicit PageHeader(const QString& heading, QWidget* parent = nullptr);

    void setHeading(const QString& heading);
    void addFilter(QWidget* filter);             ///< takes ownership
    SearchField* addSearch(const QString& name); ///< owned by the header
    void addAct(QPushButton* button);            ///< takes ownership; right of the search
    /// The button "Menu" (accessible name), which pops up `menu`; the menu stays the caller's.
    QToolButton* addMenu(QMenu* menu);

private:
    TextLabel* m_heading;
    int m_filters = 0;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"

#include <vector>

class QPushButton;
class QScrollArea;

namespace dropseal::app {

class Bar;
class EmptyState;
class PageHeader;
class PlaceList;
class SearchField;
class SettingsGroup;

/// What a person may change, in groups, with a search over all. Changes apply at once.
class SettingsPage : public Page {
    Q_OBJECT
public:
    explicit SettingsPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;
    bool find() override;
    QList<QWidget*> areas() const override;
    int roomBelow() const override;
    void setMenu(QMenu* menu) override;
    void showGroup(const QString& key); ///< "links", "transfers", …; an unknown one changes nothing

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeBody();
    void makeFooter();
    void search(const QString& text);
    void showChosen();
    void showResults(const QString& text);
    SettingsGroup* chosenGroup() const;

    PageContext& m_context;
    PageHeader* m_header;
    SearchField* m_search;
    PlaceList* m_places;
    QScrollArea* m_scroll;
    std::vector<SettingsGroup*> m_groups;
    EmptyState* m_nothing_found;
    Bar* m_footer;
    QPushButton* m_restore;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/transfers_model.h"
#include "app/pages/page.h"

class QPushButton;
class QStackedWidget;

namespace dropseal::app {

class ActionRow;
class Bar;
class ChoiceBox;
class EmptyState;
class PageHeader;
class TextLabel;
class TransferView;

/// All transfers: the dock of Files as a page, with a filter and every act.
class TransfersPage : public Page {
    Q_OBJECT
public:
    explicit TransfersPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;
    QList<QWidget*> areas() const override;
    int roomBelow() const override;
    void setMenu(QMenu* menu) override;

private:
    void makeHeader();
    void makeActionRow();
    void makeFooter();
    void setShow(int index);
    void updateAll();
    void updateChosen();

    PageContext& m_context;
    PageHeader* m_header;
    ChoiceBox* m_filter;
    QPushButton* m_pause_all;
    QPushButton* m_resume_all;
    ActionRow* m_acts;
    QStackedWidget* m_stack;
    TransferView* m_view;
    EmptyState* m_empty;
    Bar* m_footer;
    TextLabel* m_summary;
    TextLabel* m_parallel;
};

} // namespace dropseal::app

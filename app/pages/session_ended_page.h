// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"

namespace dropseal::app {

/// The server ended the session: why, and that nothing of the queue is lost. GUI thread.
class SessionEndedPage : public FormPage {
    Q_OBJECT
public:
    explicit SessionEndedPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

protected:
    void submit() override;

private:
    void ended();
    void showWaiting();

    Session& m_session;
    TransferQueue& m_queue;
    Navigator& m_navigator;
    TextLabel* m_reason;
    TextLabel* m_waiting;
    int m_count = 0; ///< transfers that wait for the next sign-in
};

} // namespace dropseal::app

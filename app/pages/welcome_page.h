// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/page.h"

namespace dropseal::app {

class ChoiceButton;

/// The first start: this computer, or a server. GUI thread.
class WelcomePage : public Page {
    Q_OBJECT
public:
    explicit WelcomePage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    ChoiceButton* m_this_computer;
    ChoiceButton* m_server;
};

} // namespace dropseal::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/welcome_page.h"

#include "app/pages/choice_button.h"
#include "app/session/session.h"
#include "app/widgets/metrics.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/text_label.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

WelcomePage::WelcomePage(PageContext& context, QWidget* parent)
    : Page(parent)
    , m_this_computer(
          new ChoiceButton(QStringLiteral("monitor"), tr("Use this computer"),
                           tr("Files stay on this machine. You can share on your network later.")))
    , m_server(new ChoiceButton(QStringLiteral("server"), tr("Use a server"),
                                tr("Someone runs Dropseal for you."))) {
    auto* form = new QWidget;
    form->setFixedWidth(metrics::units(100));
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::space(2));
    column->addWidget(new SealView(SealView::Kind::Blank, metrics::blankSeal()), 0, Qt::AlignHCenter);
    column->addSpacing(metrics::units(3));
    auto* line = new TextLabel(tr("Drop a file, get a sealed link"), TextRole::Hero);
    line->setWrapping(true);
    line->setAlignment(Qt::AlignCenter);
    column->addWidget(line);
    column->addSpacing(metrics::units(4));
    column->addWidget(m_this_computer);
    column->addWidget(m_server);
    auto* page = new QVBoxLayout(this);
    page->addStretch(1);
    page->addWidget(form, 0, Qt::AlignHCenter);
    page->addStretch(1);
    connect(m_this_computer, &QPushButton::clicked, this,
            [&session = context.session] { session.useBundledBackend(); });
    connect(m_server, &QPushButton::clicked, this,
            [&navigator = context.navigator] { navigator.show(PageId::ChooseServer); });
}

QString WelcomePage::title() const {
    return tr("Welcome");
}

void WelcomePage::entered() {
    m_this_computer->setFocus(Qt::OtherFocusReason);
}

void WelcomePage::keyPressEvent(QKeyEvent* event) {
    const bool is_enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool down = event->key() == Qt::Key_Down;
    if (is_enter && m_server->hasFocus())
        m_server->click();
    else if (is_enter)
        m_this_computer->click();
    else if (down || event->key() == Qt::Key_Up)
        (down ? m_server : m_this_computer)->setFocus(Qt::TabFocusReason);
    else
        Page::keyPressEvent(event);
}

} // namespace dropseal::app

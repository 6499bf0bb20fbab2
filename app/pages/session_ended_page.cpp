// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/session_ended_page.h"

#include "app/pages/connection_truth.h"
#include "app/session/session.h"
#include "app/transfers/transfer_queue.h"
#include "app/widgets/text_label.h"

#include <QtCore/QLocale>
#include <QtWidgets/QPushButton>

namespace dropseal::app {

namespace {

int unfinished(const TransferQueue& queue) {
    int count = 0;
    for (const TransferNumber number : queue.order()) {
        const auto transfer = queue.find(number);
        const bool is_over =
            !transfer || transfer->state == TransferState::Sealed || transfer->state == TransferState::Failed;
        count += is_over ? 0 : 1;
    }
    return count;
}

} // namespace

SessionEndedPage::SessionEndedPage(PageContext& context, QWidget* parent)
    : FormPage(tr("Session ended"), parent)
    , m_session(context.session)
    , m_queue(context.queue)
    , m_navigator(context.navigator)
    , m_reason(new TextLabel(QString()))
    , m_waiting(new TextLabel(QString(), TextRole::Body, ColorRole::TextMuted)) {
    m_reason->setWrapping(true);
    m_reason->setValueName(tr("Reason"));
    m_waiting->setWrapping(true);
    addRow(m_reason, 0);
    addRow(m_waiting, 2);
    addButtons(tr("Sign in"), {});
    connect(&m_session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Ended)
            ended();
    });
    ended();
}

QString SessionEndedPage::title() const {
    return tr("Session ended");
}

/// Counted at this moment: once nobody is signed in, the queue shows no transfers.
void SessionEndedPage::ended() {
    setSentence(m_session.profile().displayName());
    ErrorContext about;
    about.place = ErrorContext::Place::Session;
    about.server = serverInSentence(m_session);
    const ErrorWords words = errorWords(m_session.endReason(), about);
    m_reason->setText(words.text);
    m_reason->setToolTip(words.details.toHtmlEscaped());
    m_count = unfinished(m_queue);
    showWaiting();
}

void SessionEndedPage::showWaiting() {
    m_waiting->setText(m_count == 1 ? tr("1 transfer is waiting.")
                                    : tr("%1 transfers are waiting.").arg(QLocale().toString(m_count)));
    m_waiting->setVisible(m_count > 0);
}

void SessionEndedPage::entered() {
    m_count = std::max(m_count, unfinished(m_queue));
    showWaiting();
    FormPage::entered();
}

void SessionEndedPage::submit() {
    m_navigator.show(PageId::SignIn);
}

} // namespace dropseal::app

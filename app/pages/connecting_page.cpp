// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/connecting_page.h"

#include "app/backend_process/backend_process.h"
#include "app/pages/backend_words.h"
#include "app/pages/connection_truth.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {
constexpr std::chrono::milliseconds ShowAfter{400};
constexpr std::chrono::milliseconds ShowLogAfter{5000};
} // namespace

ConnectingPage::ConnectingPage(PageContext& context, QWidget* parent)
    : FormPage(QString(), parent)
    , m_session(context.session)
    , m_backend(context.backend)
    , m_settings(context.settings)
    , m_navigator(context.navigator)
    , m_cause(new FormError)
    , m_own_words(new ElidedLabel(QString(), Qt::ElideRight, TextRole::Small, ColorRole::TextMuted))
    , m_again(makeButton(tr("Try again"), ButtonRole::Primary))
    , m_other_port(makeButton(tr("Use another port"), ButtonRole::Raised))
    , m_certificate(makeButton(tr("Show certificate"), ButtonRole::Primary))
    , m_log(makeButton(tr("Show log"), ButtonRole::Raised)) {
    addRow(m_cause, 0);
    addRow(m_own_words, 1);
    auto* acts = new QWidget;
    auto* column = new QVBoxLayout(acts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::space(2));
    for (QPushButton* button : {m_again, m_certificate, m_other_port, m_log}) {
        button->setMinimumHeight(metrics::units(9));
        column->addWidget(button); // one below the other: no language is too long for it
    }
    addRow(acts, 4);
    QPushButton* other = makeFooterLink(tr("Use another server"));
    footer()->row()->addStretch(1);
    footer()->row()->addWidget(other);

    for (QTimer* timer : {&m_show, &m_show_log}) {
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, &ConnectingPage::refresh);
    }
    m_show.setInterval(ShowAfter);
    m_show_log.setInterval(ShowLogAfter);
    connect(m_again, &QPushButton::clicked, this, &ConnectingPage::tryAgain);
    connect(m_other_port, &QPushButton::clicked, this, &ConnectingPage::useOtherPort);
    connect(m_certificate, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::ChooseServer); });
    connect(m_log, &QPushButton::clicked, this, [this] { m_navigator.showServerLog(); });
    connect(other, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::ChooseServer); });
    connect(&m_session, &Session::stateChanged, this, &ConnectingPage::refresh);
    connect(&m_session, &Session::offlineChanged, this, &ConnectingPage::refresh);
    connect(&m_backend, &BackendProcess::stateChanged, this, &ConnectingPage::refresh);
    refresh();
}

QString ConnectingPage::title() const {
    return tr("Connecting");
}

void ConnectingPage::entered() {
    m_show.start();
    m_show_log.start();
    refresh();
}

bool ConnectingPage::isOfThisComputer() const {
    return m_session.profile().bundled;
}

ConnectingPage::Words ConnectingPage::wordsOfBackend() const {
    Words words;
    words.heading = tr("This computer");
    if (m_backend.state() != BackendProcess::State::Failed) {
        words.sentence = tr("Starting the server on this computer …");
        return words;
    }
    words.sentence = tr("The server on this computer does not run.");
    const BackendWords failed = backendWords(m_backend.fault(), m_backend.options().port);
    words.cause = failed.text;
    words.own_words = failed.server_says_more ? m_backend.faultText() : QString();
    words.again = true;
    words.other_port = m_backend.fault() == BackendProcess::Fault::PortTaken;
    return words;
}

ConnectingPage::Words ConnectingPage::wordsOfConnection() const {
    Words words;
    const QString server = serverInSentence(m_session);
    words.heading = m_session.profile().displayName();
    const auto& fault = m_session.connectionFault();
    if (fault) {
        ErrorContext about;
        about.place = ErrorContext::Place::Connect;
        about.server = server;
        const ErrorWords said = errorWords(*fault, about);
        words.sentence = tr("Not connected");
        words.cause = said.text;
        words.details = said.details;
        words.certificate = said.act == ErrorAct::ShowCertificate;
        words.again = !words.certificate;
    } else if (m_session.offline()) {
        words.sentence = tr("Not connected");
        words.cause = tr("No connection to %1. It is tried again by itself.").arg(server);
        words.again = true;
    } else {
        words.sentence = tr("Connecting to %1 …").arg(server);
    }
    return words;
}

void ConnectingPage::refresh() {
    const bool starting = isOfThisComputer() && (m_session.state() == Session::State::StartingBackend ||
                                                 m_backend.state() != BackendProcess::State::Running);
    const Words words = starting ? wordsOfBackend() : wordsOfConnection();
    form()->setVisible(!m_show.isActive() || !words.cause.isEmpty());
    setHeading(words.heading);
    setSentence(words.sentence);
    const bool just_failed = m_cause->text().isEmpty() && !words.cause.isEmpty();
    m_cause->setText(words.cause);
    m_cause->setToolTip(words.details.toHtmlEscaped());
    m_own_words->setText(words.own_words);
    m_own_words->setVisible(!words.own_words.isEmpty());
    m_again->setVisible(words.again);
    m_other_port->setVisible(words.other_port);
    m_certificate->setVisible(words.certificate);
    const bool failed = m_backend.state() == BackendProcess::State::Failed;
    m_log->setVisible(isOfThisComputer() && (failed || !m_show_log.isActive()));
    const QWidget* focus = focusWidget();
    if (just_failed || focus == nullptr || !focus->isVisibleTo(this))
        focusFirstAct();
}

/// The keyboard has its place at what helps, as soon as there is something to do.
void ConnectingPage::focusFirstAct() {
    for (QPushButton* button : {m_again, m_certificate, m_log}) {
        if (button->isVisibleTo(this)) {
            button->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void ConnectingPage::tryAgain() {
    if (isOfThisComputer() && m_backend.state() == BackendProcess::State::Failed)
        m_backend.start(m_backend.options());
    else
        m_session.tryAgainNow();
}

/// Links that were given away name the old port: they stop working, as the page says.
void ConnectingPage::useOtherPort() {
    BackendProcess::Options options = m_backend.options();
    options.port = 0;
    m_settings.setBundledPort(0);
    m_backend.start(options);
}

} // namespace dropseal::app
